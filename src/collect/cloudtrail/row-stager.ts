import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { ColumnAppender } from './column-appender.ts';
import { countDelivered } from './delivered.ts';
import { countedColumns, countRows, type RowCounts } from './row-counts.ts';
import { RowStore } from './row-store.ts';
import { idAt, millisecondsAt, pick, type Rows, rowsOf } from './rows.ts';
import type { Kinds, RunDictionary } from './run-dictionary.ts';
import { SeenIds } from './seen-ids.ts';
import type { StagedBatch } from './staged-batch.ts';
import {
  COUNTED,
  COUNTED_LEFT,
  type Columns,
  DELIVERED,
  definitions,
  SHARED_IDS,
  STAGED,
  typesOf,
} from './staging-tables.ts';

const TABLES = {
  counted: COUNTED,
  counted_left: COUNTED_LEFT,
  delivered: DELIVERED,
  staged: STAGED,
  shared_ids: SHARED_IDS,
} as const satisfies Readonly<Record<string, Columns>>;
type Table = keyof typeof TABLES;

/** The rows of a batch that issued a session. */
export interface IssuedKeys {
  readonly who: Int32Array;
  readonly what: Int32Array;
  /** The access keys, as JSON: one text takes a fraction of what as many take, and few of them matter in the end. */
  readonly keys: string;
}

/**
 * Takes in the rows of batches. Once all ids are known, rows whose id stands on them only are counted by kind and day into
 * the table `counted`, and the others go to the table `staged`, for SQL to settle.
 */
export class RowStager {
  readonly #dictionary: RunDictionary;
  readonly #bounds: readonly number[];
  readonly #tables: Readonly<Record<Table, ColumnAppender>>;
  readonly #store: RowStore;
  readonly #seen: SeenIds;
  /** Ids that one row alone may not settle. */
  readonly #doubtful = new SeenIds();
  /** By batch its rows whose id is no UUID. */
  readonly #odd = new Map<number, ReadonlySet<number>>();
  #batches = 0;
  /** Rows of the table `odd_ids`. */
  readonly oddIds: DuckDBValue[][] = [];
  readonly issued: IssuedKeys[] = [];

  private constructor(
    dictionary: RunDictionary,
    bounds: readonly number[],
    tables: Readonly<Record<Table, ColumnAppender>>,
    store: RowStore,
    seen: SeenIds,
  ) {
    this.#dictionary = dictionary;
    this.#bounds = bounds;
    this.#tables = tables;
    this.#store = store;
    this.#seen = seen;
  }

  /**
   * @param bounds milliseconds since the epoch at which the window begins and ends
   * @param folder where rows may be kept meanwhile
   * @param mostIds above so many events all are settled in SQL
   */
  static async open(
    connection: DuckDBConnection,
    dictionary: RunDictionary,
    bounds: readonly number[],
    folder: string,
    mostIds?: number,
  ): Promise<RowStager> {
    const tables: Partial<Record<Table, ColumnAppender>> = {};
    for (const [table, columns] of Object.entries(TABLES) as [Table, Columns][]) {
      await connection.run(`CREATE TABLE ${table} (${definitions(columns)})`);
      tables[table] = new ColumnAppender(await connection.createAppender(table), typesOf(columns));
    }
    return new RowStager(
      dictionary,
      bounds,
      tables as Record<Table, ColumnAppender>,
      new RowStore(folder),
      new SeenIds(mostIds),
    );
  }

  /** `numbers`: of each file of the batch its number in this run; -1 leaves its rows out. */
  append(batch: StagedBatch, numbers: Int32Array): void {
    const number = this.#batches;
    this.#batches += 1;
    const kinds = this.#dictionary.kindsOf(batch);
    const rows: Rows = {
      count: batch.rows,
      id: batch.id,
      time: batch.time,
      kind: batch.kind,
      file: batch.file.map((file) => numbers[file] as number),
    };
    this.#store.add(rows, kinds);
    this.#findDoubtful(rows);
    this.#addOddIds(batch, rows, kinds, number);
    this.#addShared(batch, rows, kinds, number);
    this.#addIssued(batch, rows, kinds);
  }

