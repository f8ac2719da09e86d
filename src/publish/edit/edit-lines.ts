import type { Part } from './edit-flow.ts';
import type { SourceNode } from './source-node.ts';
import type { TextEdit } from './splice.ts';
import { lineStart, nextLine, startsLine } from './trivia.ts';
import { UnsupportedEdit } from './unsupported-edit.ts';

/**
 * Takes out the parts that are not kept, each with its lines; of two blank lines that would meet, one goes too.
 * @throws UnsupportedEdit for anything but taking out, and when a part shares its line
 */
export function editLines(
  text: string,
  items: readonly SourceNode[],
  wanted: readonly Part[],
): readonly TextEdit[] {
  if (wanted.some(({ kind }) => kind !== 'keep'))
    throw new UnsupportedEdit('only whole blocks can be taken out');
  const kept = new Set(wanted.flatMap((part) => (part.kind === 'keep' ? [part.from] : [])));
  let taken = 0;
  return items.flatMap((item, index) => {
    if (kept.has(index)) return [];
    const after = nextLine(text, item.end);
    if (!startsLine(text, item.start) || text.slice(item.end, after).trim() !== '')
      throw new UnsupportedEdit('a block shares its line with something else', item.start);
    let start = lineStart(text, item.start);
    const above = start === 0 ? 0 : lineStart(text, start - 1);
    const blankAbove = above < start && text.slice(above, start).trim() === '' && above >= taken;
    const closes = /^\s*(\}|$)/.test(text.slice(after));
    const blankBelow = text.slice(after, nextLine(text, after)).trim() === '';
    if (blankAbove && (blankBelow || closes)) start = above;
    taken = after;
    return [{ start, end: after, text: '' }];
  });
}
