import type { Assessment } from './assessment-schema.ts';

/**
 * Principals and managed policies that were judged and have no recommendation: an open proposal for one of them, from an
 * earlier assessment, has nothing left to remove.
 */
export function settledOf({
  principals,
  recommendations,
}: Assessment): readonly { readonly id: string; readonly reason: string }[] {
  const proposed = new Set(recommendations.map(({ id }) => id));
  const judged = principals.filter(({ inScope }) => inScope);
  const policies = judged.flatMap(({ permissions }) =>
    permissions.flatMap(({ grantedBy }) =>
      grantedBy.filter(({ kind }) => kind === 'managed').map(({ policyId }) => policyId),
    ),
  );
  return [...new Set([...judged.map(({ arn }) => arn), ...policies])]
    .filter((id) => !proposed.has(id))
    .sort()
    .map((id) => ({ id, reason: 'nothing is left to remove' }));
}