  /** Ends taking in, and fills the tables. */
  close(): void {
    for (let batch = 0; batch < this.#batches; batch += 1) this.#settle(batch);
    for (const table of Object.values(this.#tables)) table.close();
    this.release();
  }

  /** Lets go of what it kept, whether or not all was taken in. */
  release(): void {
    this.#store.close();
  }

  #findDoubtful(rows: Rows): void {
    for (let row = 0; row < rows.count; row += 1) {
      if (rows.file[row] === -1 || this.#seen.isFull) continue;
      if (!this.#seen.add(rows, row)) this.#doubtful.add(rows, row);
    }
  }

  #addOddIds({ oddIds }: StagedBatch, rows: Rows, kinds: Kinds, batch: number): void {
    const kept = oddIds.filter(({ row }) => rows.file[row] !== -1);
    for (const { row, text, position } of kept) {
      const operation = ~this.#operationOf(rows, row, kinds);
      this.oddIds.push([operation, idAt(rows.id, row), text, rows.file[row] as number, position]);
      this.#doubtful.add(rows, row);
    }
    if (kept.length > 0) this.#odd.set(batch, new Set(kept.map(({ row }) => row)));
  }

  #addShared({ sharedRows, shared }: StagedBatch, rows: Rows, kinds: Kinds, batch: number): void {
    const indexes = Int32Array.from(sharedRows.keys()).filter(
      (index) => rows.file[sharedRows[index] as number] !== -1,
    );
    const kept = indexes.map((index) => sharedRows[index] as number);
    for (const row of kept) this.#doubtful.add(rows, row);
    this.#tables.shared_ids.append(
      [
        this.#operations(rows, kept, kinds, batch),
        rowsOf(rows.id, 4, kept),
        rowsOf(rows.time, 2, kept),
        rowsOf(shared, 4, indexes),
      ],
      kept.length,
    );
  }

  #addIssued({ issuedRows, issuedKeys }: StagedBatch, rows: Rows, { who, what }: Kinds): void {
    const indexes = Int32Array.from(issuedRows.keys()).filter(
      (index) => rows.file[issuedRows[index] as number] !== -1,
    );
    const kind = indexes.map((index) => rows.kind[issuedRows[index] as number] as number);
    const keys = JSON.stringify(Array.from(indexes, (index) => issuedKeys[index]));
    this.issued.push({ who: pick(who, kind), what: pick(what, kind), keys });
  }

  #settle(batch: number): void {
    const { rows, kinds } = this.#store.read(batch);
    const { isFull } = this.#seen;
    const isCounted = new Uint8Array(rows.count);
    const staged: number[] = [];
    for (let row = 0; row < rows.count; row += 1) {
      if (rows.file[row] === -1) continue;
      if (isFull || this.#doubtful.has(rows, row)) staged.push(row);
      else isCounted[row] = 1;
    }
    this.#stage(rows, Int32Array.from(staged), kinds, batch);
    const delivered = countDelivered(rows, isCounted, (kind) =>
      this.#dictionary.placeOf(kinds.what[kind] as number),
    );
    this.#tables.delivered.append(
      [delivered.place, delivered.day, delivered.file, delivered.calls],
      delivered.count,
    );
    this.#addCounts(countRows(rows, this.#bounds, isCounted), kinds);
  }

  #addCounts(counts: RowCounts, kinds: Kinds): void {
    const isLeft = (row: number): boolean =>
      this.#isOutside(counts.first, row) ||
      this.#dictionary.isLeftover(kinds.who[counts.kind[row] as number] as number);
    const rows = Int32Array.from({ length: counts.count }, (_, row) => row);
    const used = rows.filter((row) => !isLeft(row));
    const left = rows.filter(isLeft);
    this.#tables.counted.append(countedColumns(counts, kinds, used), used.length);
    this.#tables.counted_left.append(
      [...countedColumns(counts, kinds, left), rowsOf(counts.event, 4, left)],
      left.length,
    );
  }

  /** Whether a count is of rows outside the window, or without a time. */
  #isOutside(first: Uint32Array, row: number): boolean {
    const time = millisecondsAt(first, row);
    const [start = 0, end = 0] = this.#bounds;
    return time < start || time >= end;
  }

  #stage(rows: Rows, staged: Int32Array, kinds: Kinds, batch: number): void {
    const kind = pick(rows.kind, staged);
    this.#tables.staged.append(
      [
        this.#operations(rows, staged, kinds, batch),
        rowsOf(rows.id, 4, staged),
        rowsOf(rows.time, 2, staged),
        pick(kinds.who, kind),
        pick(kinds.what, kind),
        pick(rows.file, staged),
      ],
      staged.length,
    );
  }

  #operationOf(rows: Rows, row: number, { what }: Kinds): number {
    return this.#dictionary.operationOf(what[rows.kind[row] as number] as number);
  }

  #operations(rows: Rows, picked: Int32Array, kinds: Kinds, batch: number): Int32Array {
    const odd = this.#odd.get(batch);
    return picked.map((row) => {
      const operation = this.#operationOf(rows, row, kinds);
      // An odd id is never a copy of a UUID, even where a UUID was made to equal its hash.
      return odd?.has(row) ? ~operation : operation;
    });
  }
}
