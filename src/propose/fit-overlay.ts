import type { Catalog } from '../domain/catalog.ts';
import type { JsonObject } from '../domain/json.ts';
import type { PolicyKind } from '../domain/policy.ts';
import { ATTACHMENT_LIMITS, POLICY_LIMITS, policySize } from '../iam/index.ts';
import { denyDocuments } from './deny-documents.ts';
import { denyAll } from './overflow.ts';
import { removalOrder } from './removal-order.ts';
import { withinRoom } from './within-room.ts';
import type { Subject } from './world.ts';

export interface FittedOverlay {
  readonly kind: Extract<PolicyKind, 'managed' | 'inline'>;
  readonly documents: readonly JsonObject[];
  /** What there is room to deny: all, or the most severe. */
  readonly denied: ReadonlySet<string>;
  /** Why not all; null when it is all. */
  readonly reason: string | null;
}

const INLINE_LIMITS = {
  role: POLICY_LIMITS.roleInline.characters,
  user: POLICY_LIMITS.userInline.characters,
};

/**
 * Explicit Denies for one principal: customer-managed policies, which are detached in one call, while attachments are
 * left; else one inline policy, while its owner has characters left.
 */
export function fitOverlay(
  { principal, sites }: Subject,
  actions: ReadonlySet<string>,
  catalog: Catalog,
): FittedOverlay {
  const own = sites.filter(({ holders }) => holders.includes(principal.arn));
  const attached = own.filter(({ policy }) => policy.kind !== 'inline').length;
  const { default: limit } = ATTACHMENT_LIMITS[principal.type];
  const free = Math.max(limit - attached, 0);
  const managed = (some: ReadonlySet<string>): readonly JsonObject[] => denyAll([...some]).denies;
  if (free > 0) {
    const denied = withinRoom(removalOrder(actions, catalog, false), (some) => managed(some).length <= free);
    const reason = `${managed(actions).length} policies are needed to deny it all, and ${principal.arn} carries ${attached} of the ${limit} managed policies that IAM allows.`;
    const isAll = denied.size === actions.size;
    return { kind: 'managed', documents: managed(denied), denied, reason: isAll ? null : reason };
  }
  const used = own
    .filter(({ policy }) => policy.kind === 'inline')
    .reduce((sum, { document }) => sum + policySize(document.raw), 0);
  const room = INLINE_LIMITS[principal.type] - used;
  const inline = (some: ReadonlySet<string>): readonly JsonObject[] =>
    denyDocuments([...some].sort(), Number.POSITIVE_INFINITY);
  const denied = withinRoom(removalOrder(actions, catalog, false), (some) =>
    inline(some).every((document) => policySize(document) <= room),
  );
  const reason = `${principal.arn} carries ${attached} managed policies of the ${limit} that IAM allows, and its inline policies leave ${Math.max(room, 0)} characters.`;
  return {
    kind: 'inline',
    documents: inline(denied),
    denied,
    reason: denied.size === actions.size ? null : reason,
  };
}
