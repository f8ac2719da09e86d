import type { Catalog } from '../domain/catalog.ts';
import type { JsonObject } from '../domain/json.ts';
import { ATTACHMENT_LIMITS, POLICY_LIMITS, policySize } from '../iam/index.ts';
import { fitInline, fitsBeside } from './fit-inline.ts';
import { fitManaged, plan } from './fit-managed.ts';
import { attachmentsAdded, type SiteEdit, type SitePlan } from './site-plan.ts';
import type { Site, World } from './world.ts';

export interface TooLarge {
  readonly reason: string;
  /** Whether removing only these actions fits. */
  readonly fits: (actions: ReadonlySet<string>) => boolean;
}

export interface FittedPlans {
  readonly plans: readonly SitePlan[];
  /** Edits that IAM would not accept, by the key of their site. */
  readonly tooLarge: ReadonlyMap<string, TooLarge>;
}

export interface NamedEdit {
  readonly edit: SiteEdit;
  /** Of the policies that may have to be created. */
  readonly newName: string;
}

interface Fitting {
  readonly world: World;
  readonly catalog: Catalog;
  readonly edits: ReadonlyMap<string, NamedEdit>;
  /** What other inline policies leave to those that have not room enough, by the key of their site. */
  readonly rooms: Map<string, number>;
  readonly refuse: (site: Site, reason: string, fits: TooLarge['fits']) => void;
}

/** Splits what is too large, moves what has no room into explicit Denies, and finds what fits no way. */
export function fitPlans(edits: readonly NamedEdit[], world: World, catalog: Catalog): FittedPlans {
  const tooLarge = new Map<string, TooLarge>();
  const fitting: Fitting = {
    world,
    catalog,
    edits: new Map(edits.map((named) => [named.edit.site.key, named])),
    rooms: new Map(),
    refuse: ({ key }, reason, fits) => {
      if (!tooLarge.has(key)) tooLarge.set(key, { reason, fits });
    },
  };
  const managed = edits.map((named) => fitOne(named, fitting));
  const plans = fitAllInline(managed, fitting);
  checkAttachments(plans, fitting);
  return { plans, tooLarge };
}

function fitOne({ edit, newName }: NamedEdit, { catalog, refuse }: Fitting): SitePlan {
  const fitted = fitManaged(edit, newName, catalog);
  if (fitted !== null) return fitted;
  const limit = POLICY_LIMITS.managed.characters;
  const size = edit.document === null ? 0 : policySize(edit.document);
  const reason = `${edit.site.policy.name} would have ${size} characters of the ${limit} that IAM allows a managed policy, and cannot be split.`;
  refuse(edit.site, reason, (actions) => sizeWithout(edit, actions) <= limit);
  return plan(edit, newName);
}

const INLINE_LIMITS = {
  role: POLICY_LIMITS.roleInline.characters,
  user: POLICY_LIMITS.userInline.characters,
  group: POLICY_LIMITS.groupInline.characters,
};

/** IAM adds up all inline policies of an owner, so the edit that grows most is the one that has to take less room. */
function fitAllInline(plans: readonly SitePlan[], fitting: Fitting): readonly SitePlan[] {
  const planned = new Map(plans.map((each) => [each.site.key, each]));
  const owners = new Map<string, Site[]>();
  for (const site of fitting.world.sites) {
    const { kind, owner } = site.policy;
    if (kind === 'inline' && owner !== null) owners.set(owner, [...(owners.get(owner) ?? []), site]);
  }
  for (const [owner, sites] of owners) {
    const limit = INLINE_LIMITS[holderType(owner)];
    const sizes = sites.map((site) => {
      const before = policySize(site.document.raw);
      const parts = planned.get(site.key)?.parts;
      return { site, before, after: parts === undefined ? before : total(parts) };
    });
    const after = sizes.reduce((sum, size) => sum + size.after, 0);
    const growing = sizes.filter((size) => size.after > size.before);
    const [most] = growing.sort((a, b) => b.after - b.before - (a.after - a.before));
    if (after <= limit || most === undefined) continue;
    const room = limit - (after - most.after);
    const named = fitting.edits.get(most.site.key);
    const fitted = named === undefined ? null : fitInline(named.edit, named.newName, room, fitting.catalog);
    fitting.rooms.set(most.site.key, room);
    if (fitted !== null) planned.set(most.site.key, fitted);
    else {
      const reason = `The inline policies of ${owner} would have ${after} characters of the ${limit} that IAM allows.`;
      const edit = named?.edit;
      fitting.refuse(
        most.site,
        reason,
        (actions) => edit !== undefined && sizeWithout(edit, actions) <= room,
      );
    }
  }
  return [...planned.values()];
}

/** Splitting and denying add attachments; the default quota is the one everybody has. */
function checkAttachments(plans: readonly SitePlan[], fitting: Fitting): void {
  const { world, catalog, edits, rooms, refuse } = fitting;
  const attached = new Map<string, number>();
  for (const { policy, holders } of world.sites) {
    if (policy.kind === 'inline') continue;
    for (const holder of holders) attached.set(holder, (attached.get(holder) ?? 0) + 1);
  }
  for (const each of plans) {
    const { site, newName } = each;
    const [holder] = site.holders;
    const added = attachmentsAdded(each);
    if (added === 0 || holder === undefined) continue;
    const before = attached.get(holder) ?? 0;
    const limit = ATTACHMENT_LIMITS[holderType(holder)].default;
    if (before + added <= limit) {
      attached.set(holder, before + added);
      continue;
    }
    const reason = `${site.policy.name} would need ${added} more, and ${holder} would carry ${before + added} managed policies of the ${limit} that IAM allows.`;
    const edit = edits.get(site.key)?.edit;
    const room = rooms.get(site.key);
    if (!edit?.removal) refuse(site, reason, () => false);
    else if (room !== undefined)
      refuse(site, reason, fitsBeside(edit.removal, room, limit - before, catalog));
    else refuse(site, reason, fitsManaged(edit, newName, limit - before, catalog));
  }
}

/** As `fitsBeside`, of a managed policy. */
function fitsManaged(
  edit: SiteEdit,
  newName: string,
  free: number,
  catalog: Catalog,
): (actions: ReadonlySet<string>) => boolean {
  const { removal } = edit;
  if (removal === null) return () => false;
  return (actions) => {
    const part = { ...edit, document: removal.without(actions), removal: { ...removal, actions } };
    const fitted = fitManaged(part, newName, catalog);
    return fitted !== null && attachmentsAdded(fitted) <= free;
  };
}

function sizeWithout({ removal }: SiteEdit, actions: ReadonlySet<string>): number {
  const document = removal === null ? null : removal.without(actions);
  return document === null ? 0 : policySize(document);
}

function holderType(arn: string): keyof typeof INLINE_LIMITS {
  const resource = arn.split(':')[5] ?? '';
  if (resource.startsWith('user/')) return 'user';
  return resource.startsWith('group/') ? 'group' : 'role';
}

function total(parts: readonly JsonObject[]): number {
  return parts.reduce((sum, part) => sum + policySize(part), 0);
}
