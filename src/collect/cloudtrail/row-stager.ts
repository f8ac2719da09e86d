import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { ColumnAppender } from './column-appender.ts';
import { countDelivered } from './delivered.ts';
import { countRows } from './row-counts.ts';
import { RowStore } from './row-store.ts';
import { idAt, pick, type Rows, rowsOf } from './rows.ts';
import type { Kinds, RunDictionary } from './run-dictionary.ts';
import { SeenIds } from './seen-ids.ts';
import type { StagedBatch } from './staged-batch.ts';
import {
  COUNTED,
  type Columns,
  DELIVERED,
  definitions,
  SHARED_IDS,
  STAGED,
  typesOf,
} from './staging-tables.ts';

const TABLES = {
  counted: COUNTED,
  delivered: DELIVERED,
  staged: STAGED,
  shared_ids: SHARED_IDS,
} as const satisfies Readonly<Record<string, Columns>>;
type Table = keyof typeof TABLES;

/** A row that issued a session. */
export interface IssuedKey {
  readonly who: number;
  readonly what: number;
  /** The access key. */
  readonly key: string;
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
  /** By batch. */
  readonly #kinds: Kinds[] = [];
  /** Rows of the table `odd_ids`. */
  readonly oddIds: DuckDBValue[][] = [];
  readonly issued: IssuedKey[] = [];

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
    const number = this.#kinds.length;
    this.#kinds.push(this.#dictionary.kindsOf(batch));
    const rows: Rows = {
      count: batch.rows,
      id: batch.id,
      time: batch.time,
      kind: batch.kind,
      file: batch.file.map((file) => numbers[file] as number),
    };
    this.#store.add(rows);
    this.#findDoubtful(rows);
    this.#addOddIds(batch, rows, number);
    this.#addShared(batch, rows, number);
    this.#addIssued(batch, rows, number);
  }

  /** Ends taking in, and fills the tables. */
  close(): void {
    for (let batch = 0; batch < this.#kinds.length; batch += 1) this.#settle(batch);
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

  #addOddIds({ oddIds }: StagedBatch, rows: Rows, batch: number): void {
    const kept = oddIds.filter(({ row }) => rows.file[row] !== -1);
    for (const { row, text, position } of kept) {
      const operation = ~this.#operationOf(rows, row, batch);
      this.oddIds.push([operation, idAt(rows.id, row), text, rows.file[row] as number, position]);
      this.#doubtful.add(rows, row);
    }
    if (kept.length > 0) this.#odd.set(batch, new Set(kept.map(({ row }) => row)));
  }

  #addShared({ sharedRows, shared }: StagedBatch, rows: Rows, batch: number): void {
    const indexes = Int32Array.from(sharedRows.keys()).filter(
      (index) => rows.file[sharedRows[index] as number] !== -1,
    );
    const kept = indexes.map((index) => sharedRows[index] as number);
    for (const row of kept) this.#doubtful.add(rows, row);
    this.#tables.shared_ids.append(
      [
        this.#operations(rows, kept, batch),
        rowsOf(rows.id, 4, kept),
        rowsOf(rows.time, 2, kept),
        rowsOf(shared, 4, indexes),
      ],
      kept.length,
    );
  }

  #addIssued({ issuedRows, issuedKeys }: StagedBatch, rows: Rows, batch: number): void {
    const { who, what } = this.#kinds[batch] as Kinds;
    for (const [index, row] of issuedRows.entries()) {
      if (rows.file[row] === -1) continue;
      const kind = rows.kind[row] as number;
      this.issued.push({
        who: who[kind] as number,
        what: what[kind] as number,
        key: issuedKeys[index] as string,
      });
    }
  }

  #settle(batch: number): void {
    const rows = this.#store.read(batch);
    const kinds = this.#kinds[batch] as Kinds;
    const { isFull } = this.#seen;
    const isCounted = new Uint8Array(rows.count);
    const staged: number[] = [];
    for (let row = 0; row < rows.count; row += 1) {
      if (rows.file[row] === -1) continue;
      if (isFull || this.#doubtful.has(rows, row)) staged.push(row);
      else isCounted[row] = 1;
    }
    this.#stage(rows, Int32Array.from(staged), batch, kinds);
    const delivered = countDelivered(rows, isCounted, (kind) =>
      this.#dictionary.placeOf(kinds.what[kind] as number),
    );
    this.#tables.delivered.append(
      [delivered.place, delivered.day, delivered.file, delivered.calls],
      delivered.count,
    );
    const { count, kind, calls, first, last, event } = countRows(rows, this.#bounds, isCounted);
    this.#tables.counted.append(
      [pick(kinds.who, kind), pick(kinds.what, kind), calls, first, last, event],
      count,
    );
  }

  #stage(rows: Rows, staged: Int32Array, batch: number, kinds: Kinds): void {
    const kind = pick(rows.kind, staged);
    this.#tables.staged.append(
      [
        this.#operations(rows, staged, batch),
        rowsOf(rows.id, 4, staged),
        rowsOf(rows.time, 2, staged),
        pick(kinds.who, kind),
        pick(kinds.what, kind),
        pick(rows.file, staged),
      ],
      staged.length,
    );
  }

  #operationOf(rows: Rows, row: number, batch: number): number {
    const { what } = this.#kinds[batch] as Kinds;
    return this.#dictionary.operationOf(what[rows.kind[row] as number] as number);
  }

  #operations(rows: Rows, picked: Int32Array, batch: number): Int32Array {
    const odd = this.#odd.get(batch);
    return picked.map((row) => {
      const operation = this.#operationOf(rows, row, batch);
      // An odd id is never a copy of a UUID, even where a UUID was made to equal its hash.
      return odd?.has(row) ? ~operation : operation;
    });
  }
}
