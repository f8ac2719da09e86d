import type { TextParts } from '../../domain/file-text.ts';
import type { Assessment } from '../assessment-schema.ts';

/**
 * Characters that change how the text around them is read but show nothing themselves: C0 and C1 controls, zero-width
 * and bidirectional controls, line separators, byte-order marks, tag characters and lone surrogates. A role name with
 * U+202E reads backwards in a browser, a terminal and a spreadsheet; a newline starts a new line of CSV or Markdown.
 */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the controls are what it is about
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Cs}/gu;

const escapeCharacter = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');

/** Nearly every string of AWS is this; asking first is many times faster than replacing nothing. */
const PLAIN = /^[ -~]*$/;

/** Text with every such character written as `\uXXXX`, as JSON writes it. */
export const visible = (text: string): string =>
  PLAIN.test(text) ? text : text.replace(INVISIBLE, escapeCharacter);

/** A value with all its strings made visible, keys included; so no view can forget one. What has none is shared. */
export const visibleStrings = <Value>(value: Value): Value => walk(value, new Set()) as Value;

/** @param plain objects known to need nothing: principals share most of their permissions */
function walk(value: unknown, plain: Set<object>): unknown {
  if (typeof value === 'string') return visible(value);
  // Nearly every object is plain, and asking copies nothing: a large assessment holds millions.
  if (typeof value !== 'object' || value === null || isPlain(value, plain)) return value;
  if (Array.isArray(value)) return value.map((item) => walk(item, plain));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [visible(key), walk(item, plain)]));
}

function isPlain(value: unknown, plain: Set<object>): boolean {
  if (typeof value === 'string') return PLAIN.test(value) || visible(value) === value;
  if (typeof value !== 'object' || value === null || plain.has(value)) return true;
  if (Array.isArray(value)) {
    if (!value.every((item) => isPlain(item, plain))) return false;
  } else {
    for (const key in value) {
      if (!PLAIN.test(key) && visible(key) !== key) return false;
      if (!isPlain((value as Readonly<Record<string, unknown>>)[key], plain)) return false;
    }
  }
  plain.add(value);
  return true;
}

/** For people to read. Policy documents stay as they are: printing them as JSON makes their strings visible. */
export function visibleAssessment(assessment: Assessment): Assessment {
  const { recommendations, ...rest } = assessment;
  return {
    ...visibleStrings(rest),
    recommendations: recommendations.map(({ changes, ...recommendation }) => ({
      ...visibleStrings(recommendation),
      changes: changes.map(({ before, after, ...change }) => ({ ...visibleStrings(change), before, after })),
    })),
  };
}

/** JSON text of a value with the same characters escaped: equal data, but what is printed is what is there. */
export const printJson = (value: unknown): string => `${printLine(value, 2)}\n`;

export const printLine = (value: unknown, indent = 0): string =>
  // Line breaks of the layout stay; inside strings JSON.stringify has already escaped them.
  JSON.stringify(value, null, indent).replace(/[^\n -~]+/g, (run) => run.replace(INVISIBLE, escapeCharacter));

/**
 * The same for a document of many rows: what lies deeper than `levels` stands on one line, so that a permission is a
 * line that a search shows whole, and indentation does not double the file.
 */
export function printRows(value: unknown, levels: number): TextParts {
  const printed = new Map<object, string>();
  return {
    *parts() {
      yield* rows(value, levels, '\n', printed);
      yield '\n';
    },
  };
}

/** @param printed lines by what they are of: a permission that many principals share is printed once */
function* rows(
  value: unknown,
  levels: number,
  lineBreak: string,
  printed: Map<object, string>,
): Generator<string, void, undefined> {
  if (levels === 0 || typeof value !== 'object' || value === null) {
    yield line(value, printed);
  } else if (levels === 1 && Array.isArray(value) && value.length > 0) {
    // Nearly all of a large document: lists of rows.
    const inner = `${lineBreak}  `;
    yield `[${inner}${value.map((item) => line(item, printed)).join(`,${inner}`)}${lineBreak}]`;
  } else {
    const isList = Array.isArray(value);
    const items = isList ? value : Object.entries(value).filter(([, item]) => item !== undefined);
    const [open, close] = isList ? ['[', ']'] : ['{', '}'];
    const inner = `${lineBreak}  `;
    yield open;
    for (const [index, item] of items.entries()) {
      yield index === 0 ? inner : `,${inner}`;
      if (!isList) yield `${printLine(item[0])}: `;
      yield* rows(isList ? item : item[1], levels - 1, inner, printed);
    }
    yield items.length === 0 ? close : `${lineBreak}${close}`;
  }
}

function line(value: unknown, printed: Map<object, string>): string {
  if (typeof value !== 'object' || value === null) return printLine(value);
  const known = printed.get(value);
  if (known !== undefined && known !== '') return known;
  const text = printLine(value);
  // Kept from the second time on: what stands in one place only, and there is much of it, is not worth its room.
  printed.set(value, known === undefined ? '' : text);
  return text;
}
