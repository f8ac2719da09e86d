import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { ColumnAppender } from './column-appender.ts';
import type { KindTable } from './kind-table.ts';
import { countRows } from './row-counts.ts';
import { RowNumbers } from './row-numbers.ts';
import { RowStore } from './row-store.ts';
import { NO_TIME, type Rows, timeOf } from './rows.ts';
import { SeenIds } from './seen-ids.ts';
import type { StagedBatch } from './staged-batch.ts';
import {
  COUNTED,
  COUNTED_FILES,
  type Columns,
  DELIVERED,
  definitions,
  RECOUNTED,
  SHARED_IDS,
  STAGED,
  typesOf,
} from './staging-tables.ts';

const DAY = 86_400_000;
const TABLES = {
  counted: COUNTED,
  counted_files: COUNTED_FILES,
  recounted: RECOUNTED,
  delivered: DELIVERED,
  staged: STAGED,
  shared_ids: SHARED_IDS,
} as const satisfies Readonly<Record<string, Columns>>;
type Table = keyof typeof TABLES;

/**
 * Takes in the rows of batches: counts them by kind and day into the table `counted`, until an id turns out to have come
 * twice. Then the batches it is in are counted again without it, and its rows go to the table `staged`, for SQL to settle.
 */
export class RowStager {
  readonly #kinds: KindTable;
  readonly #bounds: readonly number[];
  readonly #tables: Readonly<Record<Table, ColumnAppender>>;
  readonly #store: RowStore;
  readonly #seen = new SeenIds();
  /** Ids that one row alone may not settle. */
  readonly #doubtful = new SeenIds();
  /** Batches that have rows of such an id. */
  readonly #again = new Set<number>();
  /** By batch its rows whose id is no UUID. */
  readonly #odd = new Map<number, ReadonlySet<number>>();
  #batches = 0;
  /** Rows of the table `odd_ids`. */
  readonly oddIds: DuckDBValue[][] = [];

  private constructor(
    kinds: KindTable,
    bounds: readonly number[],
    tables: Readonly<Record<Table, ColumnAppender>>,
    store: RowStore,
  ) {
    this.#kinds = kinds;
    this.#bounds = bounds;
    this.#tables = tables;
    this.#store = store;
  }

  /**
   * @param bounds milliseconds since the epoch at which the window begins and ends
   * @param folder where rows may be kept meanwhile
   */
  static async open(
    connection: DuckDBConnection,
    kinds: KindTable,
    bounds: readonly number[],
    folder: string,
  ): Promise<RowStager> {
    const tables: Partial<Record<Table, ColumnAppender>> = {};
    for (const [table, columns] of Object.entries(TABLES) as [Table, Columns][]) {
      await connection.run(`CREATE TABLE ${table} (${definitions(columns)})`);
      tables[table] = new ColumnAppender(await connection.createAppender(table), typesOf(columns));
    }
    return new RowStager(kinds, bounds, tables as Record<Table, ColumnAppender>, new RowStore(folder));
  }

  /** `numbers`: of each file of the batch its number in this run; -1 leaves its rows out. */
  append(batch: StagedBatch, numbers: Int32Array): void {
    const number = this.#batches++;
    const kinds = this.#kinds.numbersOf(batch);
    const rows: Rows = {
      count: batch.rows,
      id: batch.id,
      time: batch.time,
      kind: batch.kind.map((kind) => kinds[kind] as number),
      file: batch.file.map((file) => numbers[file] as number),
    };
    this.#store.add(rows);
    this.#findDoubtful(rows, number);
    this.#addOddIds(batch, rows, number);
    this.#addShared(batch, rows, number);
    this.#addDelivered(rows);
    this.#count(rows, number, (row) => rows.file[row] !== -1);
  }

