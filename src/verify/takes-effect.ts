import type { PolicyDocument } from '../domain/policy.ts';
import type { Principal } from '../domain/principal.ts';
import type { CheckResult, Counterexample, Recommendation } from '../domain/recommendation.ts';
import { type Clause, clausesWith } from './clause.ts';
import { type Context, checkResult } from './context.ts';
import { demandsOf, uncovered } from './coverage.ts';
import { firstOf } from './first-of.ts';
import { matchesAction } from './matches-action.ts';
import { documentsOf, type World } from './world.ts';

/**
 * Checks that each action said to be removed is gone for each principal the recommendation is for: once it and those
 * it requires are applied, no Allow of any of the principal's policies matches the action, unless a Deny covers it all.
 *
 * @param required the recommendations named in `requires` that can be applied; one that is missing fails the check.
 */
export function takesEffect(
  recommendation: Recommendation,
  required: ReadonlyMap<string, Recommendation>,
  context: Context,
): CheckResult & { readonly checked: number } {
  const missing = recommendation.requires.filter((id) => !required.has(id));
  const others = recommendation.requires.flatMap((id) => required.get(id) ?? []);
  const after = context.worldAfter([recommendation, ...others]);
  if (recommendation.removed.length === 0) return { ...checkResult([]), checked: 0 };
  const counterexamples: Counterexample[] = missing.map((id) => unappliable(recommendation, id));
  let checked = 0;
  const allows = new MatchingAllows(recommendation.removed);
  for (const arn of recommendation.principalArns) {
    const principals = context.reach.named(arn);
    if (principals.length === 0) {
      counterexamples.push(unreadable(arn, null, 'There is no such principal among those collected.'));
    }
    for (const principal of principals) {
      checked += recommendation.removed.length;
      counterexamples.push(...stillAllowed(principal, allows, after));
    }
  }
  return { ...checkResult(counterexamples), checked };
}

function stillAllowed(principal: Principal, allows: MatchingAllows, after: World): readonly Counterexample[] {
  const holdings = after.holdings(principal);
  const denies = clausesWith('Deny', documentsOf(holdings));
  return holdings.flatMap(({ document, policy }) => {
    if (document === null) {
      return [
        unreadable(principal.arn, policy, 'This policy cannot be read, so it may allow what was removed.'),
      ];
    }
    return allows.of(document).flatMap(({ clause, action }) => {
      const request = firstOf(demandsOf(clause, { action }), (demand) => uncovered(demand, denies));
      if (request === null) return [];
      const explanation = `Statement ${clause.statement.index} of ${policy} still allows it after the change.`;
      return [{ principalArn: principal.arn, policy, action, resource: request.resource, explanation }];
    });
  });
}

/** Allow statements that match one of the removed actions, by document: many principals share documents. */
class MatchingAllows {
  readonly #removed: readonly string[];
  readonly #known = new Map<PolicyDocument, readonly Match[]>();

  constructor(removed: readonly string[]) {
    this.#removed = removed;
  }

  of(document: PolicyDocument): readonly Match[] {
    const known = this.#known.get(document);
    if (known !== undefined) return known;
    const made = clausesWith('Allow', [document]).flatMap((clause) =>
      this.#removed.filter((action) => matchesAction(clause, action)).map((action) => ({ clause, action })),
    );
    this.#known.set(document, made);
    return made;
  }
}

interface Match {
  readonly clause: Clause;
  readonly action: string;
}

function unappliable(recommendation: Recommendation, id: string): Counterexample {
  const explanation = `The removal has no effect without the recommendation ${id}, which is not there or failed.`;
  return {
    principalArn: recommendation.principalArns[0] ?? null,
    policy: null,
    action: recommendation.removed[0] ?? '*',
    resource: null,
    explanation,
  };
}

function unreadable(principalArn: string, policy: string | null, explanation: string): Counterexample {
  return { principalArn, policy, action: '*', resource: null, explanation };
}
