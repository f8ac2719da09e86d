import type { Collected } from '../domain/collected.ts';
import type { Counterexample, PolicyChange, Recommendation } from '../domain/recommendation.ts';
import { parseArn } from '../iam/index.ts';

/**
 * Changes that cannot all be made: two that rewrite the same policy (the second would undo the first), or managed
 * policies of one name in one account ("Policy names must be unique within the account, not case-sensitively").
 */
export class Conflicts {
  readonly #claims = new Map<string, Set<Recommendation>>();
  readonly #names: ReadonlySet<string>;

  constructor(collected: Collected, recommendations: readonly Recommendation[]) {
    const names = [...collected.policies.values()].flatMap(({ arn, name, kind }) =>
      arn === null || kind !== 'managed' ? [] : [nameKey(arn, name)],
    );
    this.#names = new Set(names);
    for (const recommendation of recommendations) {
      for (const change of recommendation.changes) {
        for (const claim of claimsOf(change)) {
          const claimants = this.#claims.get(claim) ?? new Set();
          this.#claims.set(claim, claimants.add(recommendation));
        }
      }
    }
  }

  of(recommendation: Recommendation): readonly Counterexample[] {
    const claims = recommendation.changes.flatMap((change) =>
      claimsOf(change).map((claim) => ({ change, claim })),
    );
    return claims.flatMap(({ change, claim }, at) => {
      const others = [...(this.#claims.get(claim) ?? [])].filter((other) => other !== recommendation);
      const twice = claims.some((earlier, position) => position < at && earlier.claim === claim);
      if (others.length === 0 && !twice && !this.#names.has(claim)) return [];
      const explanation = this.#names.has(claim)
        ? 'The account has a managed policy of this name already.'
        : `Another change is about the same policy${others.length === 0 ? '' : `, in the recommendation ${others[0]?.id ?? ''}`}; only one can be made.`;
      return [
        { principalArn: change.target, policy: change.policy, action: '*', resource: null, explanation },
      ];
    });
  }
}

/** What only one change of a run may do. */
function claimsOf({ kind, policyId, policy, policyKind, target }: PolicyChange): readonly string[] {
  if (kind === 'replace') return [`document ${policyId}`];
  if (kind === 'create') {
    return policyKind === 'inline' || target === null ? [`document ${policyId}`] : [nameKey(target, policy)];
  }
  const gone = [`attachment ${policyId} ${target ?? '*'}`];
  return policyKind === 'inline' ? [...gone, `document ${policyId}`] : gone;
}

function nameKey(arn: string, name: string): string {
  return `name ${parseArn(arn)?.account ?? ''} ${name.toLowerCase()}`;
}
