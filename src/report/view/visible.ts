import type { TextPart, TextParts } from '../../domain/file-text.ts';
import { TextBytes } from '../../domain/text-bytes.ts';
import { escapeInvisible, isPlainText, visible } from '../../domain/visible.ts';
import type { Assessment } from '../assessment-schema.ts';

export { visible };

/** A value with all its strings made visible, keys included; so no view can forget one. What has none is shared. */
export const visibleStrings = <Value>(value: Value): Value => walk(value, new Set(), ROW_DEPTH) as Value;

/** Where rows lie in an assessment: `principals` → one → `permissions` → one permission, and as deep elsewhere. */
export const ROW_DEPTH = 4;

/**
 * @param plain objects known to need nothing: principals share most of their permissions
 * @param levels what lies deeper is small, and is asked as a whole
 */
function walk(value: unknown, plain: Set<object>, levels: number): unknown {
  if (typeof value === 'string') return visible(value);
  // Nearly every object is plain, and asking copies nothing: a large assessment holds millions.
  if (typeof value !== 'object' || value === null || isPlain(value, plain, levels)) return value;
  if (Array.isArray(value)) return value.map((item) => walk(item, plain, levels - 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [visible(key), walk(item, plain, levels - 1)]),
  );
}

/** JSON that escapes nothing but quotes and backslashes, or seems to: what it is of has no invisible character. */
const NOT_PLAIN_JSON = /[^ -~]|\\[^"\\]/;

function isPlain(value: unknown, plain: Set<object>, levels: number): boolean {
  if (typeof value === 'string') return isPlainText(value) || visible(value) === value;
  if (typeof value !== 'object' || value === null || plain.has(value)) return true;
  // Printing it and looking once is several times faster than looking at each of its strings.
  if (levels <= 0 && !NOT_PLAIN_JSON.test(JSON.stringify(value))) {
    if (levels === 0) plain.add(value);
    return true;
  }
  if (Array.isArray(value)) {
    if (!value.every((item) => isPlain(item, plain, levels - 1))) return false;
  } else {
    for (const key in value) {
      if (!isPlainText(key) && visible(key) !== key) return false;
      if (!isPlain((value as Readonly<Record<string, unknown>>)[key], plain, levels - 1)) return false;
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
  JSON.stringify(value, null, indent).replace(/[^\n -~]+/g, escapeInvisible);

/**
 * The same for a document of many rows: what lies deeper than `levels` stands on one line, so that a permission is a
 * line that a search shows whole, and indentation does not double the file.
 */
export function printRows(value: unknown, levels: number): TextParts {
  const lines = new KnownLines();
  return {
    *parts() {
      yield* rows(value, levels, '\n', lines);
      yield '\n';
    },
  };
}

function* rows(
  value: unknown,
  levels: number,
  lineBreak: string,
  lines: KnownLines,
): Generator<TextPart, void, undefined> {
  if (levels === 0 || typeof value !== 'object' || value === null) {
    yield lines.of(value);
  } else if (levels === 1 && Array.isArray(value)) {
    yield lines.list(value, lineBreak);
  } else {
    const isList = Array.isArray(value);
    const items = isList ? value : Object.entries(value).filter(([, item]) => item !== undefined);
    const [open, close] = isList ? ['[', ']'] : ['{', '}'];
    const inner = `${lineBreak}  `;
    yield open;
    for (const [index, item] of items.entries()) {
      yield index === 0 ? inner : `,${inner}`;
      if (!isList) yield `${printLine(item[0])}: `;
      yield* rows(isList ? item : item[1], levels - 1, inner, lines);
    }
    yield items.length === 0 ? close : `${lineBreak}${close}`;
  }
}

/**
 * Lines by what they are of: a permission that many principals share is printed, and encoded, once. Kept from the second
 * time on, for what stands in one place only, and there is much of it, is not worth its room.
 */
class KnownLines {
  readonly #lines = new Map<object, Uint8Array | null>();
  readonly #list = new TextBytes();

  /** A list with a line an item: nearly all of a large document. */
  list(items: readonly unknown[], lineBreak: string): TextPart {
    if (items.length === 0) return '[]';
    const list = this.#list;
    const next = Buffer.from(`,${lineBreak}  `, 'utf8');
    list.add('[');
    for (let index = 0; index < items.length; index += 1) {
      list.add(index === 0 ? next.subarray(1) : next);
      list.add(this.of(items[index]));
    }
    list.add(`${lineBreak}]`);
    return list.take();
  }

  of(value: unknown): TextPart {
    if (typeof value !== 'object' || value === null) return printLine(value);
    const known = this.#lines.get(value);
    if (known) return known;
    const text = printLine(value);
    if (known === undefined) {
      this.#lines.set(value, null);
      return text;
    }
    const bytes = Buffer.from(text, 'utf8');
    this.#lines.set(value, bytes);
    return bytes;
  }
}
