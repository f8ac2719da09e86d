import type { JsonObject } from '../domain/json.ts';
import { ATTACHMENT_LIMITS, POLICY_LIMITS, policySize } from '../iam/index.ts';
import type { SitePlan } from './site-plan.ts';
import { splitDocument } from './split-document.ts';
import type { Site, World } from './world.ts';

export interface TooLarge {
  readonly reason: string;
  /** Characters its document may have. */
  readonly room: number;
}

export interface FittedPlans {
  readonly plans: readonly SitePlan[];
  /** Edits that IAM would not accept, by the key of their site. */
  readonly tooLarge: ReadonlyMap<string, TooLarge>;
}

type Refuse = (site: Site, reason: string, room: number) => void;

/** Splits managed policies that are too large, and finds what fits no way. */
export function fitPlans(plans: readonly SitePlan[], world: World): FittedPlans {
  const tooLarge = new Map<string, TooLarge>();
  const refuse: Refuse = ({ key }, reason, room) => {
    if (!tooLarge.has(key)) tooLarge.set(key, { reason, room });
  };
  const fitted = plans.map((plan) => fitManaged(plan, refuse));
  checkInline(fitted, world, refuse);
  checkAttachments(fitted, world, refuse);
  return { plans: fitted, tooLarge };
}

const MANAGED_LIMIT = POLICY_LIMITS.managed.characters;

function fitManaged(plan: SitePlan, refuse: Refuse): SitePlan {
  const { site, parts } = plan;
  const [document] = parts;
  if (site.policy.kind === 'inline' || document === undefined) return plan;
  const size = policySize(document);
  if (size <= MANAGED_LIMIT) return plan;
  // What is split off is attached to the one holder; with several holders it would be several policies to keep alike.
  const split = site.holders.length === 1 ? splitDocument(document, MANAGED_LIMIT) : null;
  if (split !== null) return { ...plan, parts: split };
  const reason = `${site.policy.name} would have ${size} characters of the ${MANAGED_LIMIT} that IAM allows a managed policy, and cannot be split.`;
  refuse(site, reason, MANAGED_LIMIT);
  return plan;
}

const INLINE_LIMITS = {
  role: POLICY_LIMITS.roleInline.characters,
  user: POLICY_LIMITS.userInline.characters,
  group: POLICY_LIMITS.groupInline.characters,
};

/** IAM adds up all inline policies of an owner, so the edit that grows most is the one given up. */
function checkInline(plans: readonly SitePlan[], world: World, refuse: Refuse): void {
  const planned = new Map(plans.map(({ site, parts }) => [site.key, total(parts)]));
  const owners = new Map<string, Site[]>();
  for (const site of world.sites) {
    const { kind, owner } = site.policy;
    if (kind === 'inline' && owner !== null) owners.set(owner, [...(owners.get(owner) ?? []), site]);
  }
  for (const [owner, sites] of owners) {
    const limit = INLINE_LIMITS[holderType(owner)];
    const sizes = sites.map((site) => {
      const before = policySize(site.document.raw);
      return { site, before, after: planned.get(site.key) ?? before };
    });
    const after = sizes.reduce((sum, size) => sum + size.after, 0);
    const growing = sizes.filter((size) => size.after > size.before);
    const [most] = growing.sort((a, b) => b.after - b.before - (a.after - a.before));
    if (after <= limit || most === undefined) continue;
    const reason = `The inline policies of ${owner} would have ${after} characters of the ${limit} that IAM allows.`;
    refuse(most.site, reason, limit - (after - most.after));
  }
}

/** Splitting adds attachments; the default quota is the one everybody has. */
function checkAttachments(plans: readonly SitePlan[], world: World, refuse: Refuse): void {
  const attached = new Map<string, number>();
  for (const { policy, holders } of world.sites) {
    if (policy.kind === 'inline') continue;
    for (const holder of holders) attached.set(holder, (attached.get(holder) ?? 0) + 1);
  }
  for (const { site, parts } of plans) {
    const [holder] = site.holders;
    if (parts.length < 2 || holder === undefined) continue;
    const after = (attached.get(holder) ?? 0) + parts.length - 1;
    const limit = ATTACHMENT_LIMITS[holderType(holder)].default;
    if (after <= limit) {
      attached.set(holder, after);
      continue;
    }
    const reason = `${site.policy.name} would have to be split into ${parts.length}, and ${holder} would carry ${after} managed policies of the ${limit} that IAM allows.`;
    refuse(site, reason, MANAGED_LIMIT);
  }
}

function holderType(arn: string): keyof typeof INLINE_LIMITS {
  const resource = arn.split(':')[5] ?? '';
  if (resource.startsWith('user/')) return 'user';
  return resource.startsWith('group/') ? 'group' : 'role';
}

function total(parts: readonly JsonObject[]): number {
  return parts.reduce((sum, part) => sum + policySize(part), 0);
}
