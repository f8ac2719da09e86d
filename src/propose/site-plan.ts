import type { JsonObject } from '../domain/json.ts';
import type { PolicyChange } from '../domain/recommendation.ts';
import { denyPolicyName, splitName } from './replacement-name.ts';
import type { Site } from './world.ts';

/** A site's document with what is to go gone. */
export interface SiteEdit {
  readonly site: Site;
  /** The same `raw` when nothing goes; null when nothing is left. */
  readonly document: JsonObject | null;
  /** What a reviewer should know, one sentence each. */
  readonly notes: readonly string[];
  /** What goes, and the document without some of it; null where resources are narrowed too, as that is one piece. */
  readonly removal: Removal | null;
}

export interface Removal {
  readonly actions: ReadonlySet<string>;
  /** Whether a service of which every action goes may be named as one. */
  readonly byService: boolean;
  without(actions: ReadonlySet<string>): JsonObject | null;
}

/** What becomes of an edited site: no part, nothing is left; several, it had to be split. */
export interface SitePlan {
  readonly site: Site;
  /** The first is the document as it was when all is denied and nothing edited. */
  readonly parts: readonly JsonObject[];
  /** Documents of explicit Denies, attached beside the parts, for what these have no room to leave out. */
  readonly denies: readonly JsonObject[];
  /** How many actions `denies` name. */
  readonly denied: number;
  /** Of the customer-managed policy that replaces an AWS-managed one, or of what is split off. */
  readonly newName: string;
}

/** The changes that carry out a plan, in the order to make them. */
export function changesOf({ site, parts, denies, newName }: SitePlan): readonly PolicyChange[] {
  const { policy, holders } = site;
  const before = site.document.raw;
  const [holder = null] = holders;
  const change = { policyId: policy.id, policy: policy.name, policyKind: policy.kind, before };
  const create = (after: JsonObject, name: string, from: JsonObject | null = before): PolicyChange => ({
    kind: 'create',
    policyId: `${holder}#${name}`,
    policy: name,
    policyKind: 'managed',
    target: holder,
    before: from,
    after,
  });

  const denyName = denyPolicyName(newName);
  const denying = denies.map((after, index) => create(after, partName(denyName, index), null));
  const [first, ...others] = parts;
  if (first === before) return denying;
  if (policy.kind === 'aws-managed') {
    return [
      { ...change, kind: 'detach', target: holder, after: null },
      ...parts.map((after, index) => create(after, partName(newName, index))),
      ...denying,
    ];
  }
  if (first === undefined) {
    const kind = policy.kind === 'inline' ? 'delete' : 'detach';
    return holders.map((target) => ({ ...change, kind, target, after: null }));
  }
  return [
    { ...change, kind: 'replace', target: site.unit === policy.id ? null : holder, after: first },
    ...others.map((after, index) => create(after, splitName(newName, index + 2))),
    ...denying,
  ];
}

/** How many managed policies more its holder carries. */
export function attachmentsAdded({ parts, denies }: SitePlan): number {
  return Math.max(parts.length - 1, 0) + denies.length;
}

function partName(name: string, index: number): string {
  return index === 0 ? name : splitName(name, index + 1);
}
