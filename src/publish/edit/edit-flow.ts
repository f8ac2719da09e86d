import type { Span } from './source-node.ts';
import type { TextEdit } from './splice.ts';
import type { Syntax } from './syntax.ts';
import {
  commaAfter,
  endsLine,
  eolOf,
  indentOf,
  lineEnd,
  lineStart,
  nextLine,
  skipBlanks,
  startsLine,
} from './trivia.ts';

/** The parts a list should have: what stays, what is written in place of another, and what is new. */
export type Part =
  | { readonly kind: 'keep'; readonly from: number }
  | { readonly kind: 'replace'; readonly from: number; readonly text: string }
  | { readonly kind: 'add'; readonly text: string };

interface Child extends Span {
  /** The comma after it, null when it is the last and has none. */
  readonly comma: number | null;
  /** Stands alone on its line or lines, so that it comes and goes with them. */
  readonly ownLines: boolean;
}

/**
 * Edits that bring the parts between two brackets, separated by commas, to `wanted`. What stays keeps every character;
 * a part on a line of its own goes with its line, its comma and the comment at its end.
 * @param within the list or map, brackets included
 * @param children the parts in order
 */
export function editFlow(
  text: string,
  within: Span,
  children: readonly Span[],
  wanted: readonly Part[],
  syntax: Syntax,
): readonly TextEdit[] {
  const close = within.end - 1;
  if (children.length === 0) {
    const added = wanted.flatMap((part) => (part.kind === 'add' ? [part.text] : []));
    return added.length === 0 ? [] : [{ start: within.start + 1, end: close, text: added.join(', ') }];
  }
  const parts = children.map((child, index): Child => {
    const comma = commaAfter(text, child.end, children[index + 1]?.start ?? close, syntax);
    const after = comma === null ? child.end : comma + 1;
    const alone = startsLine(text, child.start) && endsLine(text, after, syntax);
    return { start: child.start, end: child.end, comma, ownLines: alone };
  });
  const kept = wanted.flatMap((part) => (part.kind === 'add' ? [] : [part.from]));
  return [
    ...removals(text, parts, kept),
    ...replacements(parts, wanted),
    // Before what is added: at the same place the comma comes first.
    ...commas(parts, wanted, kept),
    ...additions(text, parts, wanted, kept),
  ];
}

function replacements(parts: readonly Child[], wanted: readonly Part[]): readonly TextEdit[] {
  return wanted.flatMap((part) => {
    const child = part.kind === 'replace' ? parts[part.from] : undefined;
    return child === undefined || part.kind !== 'replace'
      ? []
      : [{ start: child.start, end: child.end, text: part.text }];
  });
}

function removals(text: string, parts: readonly Child[], kept: readonly number[]): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  for (let first = 0; first < parts.length; first++) {
    if (kept.includes(first)) continue;
    let last = first;
    while (last + 1 < parts.length && !kept.includes(last + 1)) last++;
    const run = parts.slice(first, last + 1);
    edits.push(
      ...(run.every(({ ownLines }) => ownLines) ? linesOf(text, run) : inline(text, parts, first, last)),
    );
    first = last;
  }
  return edits;
}

const linesOf = (text: string, run: readonly Child[]): readonly TextEdit[] =>
  run.map(({ start, end, comma }) => ({
    start: lineStart(text, start),
    end: nextLine(text, comma ?? end),
    text: '',
  }));

function inline(text: string, parts: readonly Child[], first: number, last: number): readonly TextEdit[] {
  const run = parts.slice(first, last + 1);
  const next = parts[last + 1];
  const previous = parts[first - 1];
  const ending = run.at(-1);
  if (next === undefined && previous?.comma != null && ending !== undefined) {
    // The comma of the part before is `commas`' to remove; here only what follows it, unless comments stand between.
    const from = previous.comma + 1;
    const gaps = [previous, ...run].slice(0, -1).map(({ comma, end }, index) => {
      return text.slice(comma === null ? end : comma + 1, run[index]?.start);
    });
    if (gaps.every((gap) => gap.trim() === ''))
      return [{ start: from, end: ending.comma === null ? ending.end : ending.comma + 1, text: '' }];
  }
  // Parts that follow each other on one line go in one piece, so that one blank stays between their neighbours.
  const edits: TextEdit[] = [];
  for (let index = 0; index < run.length; index++) {
    const start = run[index]?.start ?? 0;
    let until = after(run[index]);
    while (index + 1 < run.length && /^[ \t]*$/.test(text.slice(until, run[index + 1]?.start)))
      until = after(run[++index]);
    const beside = index === run.length - 1 ? next?.start : undefined;
    if (beside !== undefined && /^[ \t]*$/.test(text.slice(until, beside)))
      edits.push({ start, end: beside, text: '' });
    else edits.push({ start: trimmedBack(text, start, until), end: until, text: '' });
  }
  return edits;
}

/** Where a part ends, its comma included. */
const after = (child: Child | undefined): number =>
  child === undefined ? 0 : child.comma === null ? child.end : child.comma + 1;

/** Back over the blanks before a part when nothing is left of its line after it, so that no blanks end the line. */
function trimmedBack(text: string, start: number, until: number): number {
  if (skipBlanks(text, until) !== lineEnd(text, until) || startsLine(text, start)) return start;
  let from = start;
  while (text[from - 1] === ' ' || text[from - 1] === '\t') from--;
  return from;
}

function additions(
  text: string,
  parts: readonly Child[],
  wanted: readonly Part[],
  kept: readonly number[],
): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  const trailing = parts.at(-1)?.comma !== null;
  const lines = parts.every(({ ownLines }) => ownLines);
  let anchor: Child | null = null;
  for (const [index, part] of wanted.entries()) {
    if (part.kind !== 'add') {
      anchor = parts[part.from] ?? null;
      continue;
    }
    const isLast = index === wanted.length - 1;
    const comma = isLast && !trailing ? '' : ',';
    const sample = anchor ?? parts[kept[0] ?? 0];
    if (sample === undefined) continue;
    if (lines) {
      const at = anchor === null ? lineStart(text, sample.start) : lineEnd(text, anchor.comma ?? anchor.end);
      const line = `${indentOf(text, sample.start)}${part.text}${comma}`;
      const broken = anchor === null ? `${line}${eolOf(text)}` : `${eolOf(text)}${line}`;
      edits.push({ start: at, end: at, text: broken });
    } else if (anchor === null) {
      edits.push({ start: sample.start, end: sample.start, text: `${part.text}${comma === '' ? '' : ', '}` });
    } else {
      const at = anchor.comma === null ? anchor.end : anchor.comma + 1;
      edits.push({ start: at, end: at, text: ` ${part.text}${comma}` });
    }
  }
  return edits;
}

/** The comma after each part that stays: there when something follows, or when the list ended with one before. */
function commas(
  parts: readonly Child[],
  wanted: readonly Part[],
  kept: readonly number[],
): readonly TextEdit[] {
  const trailing = parts.at(-1)?.comma !== null;
  const last = wanted.at(-1);
  const lastKept = last?.kind === 'add' ? null : (kept.at(-1) ?? null);
  return kept.flatMap((from): readonly TextEdit[] => {
    const child = parts[from];
    if (child === undefined) return [];
    const wants = from !== lastKept || trailing;
    if (wants && child.comma === null) return [{ start: child.end, end: child.end, text: ',' }];
    if (!wants && child.comma !== null) {
      return [{ start: child.comma, end: child.comma + 1, text: '' }];
    }
    return [];
  });
}
