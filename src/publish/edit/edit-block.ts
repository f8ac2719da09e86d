import type { Part } from './edit-flow.ts';
import type { SourceNode } from './source-node.ts';
import type { TextEdit } from './splice.ts';
import { eolOf, indentOf, lineEnd, lineStart, nextLine, startsLine } from './trivia.ts';
import { UnsupportedEdit } from './unsupported-edit.ts';

/**
 * Edits that bring a YAML block list (`- item` on lines of their own) to `wanted`. An item goes with its lines and the
 * comment at its end; comments on lines of their own stay.
 * @throws UnsupportedEdit when an item does not begin its line
 */
export function editBlock(
  text: string,
  items: readonly SourceNode[],
  wanted: readonly Part[],
): readonly TextEdit[] {
  const dashes = items.map((item) => dashBefore(text, item));
  const kept = new Set(wanted.flatMap((part) => (part.kind === 'add' ? [] : [part.from])));
  const edits: TextEdit[] = items.flatMap((item, index) =>
    kept.has(index)
      ? []
      : [{ start: lineStart(text, dashes[index] ?? item.start), end: nextLine(text, item.end), text: '' }],
  );
  let anchor: SourceNode | null = null;
  for (const part of wanted) {
    if (part.kind === 'add') {
      const [first] = dashes;
      if (first === undefined) throw new UnsupportedEdit('the list is empty');
      const at = anchor === null ? lineStart(text, first) : lineEnd(text, anchor.end);
      const line = `${indentOf(text, first)}- ${part.text}`;
      edits.push({
        start: at,
        end: at,
        text: anchor === null ? `${line}${eolOf(text)}` : `${eolOf(text)}${line}`,
      });
    } else {
      anchor = items[part.from] ?? null;
      if (part.kind === 'replace' && anchor !== null)
        edits.push({ start: anchor.start, end: anchor.end, text: part.text });
    }
  }
  return edits;
}

/** Offset of the `-` that begins an item. */
function dashBefore(text: string, { start }: SourceNode): number {
  const dash = text.lastIndexOf('-', start - 1);
  const between = text.slice(dash + 1, start);
  if (dash < 0 || !startsLine(text, dash) || !/^[ \t]+(?:[&!][^\s]+[ \t]+)*$/.test(between))
    throw new UnsupportedEdit('an item of the list does not begin its line');
  return dash;
}
