import type { Analysis, PrincipalAnalysis } from '../domain/analysis.ts';
import type { Backtest } from '../domain/backtest.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { CatalogSource } from '../domain/catalog.ts';
import type { Collected } from '../domain/collected.ts';
import type { Session } from '../domain/facts.ts';
import type { PrincipalTests } from '../domain/policy-tests.ts';
import type { Target, VerifiedRecommendation } from '../domain/recommendation.ts';
import type { PreviousReview, ReviewAnswers } from '../domain/review.ts';
import type { Assessment, AssessmentPrincipal } from './assessment-schema.ts';
import { applicableRemovals, exposureAfter } from './exposure-after.ts';
import { sha256 } from './sha256.ts';
import { summarize } from './summary.ts';
import { withReview } from './with-review.ts';

export interface AssessmentInput {
  readonly collected: Collected;
  readonly analysis: Analysis;
  readonly recommendations: readonly VerifiedRecommendation[];
  /** Absent = none were made. */
  readonly policyTests?: readonly PrincipalTests[];
  readonly target: Target;
  readonly tool: { readonly name: string; readonly version: string };
  /** ISO 8601 UTC. */
  readonly asOf: string;
  readonly catalogSources: readonly CatalogSource[];
  /** The command line as an auditor would repeat it; the caller has redacted secrets. */
  readonly arguments: readonly string[];
  readonly decisions?: ReviewAnswers;
  readonly previous?: PreviousReview;
  /** Absent = none was made. */
  readonly backtest?: Backtest;
}

/**
 * The checkpoint between deciding and showing: everything that report, pr, explain and compare need, nothing they
 * would have to decide again. Throws when the population does not add up, which is a bug of an earlier stage.
 */
export function buildAssessment(input: AssessmentInput): Assessment {
  const { collected, analysis, recommendations } = input;
  const removals = applicableRemovals(recommendations);
  const callers = callersByPrincipal(collected);
  const policiesOf = livePolicies(collected);
  const principals = analysis.principals.map((principal): AssessmentPrincipal => {
    const { principalArn, exposure, ...same } = principal;
    return {
      ...same,
      arn: principalArn,
      exposure: {
        before: exposure.unused,
        after: exposureAfter(principal, removals.get(principalArn) ?? new Set()),
        unknown: exposure.unknown,
      },
      callers: callers(principal),
      policies: policiesOf(principal),
    };
  });
  const body = {
    schemaVersion: 1 as const,
    tool: input.tool,
    asOf: input.asOf,
    window: analysis.window,
    target: input.target,
    arguments: input.arguments,
    catalog: input.catalogSources,
    inputs: collected.inputs,
    coverage: {
      ...analysis.coverage,
      unreadable: collected.unreadable.map(({ kind, location, reason }) => ({ kind, location, reason })),
      excludedFiles: collected.usage?.excludedFiles ?? [],
      leftovers: collected.usage?.leftovers ?? [],
      accounting: collected.usage?.accounting ?? null,
      ...(collected.usage?.integrity === undefined ? {} : { integrity: collected.usage.integrity }),
    },
    population: population(collected, analysis),
    principals,
    ...(analysis.workspaces === undefined ? {} : { workspaces: analysis.workspaces }),
    ...(analysis.unjudged === undefined ? {} : { unjudged: analysis.unjudged }),
    findings: analysis.findings,
    recommendations: recommendations.map((each) => ({ ...each, notes: each.notes ?? [] })),
  };
  const exceptions = analysis.exceptions === undefined ? {} : { exceptions: analysis.exceptions };
  const assessment: Assessment = {
    ...body,
    summary: summarize({ ...body, ...exceptions }),
    ...exceptions,
    ...(input.policyTests === undefined ? {} : { policyTests: input.policyTests }),
    ...(input.backtest === undefined ? {} : { backtest: input.backtest }),
  };
  return withReview(assessment, input.decisions, input.previous);
}

/** In scope + excluded = total: an auditor's first question, so it is asserted and not assumed. */
function population(collected: Collected, analysis: Analysis): Assessment['population'] {
  const total = collected.principals.length;
  const inScope = analysis.principals.filter((principal) => principal.inScope).length;
  if (inScope + analysis.excluded.length !== total) {
    throw new Error(
      `The population does not add up: ${inScope} in scope + ${analysis.excluded.length} excluded, of ${total} principals collected.`,
    );
  }
  return { total, inScope, excluded: analysis.excluded, failed: failedPrincipals(collected, analysis) };
}

/** Those in scope with a policy nobody could read: what they may do is known only in part. */
function failedPrincipals(
  collected: Collected,
  analysis: Analysis,
): NonNullable<Assessment['population']['failed']> {
  const inScope = new Set(
    analysis.principals.flatMap(({ inScope, principalArn, uniqueId }) =>
      inScope ? [`${principalArn} ${uniqueId}`] : [],
    ),
  );
  return collected.principals
    .filter(({ arn, uniqueId }) => inScope.has(`${arn} ${uniqueId}`))
    .flatMap(({ arn, attachments }) => {
      const unread = attachments.flatMap(({ policyId }) => {
        const policy = collected.policies.get(policyId);
        return policy?.document ? [] : [`${policyId}: ${policy?.problem ?? 'not among the inputs'}`];
      });
      return unread.length === 0 ? [] : [{ principalArn: arn, reason: unread.join('; ') }];
    });
}

/** The policies a principal carries, with the hash of each as it stood: what a later review is compared with. */
function livePolicies(
  collected: Collected,
): (principal: PrincipalAnalysis) => NonNullable<AssessmentPrincipal['policies']> {
  const carried = new Map(
    collected.principals.map(({ arn, uniqueId, attachments }) => [`${arn} ${uniqueId}`, attachments]),
  );
  const hashes = new Map<string, string | null>();
  for (const { id, document } of collected.policies.values()) {
    hashes.set(id, document === null ? null : sha256(canonicalJson(document.raw)));
  }
  return ({ principalArn, uniqueId }) => {
    const ids = (carried.get(`${principalArn} ${uniqueId}`) ?? []).map(({ policyId }) => policyId);
    return [...new Set(ids)].sort().map((policyId) => ({ policyId, sha256: hashes.get(policyId) ?? null }));
  };
}

/**
 * What made the calls, by user-agent family and `invokedBy`; session names stay out, they are unbounded. A session
 * belongs to the principal with its unique id; by ARN only where the record has no id (a recreated role keeps its ARN).
 */
function callersByPrincipal(
  collected: Collected,
): (principal: PrincipalAnalysis) => AssessmentPrincipal['callers'] {
  const byKey = new Map<string, Session[]>();
  for (const session of collected.usage?.sessions ?? []) {
    const key = session.principalId ?? session.principalArn;
    if (key === null) continue;
    const group = byKey.get(key);
    if (group === undefined) byKey.set(key, [session]);
    else group.push(session);
  }
  return ({ uniqueId, principalArn }) =>
    countCallers([...(byKey.get(uniqueId) ?? []), ...(byKey.get(principalArn) ?? [])]);
}

function countCallers(sessions: readonly Session[]): AssessmentPrincipal['callers'] {
  const callers = new Map<string, AssessmentPrincipal['callers'][number]>();
  for (const { userAgentFamily, via, calls } of sessions) {
    const key = JSON.stringify([userAgentFamily, via]);
    const known = callers.get(key) ?? { userAgentFamily, via, sessions: 0, calls: 0 };
    callers.set(key, { ...known, sessions: known.sessions + 1, calls: known.calls + calls });
  }
  return [...callers.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, caller]) => caller);
}
