import { createHash, type Hash } from 'node:crypto';
import { closeSync, openSync, writeFileSync } from 'node:fs';

/** What went into a file. */
export interface FileContent {
  /** Lower-case hex. */
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
}

/** A new file that is hashed as it is written: making and encoding its text a second time would cost as much again. */
export class FileSink {
  readonly #file: number;
  readonly #hash: Hash = createHash('sha256');
  #size = 0;

  constructor(place: string) {
    // `wx`: never write through a file or link that is already there.
    this.#file = openSync(place, 'wx');
  }

  add(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    writeFileSync(this.#file, bytes);
    this.#size += bytes.length;
  }

  /** Closes the file; nothing can be added any more. */
  end(): FileContent {
    closeSync(this.#file);
    return { sha256: this.#hash.digest('hex'), size: this.#size };
  }
}

/** Writes a new file here and now. */
export function writeNew(place: string, blocks: Iterable<Uint8Array>): FileContent {
  const sink = new FileSink(place);
  try {
    for (const block of blocks) sink.add(block);
  } catch (error) {
    sink.end();
    throw error;
  }
  return sink.end();
}
