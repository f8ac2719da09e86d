import type { Syntax } from './syntax.ts';

/** Where the line of an offset begins. */
export const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** Where the line of an offset ends, before its line break (`\n` or `\r\n`). */
export function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  if (newline < 0) return text.length;
  return text[newline - 1] === '\r' && newline > offset ? newline - 1 : newline;
}

/** Where the next line begins, or the end of the text. */
export function nextLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline + 1;
}

/** The line break of a file: its first one. */
export const eolOf = (text: string): string => (/\r?\n/.exec(text)?.[0] ?? '\n') as '\n' | '\r\n';

/** The white space a line begins with. */
export const indentOf = (text: string, offset: number): string =>
  /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? '';

/** Whether only white space stands before the offset on its line. */
export const startsLine = (text: string, offset: number): boolean =>
  text.slice(lineStart(text, offset), offset).trim() === '';

export const skipBlanks = (text: string, offset: number): number => {
  let at = offset;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
};

/** The offset after blanks and comments from `offset` up to `limit`, line breaks included. */
export function skipTrivia(text: string, offset: number, limit: number, { lineComments }: Syntax): number {
  let at = offset;
  while (at < limit) {
    const rest = text.slice(at, at + 2);
    if (/^\s/.test(rest)) at++;
    else if (rest === '/*' && lineComments.includes('//')) {
      const close = text.indexOf('*/', at + 2);
      at = close < 0 ? limit : close + 2;
    } else if (lineComments.some((mark) => rest.startsWith(mark))) at = nextLine(text, at);
    else break;
  }
  return Math.min(at, limit);
}

/** Where the comma after an item stands, looking up to `limit`; null when there is none. */
export function commaAfter(text: string, end: number, limit: number, syntax: Syntax): number | null {
  const at = skipTrivia(text, end, limit, syntax);
  return at < limit && text[at] === ',' ? at : null;
}

/** Whether from the offset to the end of the line there is nothing but blanks and a comment. */
export function endsLine(text: string, offset: number, syntax: Syntax): boolean {
  const rest = text.slice(offset, lineEnd(text, offset)).trim();
  if (rest === '') return true;
  if (syntax.lineComments.some((mark) => rest.startsWith(mark))) return true;
  return syntax.lineComments.includes('//') && /^\/\*(?:(?!\*\/).)*\*\/$/.test(rest);
}
