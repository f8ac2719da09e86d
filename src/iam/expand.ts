import { foldCase } from '../domain/fold-case.ts';
import { matchText } from '../domain/match-text.ts';

/**
 * The actions of a list that a pattern matches, case-insensitively, sorted, without duplicates.
 * For one service pass that service's actions: the work is one match per action given.
 */
export function expand(pattern: string, actions: readonly string[]): readonly string[] {
  const folded = foldCase(pattern);
  const matched = folded === '*' ? actions : actions.filter((action) => matchText(folded, foldCase(action)));
  return [...new Set(matched)].sort(byText);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
