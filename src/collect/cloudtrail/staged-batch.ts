import { readId, words } from './scan/event-id.ts';
import { KIND_COLUMNS, type StagedRow } from './staged-row.ts';

export interface BadRecord {
  /** 1-based, among all records of the file. */
  readonly position: number;
  readonly reason: string;
}

/** What came of one file. A file counts whole or not at all: only of a `used` one are there rows. */
export type FileOutcome = {
  readonly sha256: string | null;
  /** SHA-256 of the uncompressed content, where it was asked for. */
  readonly content?: string;
} & (
  | { readonly kind: 'used'; readonly records: number; readonly bad: readonly BadRecord[] }
  | { readonly kind: 'excluded'; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly reason: string }
);

/** An event id that is no UUID, beside the 128 bits it is kept as. */
export interface OddId {
  readonly words: readonly number[];
  readonly text: string;
}

/**
 * The staged rows of some files, by column, with everything the rows repeat in a dictionary: what workers hand over and
 * what the cache keeps. Wide integers are 32-bit words, the lowest first: four for an id, two for a time.
 */
export interface StagedBatch {
  readonly files: readonly FileOutcome[];
  readonly rows: number;
  readonly id: Uint32Array;
  /** `sharedEventID`; zero where there is none. */
  readonly shared: Uint32Array;
  /** Milliseconds since the epoch; -2^62 where there is none. */
  readonly time: Uint32Array;
  /** Index into `kinds`; the complement (`~index`) when the id is an odd one. */
  readonly kind: Int32Array;
  /** Index into `files`. */
  readonly file: Int32Array;
  readonly position: Int32Array;
  readonly texts: readonly string[];
  /** One row of KIND_COLUMNS each: index into `texts` plus one, 0 for null. */
  readonly kinds: Int32Array;
  readonly oddIds: readonly OddId[];
}

/** The high word of -2^62; the low one is zero. */
const NO_TIME_HIGH = 0xc0000000;
const FIRST_CAPACITY = 4096;

/** Gathers the rows of a batch. A file that fails midway is taken back whole. */
export class BatchBuilder {
  readonly #files: FileOutcome[] = [];
  readonly #texts = new Map<string, number>();
  readonly #kinds = new Map<string, number>();
  readonly #codes: number[] = [];
  readonly #oddIds: OddId[] = [];
  #rows = 0;
  #capacity = FIRST_CAPACITY;
  #id = new Uint32Array(4 * FIRST_CAPACITY);
  #shared = new Uint32Array(4 * FIRST_CAPACITY);
  #time = new Uint32Array(2 * FIRST_CAPACITY);
  #kind = new Int32Array(FIRST_CAPACITY);
  #file = new Int32Array(FIRST_CAPACITY);
  #position = new Int32Array(FIRST_CAPACITY);

  get rows(): number {
    return this.#rows;
  }

  /** The number of the row's kind in this batch. */
  kindOf(row: StagedRow): number {
    const codes = KIND_COLUMNS.map(([, field]) => this.#codeOf(row[field]));
    const key = codes.join();
    const known = this.#kinds.get(key);
    if (known !== undefined) return known;
    const kind = this.#kinds.size;
    this.#kinds.set(key, kind);
    for (const code of codes) this.#codes.push(code);
    return kind;
  }

  /** Adds a row for the file that ends next. */
  addRow(row: StagedRow, position: number): void {
    const isOdd = readId(row.eventId);
    if (isOdd) this.#oddIds.push({ words: [...words], text: row.eventId });
    const id = words.slice();
    if (row.sharedEventId === null) words.fill(0);
    else readId(row.sharedEventId);
    this.addPlain(id, words, row.time, this.kindOf(row), position, isOdd);
  }

  addPlain(
    id: Uint32Array,
    shared: Uint32Array,
    time: number | null,
    kind: number,
    position: number,
    isOdd: boolean,
  ): void {
    if (this.#rows === this.#capacity) this.#grow();
    const row = this.#rows++;
    for (let word = 0; word < 4; word += 1) {
      this.#id[4 * row + word] = id[3 - word] as number;
      this.#shared[4 * row + word] = shared[3 - word] as number;
    }
    this.#time[2 * row] = time ?? 0;
    // What is above or below 32 bits wraps, as two's complement wants it.
    this.#time[2 * row + 1] = time === null ? NO_TIME_HIGH : Math.floor(time / 2 ** 32);
    this.#kind[row] = isOdd ? ~kind : kind;
    this.#file[row] = this.#files.length;
    this.#position[row] = position;
  }

  /** Takes back the rows since `rows`: their file turned out not to be read whole. */
  rewind(rows: number): void {
    this.#rows = rows;
  }

  endFile(outcome: FileOutcome): void {
    this.#files.push(outcome);
  }

  build(): StagedBatch {
    const rows = this.#rows;
    return {
      files: this.#files,
      rows,
      id: this.#id.slice(0, 4 * rows),
      shared: this.#shared.slice(0, 4 * rows),
      time: this.#time.slice(0, 2 * rows),
      kind: this.#kind.slice(0, rows),
      file: this.#file.slice(0, rows),
      position: this.#position.slice(0, rows),
      texts: [...this.#texts.keys()],
      kinds: Int32Array.from(this.#codes),
      oddIds: this.#oddIds,
    };
  }

  #codeOf(text: string | null): number {
    if (text === null) return 0;
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const code = this.#texts.size + 1;
    this.#texts.set(text, code);
    return code;
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#id = grown(this.#id, new Uint32Array(4 * this.#capacity));
    this.#shared = grown(this.#shared, new Uint32Array(4 * this.#capacity));
    this.#time = grown(this.#time, new Uint32Array(2 * this.#capacity));
    this.#kind = grown(this.#kind, new Int32Array(this.#capacity));
    this.#file = grown(this.#file, new Int32Array(this.#capacity));
    this.#position = grown(this.#position, new Int32Array(this.#capacity));
  }
}

function grown<Column extends Int32Array | Uint32Array>(old: Column, column: Column): Column {
  column.set(old);
  return column;
}
