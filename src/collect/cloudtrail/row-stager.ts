import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { ColumnAppender } from './column-appender.ts';
import type { KindTable } from './kind-table.ts';
import { SeenIds } from './seen-ids.ts';
import type { StagedBatch } from './staged-batch.ts';
import { type Columns, DOUBTFUL, definitions, SHARED_IDS, STAGED, typesOf } from './staging-tables.ts';

/** Puts the rows of batches into the table `staged`, and into `doubtful` the event ids that one row may not settle. */
export class RowStager {
  readonly #kinds: KindTable;
  readonly #staged: ColumnAppender;
  readonly #doubtful: ColumnAppender;
  readonly #shared: ColumnAppender;
  readonly #seen = new SeenIds();
  /** Rows of the table `odd_ids`. */
  readonly oddIds: DuckDBValue[][] = [];

  private constructor(
    kinds: KindTable,
    staged: ColumnAppender,
    doubtful: ColumnAppender,
    shared: ColumnAppender,
  ) {
    this.#kinds = kinds;
    this.#staged = staged;
    this.#doubtful = doubtful;
    this.#shared = shared;
  }

  static async open(connection: DuckDBConnection, kinds: KindTable): Promise<RowStager> {
    const appender = async (table: string, columns: Columns): Promise<ColumnAppender> => {
      await connection.run(`CREATE TABLE ${table} (${definitions(columns)})`);
      return new ColumnAppender(await connection.createAppender(table), typesOf(columns));
    };
    return new RowStager(
      kinds,
      await appender('staged', STAGED),
      await appender('doubtful', DOUBTFUL),
      await appender('shared_ids', SHARED_IDS),
    );
  }

  /** There were too many ids to tell which are doubtful: all are. */
  get areAllDoubtful(): boolean {
    return this.#seen.isFull;
  }

  /** `numbers`: of each file of the batch its number in this run; -1 leaves its rows out. */
  append(batch: StagedBatch, numbers: Int32Array): void {
    const { rows, id, time } = batch;
    const numbersOfKinds = this.#kinds.numbersOf(batch);
    const operation = new Int32Array(rows);
    const kind = new Int32Array(rows);
    const file = new Int32Array(rows);
    for (let row = 0; row < rows; row += 1) {
      kind[row] = numbersOfKinds[batch.kind[row] as number] as number;
      operation[row] = this.#kinds.operationOf(kind[row] as number);
      file[row] = numbers[batch.file[row] as number] as number;
    }
    for (const { row, text, position } of batch.oddIds) {
      // An odd id is never a copy of a UUID, even where a UUID was made to equal its hash.
      operation[row] = ~(operation[row] as number);
      if (file[row] !== -1)
        this.oddIds.push([operation[row] as number, idAt(id, row), text, file[row] as number, position]);
    }
    this.#stage(rows, { operation, id, time, kind, file });
    this.#findDoubtful(batch, operation, file);
  }

  close(): void {
    for (const appender of [this.#staged, this.#doubtful, this.#shared]) appender.close();
  }

  #stage(rows: number, { operation, id, time, kind, file }: Record<keyof typeof WIDTHS, Words>): void {
    const columns = { operation, id, time, kind, file };
    const kept = file.includes(-1) ? Int32Array.from(file.keys()).filter((row) => file[row] !== -1) : null;
    const picked = Object.entries(columns).map(([name, column]) =>
      kept === null ? column : rowsOf(column, WIDTHS[name as keyof typeof WIDTHS], kept),
    );
    this.#staged.append(picked, kept?.length ?? rows);
  }

  #findDoubtful(
    { rows, id, time, sharedRows, shared, oddIds }: StagedBatch,
    operation: Words,
    file: Words,
  ): void {
    const doubtful: number[] = oddIds.map(({ row }) => row);
    for (let row = 0; row < rows; row += 1) {
      const at = 4 * row;
      if (file[row] === -1) continue;
      const mayRepeat = this.#seen.add(
        id[at] as number,
        id[at + 1] as number,
        id[at + 2] as number,
        id[at + 3] as number,
      );
      if (mayRepeat && !this.#seen.isFull) doubtful.push(row);
    }
    const isKept = (row: number): boolean => file[row] !== -1;
    const withShared = sharedRows.filter(isKept);
    const indexes = Int32Array.from(sharedRows.keys()).filter((index) => isKept(sharedRows[index] as number));
    for (const row of withShared) doubtful.push(row);
    const found = Int32Array.from(doubtful.filter(isKept));
    this.#doubtful.append([rowsOf(id, 4, found)], found.length);
    this.#shared.append(
      [
        rowsOf(operation, 1, withShared),
        rowsOf(id, 4, withShared),
        rowsOf(time, 2, withShared),
        rowsOf(shared, 4, indexes),
      ],
      withShared.length,
    );
  }
}

type Words = Int32Array | Uint32Array;
const WIDTHS = { operation: 1, id: 4, time: 2, kind: 1, file: 1 } as const;

/** Some rows of a column of this many words each. */
function rowsOf(column: Words, width: number, rows: Int32Array): Words {
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
