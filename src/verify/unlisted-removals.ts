import type { Principal } from '../domain/principal.ts';
import type { Counterexample, Recommendation } from '../domain/recommendation.ts';
import { clausesWith } from './clause.ts';
import type { Context } from './context.ts';
import { demandsOf, uncovered } from './coverage.ts';
import { firstOf } from './first-of.ts';
import { matchesAction } from './matches-action.ts';
import { documentsOf, type World } from './world.ts';

/**
 * What the principals lose although nothing says it may go: each known action that a changed document allowed must
 * still be allowed as it was (for target `scoped`: on something), or be listed in `removed` and judged unused for
 * that principal. Catches an action dropped in passing, for the named principals and for those who share the policy.
 */
export function unlistedRemovals(
  principals: Iterable<Principal>,
  applied: readonly Recommendation[],
  after: World,
  context: Context,
): readonly Counterexample[] {
  const removed = new Set(applied.flatMap((recommendation) => recommendation.removed));
  const isNarrowed = applied.some(({ target }) => target === 'scoped');
  return [...principals].flatMap((principal) => {
    const was = documentsOf(context.before.holdings(principal));
    const is = documentsOf(after.holdings(principal));
    const gone = context.leftovers.of(was, is);
    if (gone.length === 0) return [];
    const allows = clausesWith('Allow', is);
    const unused = context.verdicts?.unusedBy(principal);
    return gone.flatMap(({ clause, action }): Counterexample[] => {
      const isListed = removed.has(action);
      if (isListed && (unused === undefined || unused.has(action))) return [];
      const still = allows.filter((allow) => matchesAction(allow, action));
      if (isNarrowed && still.length > 0) return [];
      const request = firstOf(demandsOf(clause, { action }), (demand) => uncovered(demand, still));
      if (request === null) return [];
      const explanation = isListed
        ? 'It is removed, and no verdict says that this principal does not use it.'
        : `Statement ${clause.statement.index} of the original allowed it; it is taken away and not listed as removed.`;
      return [{ principalArn: principal.arn, policy: null, action, resource: request.resource, explanation }];
    });
  });
}
