import type { PolicySource } from './policy-source.ts';
import type { MapEntry, MapNode } from './source-node.ts';
import type { TextEdit } from './splice.ts';
import { eolOf, indentOf, lineEnd, skipBlanks } from './trivia.ts';

/**
 * Writes a list in place of a value, in the file's own style: over several lines where the file is, on one where the
 * statement is.
 * @param items texts as they stand in the file
 */
export function writeList(
  text: string,
  { syntax }: PolicySource,
  statement: MapNode,
  { keySpan, value }: MapEntry,
  items: readonly string[],
): readonly TextEdit[] {
  const eol = eolOf(text);
  const indent = indentOf(text, keySpan.start);
  if (statement.layout === 'block' && !(value.kind === 'list' && value.layout === 'flow')) {
    // A key after the dash of its statement is indented by the dash too.
    const column = keySpan.start - (text.lastIndexOf('\n', keySpan.start - 1) + 1);
    const lead = `${eol}${' '.repeat(column + 2)}- `;
    const lines = items.map((item) => `${lead}${item}`).join('');
    const colon = text.indexOf(':', keySpan.end) + 1;
    const oneLine = !text.slice(colon, value.end).includes('\n');
    // A comment after the value stays on the line of the key.
    if (!oneLine) return [{ start: colon, end: value.end, text: lines }];
    const end = lineEnd(text, value.end);
    const from = skipBlanks(text, value.end) === end ? colon : skipBlanks(text, colon);
    const until = from === colon ? end : skipBlanks(text, value.end);
    return [
      { start: from, end: until, text: '' },
      { start: end, end, text: lines },
    ];
  }
  const broken = text.slice(statement.start, keySpan.start).includes('\n');
  const comma = /\w"\s*,\s+"|\w"\s*:\s+/.test(text) || !text.includes('":') ? ', ' : ',';
  if (!broken || statement.layout === 'block')
    return [{ start: value.start, end: value.end, text: `[${items.join(comma)}]` }];
  const outer = indentOf(text, statement.start);
  const step = indent.startsWith(outer) ? indent.slice(outer.length) : '';
  const inner = `${eol}${indent}${step === '' ? indentUnit(text) : step}`;
  const trailing = syntax.lineComments.includes('#') ? ',' : '';
  const list = `[${items.map((item) => `${inner}${item}`).join(',')}${trailing}${eol}${indent}]`;
  return [{ start: value.start, end: value.end, text: list }];
}

/** The white space one level of a file is indented by: the least step between two lines. */
export function indentUnit(text: string): string {
  const indents = [...text.matchAll(/^([ \t]*)\S/gm)].map((match) => match[1] ?? '');
  const steps = indents.flatMap((indent, index) => {
    const previous = indents[index - 1] ?? '';
    return indent.length > previous.length && indent.startsWith(previous)
      ? [indent.slice(previous.length)]
      : [];
  });
  return steps.sort((a, b) => a.length - b.length)[0] ?? '  ';
}
