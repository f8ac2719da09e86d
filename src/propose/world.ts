import type { Analysis, PrincipalAnalysis } from '../domain/analysis.ts';
import type { Collected } from '../domain/collected.ts';
import type { Policy, PolicyDocument } from '../domain/policy.ts';
import type { Principal } from '../domain/principal.ts';
import { isUnmanageable, whyUnchangeable } from './unchangeable.ts';

/**
 * A place where access can be edited: an inline policy, the document of a customer-managed policy wherever it is
 * attached, or one attachment of an AWS-managed policy (whose document is not the account's to edit).
 */
export interface Site {
  readonly key: string;
  readonly policy: Policy;
  readonly document: PolicyDocument;
  /** ARNs of the roles, users and groups that carry it, sorted. */
  readonly holders: readonly string[];
  /** ARNs of the principals it reaches, directly or through a group, sorted. */
  readonly reach: readonly string[];
  /** Id of the recommendation that an edit of it belongs to. */
  readonly unit: string;
}

export interface Subject {
  readonly principal: Principal;
  /** Null: not analysed, so it counts as using everything. */
  readonly analysis: PrincipalAnalysis | null;
  /** Why nothing can be proposed for it; null when something can. */
  readonly unchangeable: string | null;
  /** Its policies are made by AWS or from a permission set. */
  readonly unmanageable: boolean;
  /** A policy of it cannot be read: what else it is granted is not known. */
  readonly unreadable: boolean;
  readonly sites: readonly Site[];
}

export interface World {
  /** By ARN, in sorted order. */
  readonly subjects: ReadonlyMap<string, Subject>;
  /** Sorted by key. */
  readonly sites: readonly Site[];
  /** Policy ids that limit some principal as its permissions boundary. */
  readonly boundaries: ReadonlySet<string>;
}

/** Resolves who carries which policy, whatever the order of the inputs. */
export function buildWorld(collected: Collected, analysis: Analysis): World {
  const byArn = new Map<string, Principal[]>();
  for (const principal of collected.principals) {
    byArn.set(principal.arn, [...(byArn.get(principal.arn) ?? []), principal]);
  }
  const sites = buildSites(collected);
  const reaching = new Map<string, Site[]>();
  for (const site of sites) {
    for (const arn of site.reach) {
      const others = reaching.get(arn);
      if (others === undefined) reaching.set(arn, [site]);
      else others.push(site);
    }
  }
  const subjects = new Map<string, Subject>();
  const analyses = new Map<string, PrincipalAnalysis | null>();
  for (const each of analysis.principals) {
    const key = `${each.principalArn} ${each.uniqueId}`;
    // Analysed twice, none of the two is trusted.
    analyses.set(key, analyses.has(key) ? null : each);
  }
  for (const [arn, principals] of sortedEntries(byArn)) {
    const [principal] = principals;
    if (principal === undefined) continue;
    // Two unique ids under one ARN: a principal was deleted and made anew between two exports; neither is trusted.
    const recreated = principals.length > 1;
    subjects.set(arn, {
      principal,
      analysis: recreated ? null : (analyses.get(`${principal.arn} ${principal.uniqueId}`) ?? null),
      unchangeable: whyUnchangeable(principal, recreated, collected.policies),
      unmanageable: isUnmanageable(principal),
      unreadable: principal.attachments.some(({ policyId }) => !collected.policies.get(policyId)?.document),
      sites: reaching.get(arn) ?? [],
    });
  }
  const boundaries = new Set(
    collected.principals.flatMap((principal) => principal.permissionsBoundary ?? []),
  );
  return { subjects, sites, boundaries };
}

function buildSites(collected: Collected): readonly Site[] {
  const carried = new Map<
    string,
    { policy: Policy; document: PolicyDocument; holders: Set<string>; reach: Set<string> }
  >();
  for (const principal of collected.principals) {
    for (const { policyId, viaGroup } of principal.attachments) {
      const policy = collected.policies.get(policyId);
      if (!policy?.document) continue;
      const holder = viaGroup ?? principal.arn;
      const key = policy.kind === 'aws-managed' ? `${policyId} on ${holder}` : policyId;
      const site = carried.get(key) ?? {
        policy,
        document: policy.document,
        holders: new Set(),
        reach: new Set(),
      };
      site.holders.add(holder);
      site.reach.add(principal.arn);
      carried.set(key, site);
    }
  }
  const principals = new Set(collected.principals.map(({ arn }) => arn));
  return sortedEntries(carried).map(([key, { policy, document, holders, reach }]) => {
    const sortedHolders = [...holders].sort();
    const [holder] = sortedHolders;
    const shared = policy.kind === 'managed' && (sortedHolders.length > 1 || !principals.has(holder ?? ''));
    return {
      key,
      policy,
      document,
      holders: sortedHolders,
      reach: [...reach].sort(),
      unit: shared ? policy.id : (holder ?? policy.id),
    };
  });
}

/** Entries of a map in the order of its keys. */
export function sortedEntries<Value>(map: ReadonlyMap<string, Value>): readonly (readonly [string, Value])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
