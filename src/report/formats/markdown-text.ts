/** Markdown that is ready to stand in a document. */
export class Markdown {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Piece = string | Markdown | readonly Markdown[];

/**
 * Markdown from a template in which every string is escaped, so that forgetting is safe; what is Markdown already
 * goes in as it is, lists of it one after another.
 */
export function md(literals: TemplateStringsArray, ...pieces: readonly Piece[]): Markdown {
  let text = literals[0] ?? '';
  for (let index = 0; index < pieces.length; index += 1) {
    text += shown(pieces[index] ?? '') + (literals[index + 1] ?? '');
  }
  return new Markdown(text);
}

function shown(piece: Piece): string {
  if (typeof piece === 'string') return prose(piece);
  if (piece instanceof Markdown) return piece.text;
  let all = '';
  for (const { text } of piece) all += text;
  return all;
}

/** What GitHub turns into a link or notifies somebody about, backslash or not; in a code span it stays text. */
const ACTIVE = /:\/\/|www\.|@|javascript:|data:|#\d/i;

/** What is written otherwise below; most text has nothing of it, and asking once is quicker than replacing nothing. */
const SPECIAL = /[\r\n\\`*_[\]<>#|~&$]|^\s*(?:[-+=]|\d)/;

function prose(text: string): string {
  if (ACTIVE.test(text)) return code(text).text;
  if (!SPECIAL.test(text)) return text;
  return text
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .replace(/[\\`*_[\]<>#|~&$]/g, '\\$&')
    .replace(/^\s*[-+=]/, '\\$&')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2');
}

/** Nothing of it is written otherwise below. */
const PLAIN_CODE = /^[^ `|\r\n]+$/;

/**
 * A code span (CommonMark 6.1): fenced with more backticks than it holds, on one line, with `|` escaped as GFM tables
 * need it (there the table is split before the span is read, and everywhere else our spans avoid the pipe).
 */
export function code(text: string): Markdown {
  if (PLAIN_CODE.test(text)) return new Markdown(`\`${text}\``);
  const line = text.replace(/[\r\n]+/g, ' ');
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = line === '' || /^[` ]|[` ]$/.test(line) ? ' ' : '';
  return new Markdown(`${fence}${pad}${line.replaceAll('|', '\\|')}${pad}${fence}`);
}

/** Cells of a row that hold no line break. */
export const row = (...cells: readonly Piece[]): Markdown =>
  new Markdown(`| ${cells.map((cell) => shown(cell)).join(' | ')} |\n`);

/** A table with its head, and the line that ends it. */
export const table = (head: readonly string[], rows: readonly Markdown[]): Markdown =>
  md`${row(...head)}${new Markdown(`|${head.map(() => ' --- |').join('')}\n`)}${rows}\n`;

/** A fenced block whose fence its text cannot close. */
export function block(language: string, text: string): Markdown {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return new Markdown(`${fence}${language}\n${text.replace(/\n?$/, '\n')}${fence}\n`);
}
