import { foldCase } from '../../domain/fold-case.ts';
import type { Part } from './edit-flow.ts';
import type { PatternMatch } from './match-patterns.ts';
import type { SourceNode } from './source-node.ts';
import { UnsupportedEdit } from './unsupported-edit.ts';

export interface ElementChange {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * The parts a list in a file should have. The order of the file stays; a new pattern takes the place of one that goes
 * from between the same neighbours, else it comes after the pattern that it follows in the proposal.
 * @param places where each pattern of `before` stands
 * @throws UnsupportedEdit when what has to go is computed
 */
export function plannedParts(
  items: readonly SourceNode[],
  places: PatternMatch,
  { before, after }: ElementChange,
  write: (value: string) => string,
): readonly Part[] {
  const stays = new Set(after);
  const old = new Set(before);
  const patternAt = new Map<SourceNode, string>();
  for (const [pattern, node] of places) patternAt.set(node, pattern);

  // New patterns by the pattern they follow, '' for those before all.
  const arrivals = new Map<string, string[]>();
  let previous = '';
  for (const pattern of after) {
    if (old.has(pattern)) previous = pattern;
    else arrivals.set(previous, [...(arrivals.get(previous) ?? []), pattern]);
  }
  const parts: Part[] = [];
  const leave = (anchor: string): void => {
    for (const pattern of arrivals.get(anchor) ?? []) parts.push({ kind: 'add', text: write(pattern) });
    arrivals.delete(anchor);
  };
  let anchor = '';
  for (const [from, item] of items.entries()) {
    const pattern = patternAt.get(item);
    // A repetition of a pattern that stands elsewhere: it stays or goes with it.
    const value = pattern ?? (item.kind === 'text' ? item.value : '');
    if (pattern !== undefined ? stays.has(pattern) : hasFolded(stays, value)) {
      leave(anchor);
      anchor = pattern ?? anchor;
      parts.push({ kind: 'keep', from });
      continue;
    }
    if (item.kind === 'computed')
      throw new UnsupportedEdit('a pattern that has to go is computed', item.start);
    const arrival = arrivals.get(anchor)?.shift();
    if (arrival !== undefined) parts.push({ kind: 'replace', from, text: write(arrival) });
  }
  leave(anchor);
  for (const rest of [...arrivals.keys()]) leave(rest);
  return parts;
}

const hasFolded = (patterns: ReadonlySet<string>, value: string): boolean =>
  [...patterns].some((pattern) => foldCase(pattern) === foldCase(value));
