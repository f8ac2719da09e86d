import { RowNumbers } from './row-numbers.ts';
import { isZero, readId, words } from './scan/event-id.ts';
import type { FileOutcome, OddId, StagedBatch } from './staged-batch.ts';
import { type StagedRow, WHAT_COLUMNS, WHO_COLUMNS, type What, type Who } from './staged-row.ts';

/** The high word of -2^62; the low one is zero. */
const NO_TIME_HIGH = 0xc0000000;
const FIRST_CAPACITY = 4096;

/** Gathers the rows of a batch. A file that fails midway is taken back whole. */
export class BatchBuilder {
  readonly #files: FileOutcome[] = [];
  readonly #texts = new Map<string, number>();
  readonly #whos = new RowNumbers(WHO_COLUMNS.length);
  readonly #whats = new RowNumbers(WHAT_COLUMNS.length);
  readonly #kinds = new RowNumbers(2);
  readonly #pair = [0, 0];
  readonly #oddIds: OddId[] = [];
  readonly #sharedRows: number[] = [];
  readonly #shared: number[] = [];
  readonly #issuedRows: number[] = [];
  readonly #issuedKeys: string[] = [];
  #rows = 0;
  #capacity = FIRST_CAPACITY;
  #id = new Uint32Array(4 * FIRST_CAPACITY);
  #time = new Uint32Array(2 * FIRST_CAPACITY);
  #kind = new Int32Array(FIRST_CAPACITY);
  #file = new Int32Array(FIRST_CAPACITY);

  get rows(): number {
    return this.#rows;
  }

  /** The codes of a caller's texts in this batch, in the order of WHO_COLUMNS. */
  codesOfWho(who: Who): Int32Array {
    return Int32Array.from(WHO_COLUMNS, ([, field]) => this.codeOf(who[field]));
  }

  /** The same of a call, in the order of WHAT_COLUMNS. */
  codesOfWhat(what: What): Int32Array {
    return Int32Array.from(WHAT_COLUMNS, ([, field]) => this.codeOf(what[field]));
  }

  /** The number in this batch of the caller with these codes. */
  whoOf(codes: Int32Array): number {
    return this.#whos.numberOf(codes);
  }

  whatOf(codes: Int32Array): number {
    return this.#whats.numberOf(codes);
  }

  /** The number of the kind that caller and call make. */
  kindOf(who: number, what: number): number {
    this.#pair[0] = who;
    this.#pair[1] = what;
    return this.#kinds.numberOf(this.#pair);
  }

  /** Adds a row for the file that ends next. */
  addRow(row: StagedRow, position: number): void {
    if (readId(row.eventId)) this.#oddIds.push({ row: this.#rows, text: row.eventId, position });
    this.addPlain(
      words,
      row.time,
      this.kindOf(this.whoOf(this.codesOfWho(row)), this.whatOf(this.codesOfWhat(row))),
    );
    if (row.issuedKey !== null) this.addIssued(this.#rows - 1, row.issuedKey);
    if (row.sharedEventId === null) return;
    readId(row.sharedEventId);
    this.addShared(words);
  }

  addPlain(id: Uint32Array, time: number | null, kind: number): void {
    if (this.#rows === this.#capacity) this.#grow();
    const row = this.#rows++;
    for (let word = 0; word < 4; word += 1) this.#id[4 * row + word] = id[3 - word] as number;
    this.#time[2 * row] = time ?? 0;
    // What is above or below 32 bits wraps, as two's complement wants it.
    this.#time[2 * row + 1] = time === null ? NO_TIME_HIGH : Math.floor(time / 2 ** 32);
    this.#kind[row] = kind;
    this.#file[row] = this.#files.length;
  }

  /**
   * Adds rows for the file that ends next, as a batch holds them: the lowest words first.
   *
   * @param shared which of these rows have a `sharedEventID`, and it; none of them zero
   */
  addRows(
    id: Uint32Array,
    time: Uint32Array,
    kind: Int32Array,
    shared: { readonly rows: Uint32Array; readonly ids: Uint32Array },
  ): void {
    const from = this.#rows;
    while (from + kind.length > this.#capacity) this.#grow();
    this.#id.set(id, 4 * from);
    this.#time.set(time, 2 * from);
    this.#kind.set(kind, from);
    this.#file.fill(this.#files.length, from, from + kind.length);
    for (const row of shared.rows) this.#sharedRows.push(from + row);
    for (const word of shared.ids) this.#shared.push(word);
    this.#rows += kind.length;
  }

  /** The `sharedEventID` of the row just added; zero is as good as none. */
  addShared(id: Uint32Array): void {
    if (isZero(id)) return;
    this.#sharedRows.push(this.#rows - 1);
    for (let word = 3; word >= 0; word -= 1) this.#shared.push(id[word] as number);
  }

  /** The access key of the session that a row issued; rows in order. */
  addIssued(row: number, key: string): void {
    this.#issuedRows.push(row);
    this.#issuedKeys.push(key);
  }

  /** Takes back the rows since `rows`: their file turned out not to be read whole. */
  rewind(rows: number): void {
    this.#rows = rows;
    while ((this.#oddIds.at(-1)?.row ?? -1) >= rows) this.#oddIds.pop();
    while ((this.#sharedRows.at(-1) ?? -1) >= rows) {
      this.#sharedRows.pop();
      this.#shared.length -= 4;
    }
    while ((this.#issuedRows.at(-1) ?? -1) >= rows) {
      this.#issuedRows.pop();
      this.#issuedKeys.pop();
    }
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
      time: this.#time.slice(0, 2 * rows),
      kind: this.#kind.slice(0, rows),
      file: this.#file.slice(0, rows),
      sharedRows: Int32Array.from(this.#sharedRows),
      shared: Uint32Array.from(this.#shared),
      issuedRows: Int32Array.from(this.#issuedRows),
      issuedKeys: this.#issuedKeys,
      texts: [...this.#texts.keys()],
      whos: this.#whos.values.slice(),
      whats: this.#whats.values.slice(),
      kinds: this.#kinds.values.slice(),
      oddIds: this.#oddIds,
    };
  }

  codeOf(text: string | null): number {
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
    this.#time = grown(this.#time, new Uint32Array(2 * this.#capacity));
    this.#kind = grown(this.#kind, new Int32Array(this.#capacity));
    this.#file = grown(this.#file, new Int32Array(this.#capacity));
  }
}

function grown<Column extends Int32Array | Uint32Array>(old: Column, column: Column): Column {
  column.set(old);
  return column;
}
