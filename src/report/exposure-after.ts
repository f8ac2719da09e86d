import type { PrincipalAnalysis } from '../domain/analysis.ts';
import { EXPOSURE_WEIGHTS } from '../domain/exposure-weights.ts';
import type { VerifiedRecommendation } from '../domain/recommendation.ts';

/**
 * Ids of the recommendations that may be published: those that are verified and so is everything they `require`, for another
 * policy that still grants the action would leave the removal without effect.
 */
export function applicableIds(
  recommendations: readonly Pick<VerifiedRecommendation, 'id' | 'status' | 'requires'>[],
): ReadonlySet<string> {
  const byId = new Map(recommendations.map((recommendation) => [recommendation.id, recommendation]));
  const applicable = new Set(
    recommendations.filter(({ status }) => status === 'verified').map(({ id }) => id),
  );
  // Greatest fixed point, so that two recommendations that require each other both count.
  for (let size = -1; size !== applicable.size; ) {
    size = applicable.size;
    for (const id of [...applicable]) {
      if (byId.get(id)?.requires.some((required) => !applicable.has(required))) applicable.delete(id);
    }
  }
  return applicable;
}

/** Actions each principal (by ARN) loses once every recommendation that may be published is applied. */
export function applicableRemovals(
  recommendations: readonly VerifiedRecommendation[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const applicable = applicableIds(recommendations);
  const removals = new Map<string, Set<string>>();
  for (const recommendation of recommendations) {
    if (!applicable.has(recommendation.id)) continue;
    for (const arn of recommendation.principalArns) {
      const removed = removals.get(arn) ?? new Set();
      for (const action of recommendation.removed) removed.add(action);
      removals.set(arn, removed);
    }
  }
  return removals;
}

/**
 * Severity-weighted share, 0 to 100 with one decimal, of the sensitive permissions granted today that stay granted
 * and unused. The denominator is today's, so before and after differ only by what goes.
 */
export function exposureAfter(principal: PrincipalAnalysis, removed: ReadonlySet<string>): number {
  let granted = 0;
  let unused = 0;
  for (const permission of principal.permissions) {
    if (!permission.granted || permission.severity === null) continue;
    const weight = EXPOSURE_WEIGHTS[permission.severity];
    granted += weight;
    if (permission.usage === 'unused' && !removed.has(permission.action)) unused += weight;
  }
  return granted === 0 ? 0 : Math.round((1000 * unused) / granted) / 10;
}
