import type { Span } from './source-node.ts';

/** One replacement of source text; an insertion when start and end are equal. */
export interface TextEdit extends Span {
  readonly text: string;
}

/**
 * The text with all edits made. Insertions at one place keep their order.
 * @throws Error when two edits overlap: a bug of the planner
 */
export function splice(source: string, edits: readonly TextEdit[]): string {
  const ordered = edits
    .map((edit, index) => ({ ...edit, index }))
    .sort((a, b) => a.start - b.start || a.end - b.end || a.index - b.index);
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, text } of ordered) {
    if (start < at || end < start) throw new Error(`text edits overlap at ${start}`);
    parts.push(source.slice(at, start), text);
    at = end;
  }
  return parts.join('') + source.slice(at);
}
