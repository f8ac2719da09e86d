import { foldCase } from '../domain/fold-case.ts';
import { matchText } from '../domain/match-text.ts';
import { wordEnds } from './word-ends.ts';

export interface CoverRules {
  /** The action name of the pattern that is replaced, e.g. `*Object*` of `s3:*Object*`. */
  readonly name: string;
  /** Whether a candidate pattern may stand in the result: it matches nothing it must not. */
  readonly usable: (candidate: string) => boolean;
  /** The actions that must be matched; others are taken care of already. */
  readonly open: ReadonlySet<string>;
}

/**
 * Few, readable patterns that match all open actions of one service: the whole service if that may be, else top down
 * the shortest prefixes of whole words that may be used, and the names that remain. A prefix stands for two known
 * actions at least.
 *
 * @param prefix what all `actions` begin with: `s3:`, then `s3:Get`, ...
 * @param actions canonical names, sorted without case.
 */
export function coverNames(prefix: string, actions: readonly string[], rules: CoverRules): readonly string[] {
  const open = actions.filter((action) => rules.open.has(action));
  if (open.length === 0) return [];
  const service = prefix.endsWith(':');
  if (service || actions.length > 1) {
    const pattern = candidates(prefix, service, rules.name).find(
      (candidate) => rules.usable(candidate) && (candidate === `${prefix}*` || matchesAll(candidate, open)),
    );
    if (pattern !== undefined) return [pattern];
  }
  if (actions.length === 1) return open;
  return groupByNextWord(prefix, actions).flatMap(([longer, group]) =>
    longer === prefix ? group.filter((action) => rules.open.has(action)) : coverNames(longer, group, rules),
  );
}

/** The replaced pattern kept to one service first; then all with the prefix; then those with its own ending. */
function candidates(prefix: string, service: boolean, name: string): readonly string[] {
  const star = name.indexOf('*');
  const ending = star < 0 ? [] : [`${prefix}${name.slice(star)}`];
  return [...(service ? [`${prefix}${name}`] : []), `${prefix}*`, ...ending];
}

function matchesAll(pattern: string, actions: readonly string[]): boolean {
  const folded = foldCase(pattern);
  return actions.every((action) => matchText(folded, foldCase(action)));
}

/** By the prefix one word longer; an action that ends at `prefix` is grouped under `prefix` itself. */
function groupByNextWord(
  prefix: string,
  actions: readonly string[],
): readonly (readonly [string, readonly string[]])[] {
  const groups = new Map<string, string[]>();
  for (const action of actions) {
    const start = action.indexOf(':') + 1;
    const end = wordEnds(action.slice(start)).find((at) => start + at > prefix.length);
    const longer = end === undefined ? prefix : action.slice(0, start + end);
    const group = groups.get(longer);
    if (group) group.push(action);
    else groups.set(longer, [action]);
  }
  return [...groups];
}
