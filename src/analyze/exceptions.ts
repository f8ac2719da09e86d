import type { Catalog } from '../domain/catalog.ts';
import type { Collected } from '../domain/collected.ts';
import type { Principal } from '../domain/principal.ts';
import type { ExceptionEntry, ExceptionOutcome } from '../domain/review.ts';
import type { Window } from '../domain/window.ts';
import type { PrincipalGrants } from './grants.ts';

export interface ExceptionContext {
  readonly collected: Collected;
  readonly catalog: Catalog;
  readonly window: Window;
  readonly grants: (principal: Principal) => PrincipalGrants;
}

/**
 * What becomes of each exception on the day the window ends: it is active when it has not expired and the very statement
 * it names still grants the action to the principal. Any other statement is one that nobody decided about.
 */
export function exceptionOutcomes(
  exceptions: readonly ExceptionEntry[],
  context: ExceptionContext,
): readonly ExceptionOutcome[] {
  const today = context.window.end.slice(0, 10);
  return exceptions.map((exception): ExceptionOutcome => {
    const { actions, problem } = excepted(exception, context);
    if (exception.expires <= today) {
      const detail = `It expired on ${exception.expires} and keeps nothing any more: renew it or let the permission go.`;
      return { ...exception, status: 'expired', detail, actions };
    }
    if (problem !== null) return { ...exception, status: 'unmatched', detail: problem, actions: [] };
    const what = actions.length === 1 ? 'permission' : 'permissions';
    const detail = `It keeps ${actions.length} ${what} until ${exception.expires}.`;
    return { ...exception, status: 'active', detail, actions };
  });
}

/** The actions of the principal that the named statement grants, or why there are none. */
function excepted(
  { principal: arn, action, statement }: ExceptionEntry,
  { collected, catalog, grants }: ExceptionContext,
): { readonly actions: readonly string[]; readonly problem: string | null } {
  const holders = collected.principals.filter((principal) => principal.arn === arn).map(grants);
  if (holders.length === 0) return { actions: [], problem: `The inputs have no principal ${arn}.` };
  const granted = new Map<string, string[]>();
  for (const holder of holders) {
    const entries = [
      ...catalog
        .expand(action)
        .map((name) => ({ name, refs: holder.has(name) ? holder.sourcesOf(name).refs : [] })),
      ...holder.unknownPatterns
        .filter(({ pattern }) => pattern === action)
        .map(({ pattern, grantedBy }) => ({ name: pattern, refs: grantedBy })),
    ];
    for (const { name, refs } of entries) {
      if (refs.length === 0) continue;
      granted.set(name, [...(granted.get(name) ?? []), ...refs.flatMap((ref) => ref.statementHash ?? [])]);
    }
  }
  if (granted.size === 0) return { actions: [], problem: `${arn} is not granted ${action}.` };
  const actions = [...granted].filter(([, hashes]) => hashes.includes(statement)).map(([name]) => name);
  if (actions.length > 0) return { actions: actions.sort(), problem: null };
  const live = [...new Set([...granted.values()].flat())].sort();
  return {
    actions: [],
    problem:
      `Statement ${statement} does not grant ${action} to it; ${live.length === 1 ? 'the statement that does is' : 'those that do are'} ` +
      `${live.join(', ')}. The policy is not the one that was decided about: decide again.`,
  };
}
