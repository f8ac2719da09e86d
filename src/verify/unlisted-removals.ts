import type { PolicyDocument } from '../domain/policy.ts';
import type { Principal } from '../domain/principal.ts';
import type { Counterexample, Recommendation } from '../domain/recommendation.ts';
import { type Clause, clausesWith } from './clause.ts';
import type { Context } from './context.ts';
import { demandsOf, uncovered } from './coverage.ts';
import { firstOf } from './first-of.ts';
import type { Leftover } from './leftovers.ts';
import { matchesAction } from './matches-action.ts';
import { documentsOf, type World } from './world.ts';

/**
 * What the principals lose although nothing says it may go: each known action that a changed document allowed must
 * still be allowed as it was (for target `scoped`: on something), or be listed in `removed` and judged unused for
 * that principal (or decided against by a person); and each that is newly denied must be listed and judged so. Catches an action dropped or denied in
 * passing, for the named principals and for those who share the policy.
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
    const unused = context.verdicts?.mayLose(principal);
    const mayGo = (action: string): boolean =>
      removed.has(action) && (unused === undefined || unused.has(action));
    const lost = (action: string, resource: string, explanation: string): Counterexample => ({
      principalArn: principal.arn,
      policy: null,
      action,
      resource,
      explanation: removed.has(action)
        ? 'It is removed, and no verdict says that this principal does not use it.'
        : explanation,
    });
    const dropped = context.leftovers.of(was, is).flatMap(({ clause, action }) => {
      if (mayGo(action)) return [];
      const still = clausesWith('Allow', is).filter((allow) => matchesAction(allow, action));
      if (isNarrowed && still.length > 0) return [];
      const request = firstOf(demandsOf(clause, { action }), (demand) => uncovered(demand, still));
      if (request === null) return [];
      const where = `Statement ${clause.statement.index} of the original allowed it`;
      return [lost(action, request.resource, `${where}; it is taken away and not listed as removed.`)];
    });
    const denied = newlyDenied(was, is, context).flatMap(({ clause, action }) => {
      if (mayGo(action) || (isNarrowed && !deniesAll(clause))) return [];
      const [resource = '*'] = clause.resource.patterns;
      const where = `Statement ${clause.statement.index} of the change newly denies it`;
      return [lost(action, resource, `${where}, and it is not listed as removed.`)];
    });
    return [...dropped, ...denied];
  });
}

function deniesAll({ resource, conditions }: Clause): boolean {
  return !resource.negated && resource.patterns.includes('*') && conditions.length === 0;
}

/** Known actions that were allowed and that a new Deny is about, unless the same Denies stood before. */
function newlyDenied(
  was: readonly PolicyDocument[],
  is: readonly PolicyDocument[],
  context: Context,
): readonly Leftover[] {
  const fresh = is.filter((document) => !was.includes(document));
  if (clausesWith('Deny', fresh).length === 0) return [];
  const before = clausesWith('Deny', was);
  const same = new Set(before.map(({ key }) => key));
  const added = clausesWith('Deny', is).filter(({ key }) => !same.has(key));
  if (added.length === 0) return [];
  const allowed = new Set(clausesWith('Allow', was).flatMap((clause) => context.leftovers.actionsOf(clause)));
  return added.flatMap((clause) =>
    context.leftovers
      .actionsOf(clause)
      .filter(
        (action) =>
          allowed.has(action) &&
          firstOf(demandsOf(clause, { action }), (demand) =>
            uncovered(
              demand,
              before.filter((other) => matchesAction(other, action)),
            ),
          ) !== null,
      )
      .map((action) => ({ clause, action })),
  );
}
