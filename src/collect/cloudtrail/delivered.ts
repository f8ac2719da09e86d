import { RowNumbers } from './row-numbers.ts';
import { NO_TIME, type Rows, timeOf } from './rows.ts';

const DAY = 86_400_000;
/** The day of rows without a time. */
const NO_DAY = -(2 ** 31);

/** What each file of a batch shows of which place and day (since the epoch), by column. */
export interface Delivered {
  readonly count: number;
  readonly place: Int32Array;
  readonly day: Int32Array;
  readonly file: Int32Array;
  /** Rows of these that are counted. */
  readonly calls: Int32Array;
}

/**
 * @param isCounted 1 for each row that counts; the others show that their file was delivered
 * @param placeOf numbers what coverage is told by, of a kind of the batch
 */
export function countDelivered(
  rows: Rows,
  isCounted: Uint8Array,
  placeOf: (kind: number) => number,
): Delivered {
  const delivered = new RowNumbers(3);
  const calls: number[] = [];
  const key = [0, 0, 0];
  for (let row = 0; row < rows.count; row += 1) {
    const file = rows.file[row] as number;
    if (file === -1) continue;
    const time = timeOf(rows, row);
    key[0] = placeOf(rows.kind[row] as number);
    key[1] = time === NO_TIME ? NO_DAY : Math.floor(time / DAY);
    key[2] = file;
    const at = delivered.numberOf(key);
    calls[at] = (calls[at] ?? 0) + (isCounted[row] as number);
  }
  return {
    count: delivered.rows,
    place: delivered.column(0),
    day: delivered.column(1),
    file: delivered.column(2),
    calls: Int32Array.from(calls),
  };
}
