import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../domain/errors.ts';
import type { Rows } from './rows.ts';
import type { Kinds } from './run-dictionary.ts';

/** Words of 32 bits a row takes: id, time, kind, file. */
const ROW = 8;
/** Words of 32 bits a kind takes: who, what. */
const KIND = 2;

/** Where a batch lies. */
interface Place {
  /** In words. */
  readonly start: number;
  readonly rows: number;
  readonly kinds: number;
}

/** The rows of every batch of a run and what their kinds are, in a file, until all ids are known. */
export class RowStore {
  readonly #folder: string;
  #file: number | null;
  readonly #places: Place[] = [];
  /** Words written so far. */
  #end = 0;

  constructor(folder: string) {
    this.#folder = folder;
    this.#file = openSync(join(folder, 'rows'), 'wx+', 0o600);
  }

  /** @throws UserError when there is no room for them */
  add({ count, id, time, kind, file }: Rows, { who, what }: Kinds): void {
    const handle = this.#open();
    const start = this.#end;
    try {
      for (const column of [id, time, kind, file, who, what]) {
        for (let done = 0; done < column.byteLength; )
          done += writeSync(handle, column, done, column.byteLength - done, 4 * this.#end + done);
        this.#end += column.length;
      }
    } catch (error) {
      const reason = (error as Error).message;
      throw new UserError(
        `Rows of the log cannot be kept in ${this.#folder} (${reason}). Give more room, or another place by TMPDIR.`,
      );
    }
    this.#places.push({ start, rows: count, kinds: who.length });
  }

  /** Those of a batch, by its number in the order they were added. */
  read(batch: number): { readonly rows: Rows; readonly kinds: Kinds } {
    const { start, rows, kinds } = this.#places[batch] as Place;
    const handle = this.#open();
    const words = new Int32Array(ROW * rows + KIND * kinds);
    for (let done = 0; done < words.byteLength; ) {
      const read = readSync(handle, words, done, words.byteLength - done, 4 * start + done);
      if (read === 0) throw new Error(`the rows of batch ${batch} are not in ${this.#folder} any more`);
      done += read;
    }
    const unsigned = new Uint32Array(words.buffer);
    return {
      rows: {
        count: rows,
        id: unsigned.subarray(0, 4 * rows),
        time: unsigned.subarray(4 * rows, 6 * rows),
        kind: words.subarray(6 * rows, 7 * rows),
        file: words.subarray(7 * rows, ROW * rows),
      },
      kinds: {
        who: words.subarray(ROW * rows, ROW * rows + kinds),
        what: words.subarray(ROW * rows + kinds),
      },
    };
  }

  /** Also before all was read: what is open cannot be removed everywhere. */
  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }

  #open(): number {
    if (this.#file === null) throw new Error('the rows of this run are not kept any more');
    return this.#file;
  }
}
