import type { Collected } from '../../src/domain/collected.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import type { Policy } from '../../src/domain/policy.ts';
import type { Principal } from '../../src/domain/principal.ts';
import type {
  PolicyChange,
  Recommendation,
  VerifiedRecommendation,
} from '../../src/domain/recommendation.ts';
import { verify } from '../../src/verify/index.ts';
import { tinyCatalog } from '../support/builders.ts';

export const catalog = tinyCatalog();

export function recommend(
  principals: readonly Principal[],
  changes: readonly PolicyChange[],
  rest: Partial<Recommendation> = {},
): Recommendation {
  const [first] = principals;
  return {
    id: first?.arn ?? 'none',
    principalArns: principals.map(({ arn }) => arn),
    target: 'sensitive',
    changes,
    removed: [],
    kept: [],
    requires: [],
    notProposed: null,
    ...rest,
  };
}

export function replace(policy: Policy, after: JsonObject, rest: Partial<PolicyChange> = {}): PolicyChange {
  return {
    kind: 'replace',
    policyId: policy.id,
    policy: policy.name,
    policyKind: policy.kind,
    target: policy.owner,
    before: policy.document?.raw ?? null,
    after,
    ...rest,
  };
}

export function detach(policy: Policy, target: string | null): PolicyChange {
  return { ...replace(policy, {}), kind: 'detach', target, after: null };
}

export function remove(policy: Policy, target: string | null = policy.owner): PolicyChange {
  return { ...detach(policy, target), kind: 'delete' };
}

export function create(
  original: Policy | null,
  name: string,
  target: string,
  after: JsonObject,
): PolicyChange {
  return {
    kind: 'create',
    policyId: `${target}#${name}`,
    policy: name,
    policyKind: 'managed',
    target,
    before: original?.document?.raw ?? null,
    after,
  };
}

/** Verifies one recommendation without an analysis. */
export function verifyOne(before: Collected, recommendation: Recommendation): VerifiedRecommendation {
  const [verified] = verify(before, null, [recommendation], catalog);
  if (verified === undefined) throw new Error('nothing came back');
  return verified;
}

/** What one check of a recommendation says, short: `passed`, or the first counterexample as `action resource`. */
export function says(
  verified: VerifiedRecommendation,
  check: 'noNewAccess' | 'noLostUsage' | 'takesEffect' | 'fits',
): string {
  const result = verified.verification?.[check];
  if (result === undefined) return 'not-proposed';
  const [first] = result.counterexamples;
  return first === undefined ? result.status : `${first.action} ${first.resource ?? '-'}`;
}

export function explanations(
  verified: VerifiedRecommendation,
  check: 'noNewAccess' | 'noLostUsage' | 'takesEffect' | 'fits',
): readonly string[] {
  return (verified.verification?.[check].counterexamples ?? []).map(({ explanation }) => explanation);
}
