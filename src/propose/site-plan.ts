import type { JsonObject } from '../domain/json.ts';
import type { PolicyChange } from '../domain/recommendation.ts';
import { splitName } from './replacement-name.ts';
import type { Site } from './world.ts';

/** A site's document with what is to go gone. */
export interface SiteEdit {
  readonly site: Site;
  /** The same `raw` when nothing goes; null when nothing is left. */
  readonly document: JsonObject | null;
  /** What a reviewer should know, one sentence each. */
  readonly notes: readonly string[];
}

/** What becomes of an edited site: no part, nothing is left; several, it had to be split. */
export interface SitePlan {
  readonly site: Site;
  readonly parts: readonly JsonObject[];
  /** Of the customer-managed policy that replaces an AWS-managed one, or of what is split off. */
  readonly newName: string;
}

/** The changes that carry out a plan, in the order to make them. */
export function changesOf({ site, parts, newName }: SitePlan): readonly PolicyChange[] {
  const { policy, holders } = site;
  const before = site.document.raw;
  const [holder = null] = holders;
  const change = { policyId: policy.id, policy: policy.name, policyKind: policy.kind, before };
  const create = (after: JsonObject, name: string): PolicyChange => ({
    kind: 'create',
    policyId: `${holder}#${name}`,
    policy: name,
    policyKind: 'managed',
    target: holder,
    before,
    after,
  });

  const [first, ...others] = parts;
  if (policy.kind === 'aws-managed') {
    const names = parts.map((_, index) => (index === 0 ? newName : splitName(newName, index + 1)));
    return [
      { ...change, kind: 'detach', target: holder, after: null },
      ...parts.map((after, index) => create(after, names[index] ?? newName)),
    ];
  }
  if (first === undefined) {
    const kind = policy.kind === 'inline' ? 'delete' : 'detach';
    return holders.map((target) => ({ ...change, kind, target, after: null }));
  }
  return [
    { ...change, kind: 'replace', target: site.unit === policy.id ? null : holder, after: first },
    ...others.map((after, index) => create(after, splitName(newName, index + 2))),
  ];
}