  /** Ends taking in: counts again what has to be. */
  close(): void {
    const again = this.#seen.isFull
      ? new Set(Array.from({ length: this.#batches }, (_, batch) => batch))
      : this.#again;
    for (const batch of [...again].sort((a, b) => a - b)) this.#countAgain(batch);
    this.#tables.recounted.append([Int32Array.from(again)], again.size);
    for (const table of Object.values(this.#tables)) table.close();
    this.#store.close();
  }

  #findDoubtful(rows: Rows, batch: number): void {
    for (let row = 0; row < rows.count; row += 1) {
      if (rows.file[row] === -1 || this.#seen.isFull) continue;
      const earlier = this.#seen.add(rows, row, batch);
      if (earlier === null) continue;
      this.#doubt(rows, row, batch);
      this.#again.add(earlier);
    }
  }

  #doubt(rows: Rows, row: number, batch: number): void {
    this.#doubtful.add(rows, row, batch);
    this.#again.add(batch);
  }

  #addOddIds({ oddIds }: StagedBatch, rows: Rows, batch: number): void {
    const kept = oddIds.filter(({ row }) => rows.file[row] !== -1);
    for (const { row, text, position } of kept) {
      const operation = ~this.#kinds.operationOf(rows.kind[row] as number);
      this.oddIds.push([operation, idAt(rows.id, row), text, rows.file[row] as number, position]);
      this.#doubt(rows, row, batch);
    }
    if (kept.length > 0) this.#odd.set(batch, new Set(kept.map(({ row }) => row)));
  }

  #addShared({ sharedRows, shared }: StagedBatch, rows: Rows, batch: number): void {
    const indexes = Int32Array.from(sharedRows.keys()).filter(
      (index) => rows.file[sharedRows[index] as number] !== -1,
    );
    const kept = indexes.map((index) => sharedRows[index] as number);
    for (const row of kept) this.#doubt(rows, row, batch);
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

  #addDelivered(rows: Rows): void {
    const delivered = new RowNumbers(3);
    const key = [0, 0, 0];
    for (let row = 0; row < rows.count; row += 1) {
      const file = rows.file[row] as number;
      const time = timeOf(rows, row);
      if (file === -1 || time === NO_TIME) continue;
      key[0] = this.#kinds.placeOf(rows.kind[row] as number);
      key[1] = Math.floor(time / DAY);
      key[2] = file;
      delivered.numberOf(key);
    }
    const column = (at: number) =>
      Int32Array.from({ length: delivered.rows }, (_, row) => delivered.at(row, at));
    this.#tables.delivered.append([column(0), column(1), column(2)], delivered.rows);
  }

  #count(rows: Rows, batch: number, isCounted: (row: number) => boolean): void {
    const { count, kind, calls, first, last, event } = countRows(rows, this.#bounds, isCounted);
    const number = new Int32Array(count).fill(batch);
    this.#tables.counted.append([number, kind, calls, first, last, event], count);
    const files = new Map<number, number>();
    for (let row = 0; row < rows.count; row += 1) {
      const file = rows.file[row] as number;
      if (isCounted(row)) files.set(file, (files.get(file) ?? 0) + 1);
    }
    this.#tables.counted_files.append(
      [
        new Int32Array(files.size).fill(batch),
        Int32Array.from(files.keys()),
        Int32Array.from(files.values()),
      ],
      files.size,
    );
  }

  #countAgain(batch: number): void {
    const rows = this.#store.read(batch);
    const isDoubtful = (row: number): boolean =>
      this.#seen.isFull || this.#doubtful.batchOf(rows, row) !== null;
    const staged = Int32Array.from(rows.file.keys()).filter(
      (row) => rows.file[row] !== -1 && isDoubtful(row),
    );
    this.#tables.staged.append(
      [
        this.#operations(rows, staged, batch),
        rowsOf(rows.id, 4, staged),
        rowsOf(rows.time, 2, staged),
        rowsOf(rows.kind, 1, staged),
        rowsOf(rows.file, 1, staged),
      ],
      staged.length,
    );
    this.#count(rows, ~batch, (row) => rows.file[row] !== -1 && !isDoubtful(row));
  }

  #operations(rows: Rows, picked: Int32Array, batch: number): Int32Array {
    const odd = this.#odd.get(batch);
    return picked.map((row) => {
      const operation = this.#kinds.operationOf(rows.kind[row] as number);
      // An odd id is never a copy of a UUID, even where a UUID was made to equal its hash.
      return odd?.has(row) ? ~operation : operation;
    });
  }
}

/** Some rows of a column of this many words each. */
function rowsOf(column: Int32Array | Uint32Array, width: number, rows: Int32Array): Uint32Array {
  const picked = new Uint32Array(width * rows.length);
  for (const [index, row] of rows.entries()) {
    for (let word = 0; word < width; word += 1)
      picked[width * index + word] = column[width * row + word] as number;
  }
  return picked;
}

function idAt(id: Uint32Array, row: number): bigint {
  return id.subarray(4 * row, 4 * row + 4).reduceRight((value, word) => (value << 32n) | BigInt(word), 0n);
}
