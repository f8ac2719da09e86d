import type { Catalog } from '../domain/catalog.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Element, Statement } from '../domain/policy.ts';
import type { Target } from '../domain/recommendation.ts';
import { matchesAction, policySize, shrinkPatterns, withElement } from '../iam/index.ts';

export interface EditContext {
  readonly catalog: Catalog;
  readonly target: Target;
  /** Actions and patterns the evidence names that the catalog does not know; they stay granted. */
  readonly uncatalogued: readonly string[];
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
  const matched = matchedBy(statement.action, removed, context.catalog);
  if (matched.length === 0) return statement.raw;
  const { raw, action } = statement;
  if (action.negated) return withElement(raw, 'NotAction', [...action.patterns, ...matched]);
  if (action.patterns.some(isEverything)) return withoutFromEverything(raw, matched, context);
  const patterns = shrink(action, matched, context);
  return patterns.length === 0 ? null : withElement(raw, 'Action', patterns);
}

/** By the catalog's cached expansions: thousands of actions against hundreds of patterns are too many to match. */
function matchedBy(
  { negated, patterns }: Element,
  removed: ReadonlySet<string>,
  catalog: Catalog,
): readonly string[] {
  const matched = new Set(patterns.flatMap((pattern) => catalog.expand(pattern)));
  return [...removed].filter((action) => matched.has(action) !== negated).sort();
}

/** `*`, and its odd spellings `**` and `*:*`: every action has a colon. */
function isEverything(pattern: string): boolean {
  return /^\*+(:\*+)?$/.test(pattern);
}

/**
 * `NotAction` is the exact complement: actions the catalog does not know stay granted. A list of what stays loses
 * those, so it is only for the targets that keep no more than what the evidence asks to keep, and only when shorter.
 */
function withoutFromEverything(
  raw: JsonObject,
  removed: readonly string[],
  context: EditContext,
): JsonObject {
  const complement = withElement(raw, 'Action', removed, 'NotAction');
  if (context.target === 'sensitive') return complement;
  const kept = shrink({ negated: false, patterns: ['*'] }, removed, context);
  const positive = withElement(raw, 'Action', kept);
  return kept.length > 0 && policySize(positive) < policySize(complement) ? positive : complement;
}

function shrink({ patterns }: Element, removed: readonly string[], context: EditContext): readonly string[] {
  const gone = new Set(removed);
  const touched = patterns.filter((pattern) =>
    context.catalog.expand(pattern).some((action) => gone.has(action)),
  );
  const seen = context.uncatalogued.filter((name) => touched.some((pattern) => matchesAction(pattern, name)));
  const names = [...touched.flatMap((pattern) => context.catalog.expand(pattern)), ...seen.filter(isName)];
  const kept = shrinkPatterns(patterns, removed, [...new Set(names)]);
  return [...new Set([...kept, ...seen.filter((name) => !isName(name))])];
}

function isName(text: string): boolean {
  return !/[*?]/.test(text);
}
