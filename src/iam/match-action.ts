import { foldCase } from '../domain/fold-case.ts';
import { matchText } from '../domain/match-text.ts';
import type { Element, Statement } from '../domain/policy.ts';

/** "The prefix and the action name are case insensitive" (IAM User Guide, reference_policies_elements_action). */
export function matchesAction(pattern: string, action: string): boolean {
  return pattern === '*' || matchText(foldCase(pattern), foldCase(action));
}

/** Whether an Action or NotAction element covers a concrete action. */
export function elementMatchesAction(element: Element, action: string): boolean {
  const { exact, byService, anyService } = indexOf(element);
  const text = foldCase(action);
  const found =
    exact.has(text) ||
    (byService.get(serviceOf(text))?.some((pattern) => matchText(pattern, text)) ?? false) ||
    anyService.some((pattern) => matchText(pattern, text));
  return found !== element.negated;
}

export function statementMatchesAction(statement: Statement, action: string): boolean {
  return elementMatchesAction(statement.action, action);
}

/** An element's patterns in lower case, by what they can match: thousands of them are asked about thousands of actions. */
interface PatternIndex {
  readonly exact: ReadonlySet<string>;
  /** Patterns with a wildcard behind the colon only. */
  readonly byService: ReadonlyMap<string, readonly string[]>;
  readonly anyService: readonly string[];
}

const indexes = new WeakMap<Element, PatternIndex>();

function indexOf(element: Element): PatternIndex {
  const known = indexes.get(element);
  if (known !== undefined) return known;
  const exact = new Set<string>();
  const byService = new Map<string, string[]>();
  const anyService: string[] = [];
  for (const pattern of element.patterns.map(foldCase)) {
    const service = serviceOf(pattern);
    if (!hasWildcard(pattern)) exact.add(pattern);
    else if (hasWildcard(service)) anyService.push(pattern);
    else {
      const others = byService.get(service);
      if (others === undefined) byService.set(service, [pattern]);
      else others.push(pattern);
    }
  }
  const made = { exact, byService, anyService };
  indexes.set(element, made);
  return made;
}

/** What stands before the colon; all of a text without one. */
function serviceOf(text: string): string {
  const colon = text.indexOf(':');
  return colon < 0 ? text : text.slice(0, colon);
}

function hasWildcard(text: string): boolean {
  return text.includes('*') || text.includes('?');
}
