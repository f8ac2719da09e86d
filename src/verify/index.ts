import type { Analysis } from '../domain/analysis.ts';
import type { Catalog } from '../domain/catalog.ts';
import type { Collected } from '../domain/collected.ts';
import type { NeverRule } from '../domain/never.ts';
import type { Principal } from '../domain/principal.ts';
import type {
  Counterexample,
  Recommendation,
  Verification,
  VerifiedRecommendation,
} from '../domain/recommendation.ts';
import { Conflicts } from './conflicts.ts';
import { type Context, checkResult, createContext } from './context.ts';
import { fits } from './fits.ts';
import { replay } from './no-lost-usage.ts';
import { noNewAccess } from './no-new-access.ts';
import { takesEffect } from './takes-effect.ts';
import { unlistedRemovals } from './unlisted-removals.ts';

export { type Decision, type Evaluation, evaluate, type Request } from './evaluate.ts';
export { type GuardrailDocument, type GuardrailEffect, guardrailEffect } from './guardrail-effect.ts';
export { type ReplayedActivity, replayActivity } from './replay-activity.ts';
export { policyTests } from './tests/policy-tests.ts';
export { runPolicyTests, type TestResult } from './tests/run-policy-tests.ts';
export { withAwsValidation } from './with-aws-validation.ts';

export interface VerifyOptions {
  /** People's decisions: what they name may go although the evidence leaves it open, and never what is used. */
  readonly never?: readonly NeverRule[];
}

/**
 * Proves or refutes each recommendation from the documents alone. `verified` promises, of the verified ones together
 * and of each by itself: nothing new is allowed, nothing that was used is lost, what is removed is gone, IAM takes it.
 *
 * @param analysis null to replay observed calls only, without the verdicts.
 * @returns the recommendations in the order given.
 */
export function verify(
  collected: Collected,
  analysis: Analysis | null,
  recommendations: readonly Recommendation[],
  catalog: Catalog,
  { never = [] }: VerifyOptions = {},
): VerifiedRecommendation[] {
  const proposed = recommendations.filter(({ notProposed }) => notProposed === null);
  const context = createContext(collected, analysis, proposed, catalog, never);
  const conflicts = new Conflicts(collected, proposed);
  const drafts = new Map(
    proposed.map((recommendation) => [recommendation, verifyAlone(recommendation, conflicts, context)]),
  );
  verifyTogether(drafts, context);
  verifyEffects(drafts, context);
  return recommendations.map((recommendation) => {
    const verification = drafts.get(recommendation);
    if (verification === undefined) return { ...recommendation, status: 'not-proposed', verification: null };
    return { ...recommendation, status: passed(verification) ? 'verified' : 'failed', verification };
  });
}

type Drafts = Map<Recommendation, Verification>;

function verifyAlone(recommendation: Recommendation, conflicts: Conflicts, context: Context): Verification {
  const principals = context.reach.of(recommendation);
  const after = context.worldAfter([recommendation]);
  const { replayed, lost } = replay(principals, [recommendation], after, context);
  const unlisted = unlistedRemovals(principals, [recommendation], after, context);
  const fit = fits(recommendation, context);
  return {
    noNewAccess: noNewAccess(recommendation, context),
    noLostUsage: { ...checkResult([...lost, ...unlisted]), replayed },
    takesEffect: { ...checkResult([]), checked: 0 },
    fits: { ...fit, ...checkResult([...fit.counterexamples, ...conflicts.of(recommendation)]) },
  };
}

/**
 * Each recommendation may be merged alone or with any others, and each that passes only takes away. So what survives
 * alone and with all the others that pass survives in between. Only principals that two of them reach can differ.
 */
function verifyTogether(drafts: Drafts, context: Context): void {
  const reaching = new Map<Principal, Recommendation[]>();
  const passing = [...drafts]
    .filter(([, verification]) => passed(verification))
    .map(([recommendation]) => recommendation);
  for (const recommendation of passing) {
    for (const principal of context.reach.of(recommendation)) {
      reaching.set(principal, [...(reaching.get(principal) ?? []), recommendation]);
    }
  }
  const after = context.worldAfter(passing);
  const losses = new Map<Recommendation, Counterexample[]>();
  for (const [principal, applied] of reaching) {
    if (applied.length < 2) continue;
    const lost = [
      ...replay([principal], applied, after, context).lost,
      ...unlistedRemovals([principal], applied, after, context),
    ];
    if (lost.length === 0) continue;
    for (const recommendation of applied)
      losses.set(recommendation, [...(losses.get(recommendation) ?? []), ...lost]);
  }
  for (const [recommendation, lost] of losses) {
    const verification = drafts.get(recommendation);
    if (verification === undefined) continue;
    const explained = lost.map((one) => ({
      ...one,
      explanation: `${one.explanation} So it is when all recommendations that reach this principal are applied.`,
    }));
    drafts.set(recommendation, {
      ...verification,
      noLostUsage: { ...verification.noLostUsage, ...checkResult(explained) },
    });
  }
}

/** A recommendation has its effect only with those it requires: when one of them fails, it fails too. */
function verifyEffects(drafts: Drafts, context: Context): void {
  const appliable = new Map(
    [...drafts]
      .filter(([, verification]) => passed(verification))
      .map(([recommendation]) => [recommendation.id, recommendation]),
  );
  let pending = [...drafts.keys()];
  while (pending.length > 0) {
    for (const recommendation of pending) {
      const verification = drafts.get(recommendation);
      if (verification === undefined) continue;
      drafts.set(recommendation, {
        ...verification,
        takesEffect: takesEffect(recommendation, appliable, context),
      });
    }
    const failed = [...appliable.values()].filter((recommendation) => !passed(drafts.get(recommendation)));
    for (const { id } of failed) appliable.delete(id);
    const gone = new Set(failed.map(({ id }) => id));
    pending = [...appliable.values()].filter(({ requires }) => requires.some((id) => gone.has(id)));
  }
}

function passed(verification: Verification | undefined): boolean {
  return verification !== undefined && Object.values(verification).every(({ status }) => status === 'passed');
}
