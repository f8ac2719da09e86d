/** Staged rows of a batch by column. Wide integers are 32-bit words, the lowest first. */
export interface Rows {
  readonly count: number;
  /** Four words each: the 128 bits of an event id. */
  readonly id: Uint32Array;
  /** Two words each: milliseconds since the epoch; -2^62 where there is none. */
  readonly time: Uint32Array;
  /** As the batch numbers it. */
  readonly kind: Int32Array;
  /** The file a row is of, by its number in the run; -1: a file that is not counted, because another batch holds it or it is not there any more. */
  readonly file: Int32Array;
}

/** In place of a time; only records that are no API call have none. */
export const NO_TIME = -(2 ** 62);

/** Milliseconds since the epoch of a row; `NO_TIME` where it has no time. */
export function timeOf({ time }: Rows, row: number): number {
  return millisecondsAt(time, row);
}

/** A wide integer of a column. */
export function millisecondsAt(column: Uint32Array, row: number): number {
  return ((column[2 * row + 1] as number) | 0) * 2 ** 32 + (column[2 * row] as number);
}

/** Some of the values of a column. */
export function pick(column: Int32Array, rows: Int32Array): Int32Array {
  return rows.map((row) => column[row] as number);
}

/** Some rows of a column of this many words each. */
export function rowsOf(column: Int32Array | Uint32Array, width: number, rows: Int32Array): Uint32Array {
  const picked = new Uint32Array(width * rows.length);
  for (const [index, row] of rows.entries()) {
    for (let word = 0; word < width; word += 1)
      picked[width * index + word] = column[width * row + word] as number;
  }
  return picked;
}

/** An event id as one number. */
export function idAt(id: Uint32Array, row: number): bigint {
  return id.subarray(4 * row, 4 * row + 4).reduceRight((value, word) => (value << 32n) | BigInt(word), 0n);
}
