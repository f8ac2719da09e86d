import { RowNumbers } from './row-numbers.ts';
import { pick, type Rows, rowsOf, timeOf } from './rows.ts';
import type { Kinds } from './run-dictionary.ts';

const DAY = 86_400_000;

/** How many rows there are of one kind, day and side of the window; by column, wide integers as 32-bit words. */
export interface RowCounts {
  readonly count: number;
  readonly kind: Int32Array;
  readonly calls: Int32Array;
  /** Milliseconds since the epoch; -2^62 for rows without a time. */
  readonly first: Uint32Array;
  readonly last: Uint32Array;
  /** The least event id. */
  readonly event: Uint32Array;
}

/**
 * @param bounds milliseconds since the epoch: rows of one day on different sides are counted apart
 * @param isCounted 1 for each row that counts
 */
export function countRows(rows: Rows, bounds: readonly number[], isCounted: Uint8Array): RowCounts {
  const { groups, groupOf } = group(rows, bounds, isCounted);
  const count = groups.rows;
  const calls = new Int32Array(count);
  const [first, last] = [new Float64Array(count), new Float64Array(count)];
  const event = new Uint32Array(4 * count);
  for (let row = 0; row < rows.count; row += 1) {
    const at = groupOf[row] as number;
    if (at === -1) continue;
    const time = timeOf(rows, row);
    const isFirst = calls[at] === 0;
    calls[at] = (calls[at] as number) + 1;
    if (isFirst || time < (first[at] as number)) first[at] = time;
    if (isFirst || time > (last[at] as number)) last[at] = time;
    if (isFirst || isLess(rows.id, row, event, at)) {
      for (let word = 0; word < 4; word += 1) event[4 * at + word] = rows.id[4 * row + word] as number;
    }
  }
  return { count, kind: groups.column(0), calls, first: wordsOf(first), last: wordsOf(last), event };
}

/** Some of the counts as columns: caller, call, how many, first and last time. */
export function countedColumns(
  { kind, calls, first, last }: RowCounts,
  { who, what }: Kinds,
  rows: Int32Array,
): readonly (Int32Array | Uint32Array)[] {
  const kinds = pick(kind, rows);
  return [
    pick(who, kinds),
    pick(what, kinds),
    pick(calls, rows),
    rowsOf(first, 2, rows),
    rowsOf(last, 2, rows),
  ];
}

/** Numbers the groups; -1 for a row that is not counted. */
function group(
  rows: Rows,
  bounds: readonly number[],
  isCounted: Uint8Array,
): { groups: RowNumbers; groupOf: Int32Array } {
  const groups = new RowNumbers(2);
  const groupOf = new Int32Array(rows.count).fill(-1);
  const spans = new Map<number, number>();
  const key = [0, 0];
  // Neighbours are mostly of one day.
  let [start, end] = [0, 0];
  for (let row = 0; row < rows.count; row += 1) {
    if (isCounted[row] === 0) continue;
    const time = timeOf(rows, row);
    if (time < start || time >= end) {
      start = Math.floor(time / DAY) * DAY;
      end = start + DAY;
      for (const bound of bounds) {
        if (bound <= time && bound > start) start = bound;
        if (bound > time && bound < end) end = bound;
      }
      key[1] = spans.get(start) ?? spans.size;
      spans.set(start, key[1]);
    }
    key[0] = rows.kind[row] as number;
    groupOf[row] = groups.numberOf(key);
  }
  return { groups, groupOf };
}

function isLess(a: Uint32Array, rowA: number, b: Uint32Array, rowB: number): boolean {
  for (let word = 3; word >= 0; word -= 1) {
    const [left, right] = [a[4 * rowA + word] as number, b[4 * rowB + word] as number];
    if (left !== right) return left < right;
  }
  return false;
}

function wordsOf(milliseconds: Float64Array): Uint32Array {
  const words = new Uint32Array(2 * milliseconds.length);
  for (let index = 0; index < milliseconds.length; index += 1) {
    const time = milliseconds[index] as number;
    words[2 * index] = time;
    // What is above 32 bits wraps, as two's complement wants it.
    words[2 * index + 1] = Math.floor(time / 2 ** 32);
  }
  return words;
}
