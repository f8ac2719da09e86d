import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../domain/errors.ts';
import type { Rows } from './rows.ts';

/** Words of 32 bits a row takes: id, time, kind, file. */
const WIDTH = 8;

/** The rows of every batch of a run, in a file, until all ids are known. */
export class RowStore {
  readonly #folder: string;
  #file: number | null;
  /** Where each batch starts, in rows, and where the next one will. */
  readonly #starts = [0];

  constructor(folder: string) {
    this.#folder = folder;
    this.#file = openSync(join(folder, 'rows'), 'wx+', 0o600);
  }

  /** @throws UserError when there is no room for them */
  add({ count, id, time, kind, file }: Rows): void {
    const start = this.#starts.at(-1) as number;
    const handle = this.#open();
    let at = 4 * WIDTH * start;
    try {
      for (const column of [id, time, kind, file]) {
        for (let done = 0; done < column.byteLength; )
          done += writeSync(handle, column, done, column.byteLength - done, at + done);
        at += column.byteLength;
      }
    } catch (error) {
      const reason = (error as Error).message;
      throw new UserError(
        `Rows of the log cannot be kept in ${this.#folder} (${reason}). Give more room, or another place by TMPDIR.`,
      );
    }
    this.#starts.push(start + count);
  }

  /** The rows of a batch, by its number in the order they were added. */
  read(batch: number): Rows {
    const start = this.#starts[batch] as number;
    const handle = this.#open();
    const count = (this.#starts[batch + 1] as number) - start;
    const words = new Uint32Array(WIDTH * count);
    for (let done = 0; done < words.byteLength; ) {
      const read = readSync(handle, words, done, words.byteLength - done, 4 * WIDTH * start + done);
      if (read === 0) throw new Error(`the rows of batch ${batch} are not in ${this.#folder} any more`);
      done += read;
    }
    return {
      count,
      id: words.subarray(0, 4 * count),
      time: words.subarray(4 * count, 6 * count),
      kind: new Int32Array(words.buffer, 24 * count, count),
      file: new Int32Array(words.buffer, 28 * count, count),
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
