import { BoundedMap } from '../domain/bounded-map.ts';
import type { Catalog } from '../domain/catalog.ts';
import type { JsonObject } from '../domain/json.ts';
import { oncePer } from '../domain/once-per.ts';
import type { Element, Statement } from '../domain/policy.ts';
import type { Target } from '../domain/recommendation.ts';
import {
  elementMatchesAction,
  intersects,
  matchesAction,
  policySize,
  shrinkPatterns,
  withElement,
} from '../iam/index.ts';
import { wholeServices } from './removal-order.ts';

export interface EditContext {
  readonly catalog: Catalog;
  readonly target: Target;
  /** Actions and patterns the evidence names that the catalog does not know; they stay granted. */
  readonly uncatalogued: readonly string[];
  /**
   * Calls that no action is known for, as actions of the event's name. Nobody knows whether there are such actions, so
   * they are written nowhere; what is left of `*` allows them as before.
   */
  readonly unmapped: readonly string[];
}

/**
 * An Allow statement without the removed actions, derived from the statement as it stood.
 *
 * @param removed canonical catalog actions
 * @returns the same `raw` when the statement allows none of them (and for every Deny); null when nothing is left
 */
export function removeActions(
  statement: Statement,
  removed: ReadonlySet<string>,
  context: EditContext,
): JsonObject | null {
  if (statement.effect === 'Deny') return statement.raw;
  const matched = matchedBy(statement.action, removed);
  if (matched.length === 0) return statement.raw;
  const { raw, action } = statement;
  if (action.negated || action.patterns.some(isEverything)) return exclude(statement, matched, context);
  const patterns = shrink(action.patterns, matched, context);
  return patterns.length === 0 ? null : withElement(raw, 'Action', patterns);
}

function matchedBy(element: Element, removed: ReadonlySet<string>): readonly string[] {
  return [...removed].filter((action) => elementMatchesAction(element, action)).sort();
}

/** `*`, and its odd spellings `**` and `*:*`: every action has a colon. */
function isEverything(pattern: string): boolean {
  return /^\*+(:\*+)?$/.test(pattern);
}

/**
 * What a statement that grants (nearly) everything becomes. `NotAction` is the exact complement: actions the catalog
 * does not know stay granted. A list of what stays loses those, so it is only for the targets that keep no more than
 * what the evidence asks to keep, and only when shorter and when it allows every call that no action is known for.
 */
function exclude(
  { raw, action }: Statement,
  removed: readonly string[],
  context: EditContext,
): JsonObject | null {
  const element = action.negated ? 'NotAction' : 'Action';
  const excluded = action.negated ? action.patterns : [];
  if (context.target === 'sensitive')
    return withElement(raw, element, [...excluded, ...removed], 'NotAction');
  const complement = withElement(
    raw,
    element,
    [...excluded, ...namedByService(removed, context)],
    'NotAction',
  );
  if (!canList(excluded, context)) return complement;
  const kept = shrink(['*'], [...removed, ...excluded], context);
  const calls = context.unmapped.filter((call) => elementMatchesAction(action, call));
  if (!calls.every((call) => kept.some((pattern) => matchesAction(pattern, call)))) return complement;
  if (kept.length === 0) return null;
  const list = withElement(raw, element, kept, 'Action');
  return policySize(list) < policySize(complement) ? list : complement;
}

/**
 * Removed actions, a service that goes whole by one pattern. That takes along what the catalog does not know of it, as
 * a list of what stays would; so none of which the evidence names something.
 */
function namedByService(removed: readonly string[], context: EditContext): readonly string[] {
  const { catalog, uncatalogued, unmapped } = context;
  const whole = wholeServices(new Set(removed), catalog).filter(
    ({ pattern }) =>
      !uncatalogued.some((name) => intersects(pattern, name, { caseInsensitive: true })) &&
      !unmapped.some((call) => matchesAction(pattern, call)),
  );
  const taken = new Set(whole.flatMap(({ actions }) => actions));
  return [...whole.map(({ pattern }) => pattern), ...removed.filter((action) => !taken.has(action))];
}

/** A pattern that must stay and is excluded in part has no list of what stays of it. */
function canList(excluded: readonly string[], { uncatalogued }: EditContext): boolean {
  const meets = (a: string): boolean => excluded.some((b) => intersects(a, b, { caseInsensitive: true }));
  return !uncatalogued.some((name) => !isName(name) && meets(name));
}

function shrink(
  patterns: readonly string[],
  removed: readonly string[],
  context: EditContext,
): readonly string[] {
  const { catalog, uncatalogued } = context;
  const gone = new Set(removed);
  const touched = patterns.filter((pattern) => catalog.expand(pattern).some((action) => gone.has(action)));
  const seen = uncatalogued.filter((name) => touched.some((pattern) => matchesAction(pattern, name)));
  const kept = shrinkPatterns(patterns, removed, knownActions(seen.filter(isName), catalog));
  return [...new Set([...kept, ...seen.filter((name) => !isName(name))])];
}

/** The same array for the same names, so that what is worked out of these 20,000 actions serves every policy. */
function knownActions(others: readonly string[], catalog: Catalog): readonly string[] {
  const all = catalog.expand('*');
  if (others.length === 0) return all;
  const made = withOthers(catalog);
  const key = JSON.stringify(others);
  let actions = made.get(key);
  if (actions === undefined) {
    actions = [...all, ...others];
    made.set(key, actions);
  }
  return actions;
}

/** Few: policies are edited one after the other, and what is worked out of one list takes some megabytes. */
const withOthers = oncePer((_catalog: Catalog) => new BoundedMap<readonly string[]>(8));

function isName(text: string): boolean {
  return !/[*?]/.test(text);
}
