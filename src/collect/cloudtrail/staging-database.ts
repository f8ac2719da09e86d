import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBDataChunk, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import type { QueryRecord } from '../../domain/collected.ts';
import { ColumnAppender } from './column-appender.ts';
import { KindTable } from './kind-table.ts';
import type { LogPath } from './log-path.ts';
import type { StagedBatch } from './staged-batch.ts';
import { KIND_COLUMNS } from './staged-row.ts';
import {
  type Columns,
  definitions,
  FILES,
  KIND_CODES,
  KINDS,
  ODD_IDS,
  STAGED,
  TEXTS,
  typesOf,
} from './staging-tables.ts';

/** DuckDB spills to a temporary folder above this, so any amount of log fits. */
const MEMORY_LIMIT = '768MB';
/** Rows a data chunk holds (DuckDB's vector size). */
const CHUNK_ROWS = 2048;
export type QueryRow = Readonly<Record<string, unknown>>;

/**
 * The DuckDB that holds staged rows for one run: nothing of it outlives `close`, nothing is fetched from anywhere.
 * Queries are the files of queries/duckdb, by name, with bound parameters.
 */
export class StagingDatabase {
  readonly #folder: string;
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #staged: ColumnAppender;
  readonly #kinds = new KindTable();
  readonly #files: DuckDBValue[][] = [];
  readonly #oddIds = new Map<bigint, string>();
  readonly #queries: QueryRecord[] = [];

  private constructor(
    folder: string,
    instance: DuckDBInstance,
    connection: DuckDBConnection,
    staged: ColumnAppender,
  ) {
    this.#folder = folder;
    this.#instance = instance;
    this.#connection = connection;
    this.#staged = staged;
  }

  static async open(): Promise<StagingDatabase> {
    const folder = await mkdtemp(join(tmpdir(), 'paredown-'));
    const instance = await DuckDBInstance.create(join(folder, 'staged.duckdb'), {
      memory_limit: MEMORY_LIMIT,
      temp_directory: folder,
      preserve_insertion_order: 'false',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const connection = await instance.connect();
    await connection.run(`CREATE TABLE staged (${definitions(STAGED)})`);
    const appender = await connection.createAppender('staged');
    return new StagingDatabase(folder, instance, connection, new ColumnAppender(appender, typesOf(STAGED)));
  }

  /** Adds the rows of a batch. `numbers`: of each file of the batch its number in this run; -1 leaves its rows out. */
  append(batch: StagedBatch, numbers: Int32Array): void {
    const { rows: all, id, shared, time, position } = batch;
    const kinds = this.#kinds.numbersOf(batch);
    const columns = [
      new Int32Array(all),
      new Uint32Array(4 * all),
      new Uint32Array(4 * all),
      new Uint32Array(2 * all),
      new Int32Array(all),
      new Int32Array(all),
      new Int32Array(all),
    ] as const;
    let rows = 0;
    for (let row = 0; row < all; row += 1) {
      const file = numbers[batch.file[row] ?? 0] ?? -1;
      if (file === -1) continue;
      const staged = batch.kind[row] ?? 0;
      const isOdd = staged < 0;
      const kind = kinds[isOdd ? ~staged : staged] ?? 0;
      // An odd id is never a copy of a UUID, even where a UUID was made to equal its hash.
      const operation = this.#kinds.operationOf(kind);
      columns[0][rows] = isOdd ? ~operation : operation;
      for (let word = 0; word < 4; word += 1) {
        columns[1][4 * rows + word] = id[4 * row + word] as number;
        columns[2][4 * rows + word] = shared[4 * row + word] as number;
      }
      columns[3][2 * rows] = time[2 * row] as number;
      columns[3][2 * rows + 1] = time[2 * row + 1] as number;
      columns[4][rows] = kind;
      columns[5][rows] = file;
      columns[6][rows] = position[row] as number;
      rows += 1;
    }
    this.#staged.append(columns, rows);
    for (const { words, text } of batch.oddIds) {
      this.#oddIds.set(
        words.reduce((value, word) => (value << 32n) | BigInt(word), 0n),
        text,
      );
    }
  }

  addFile(file: number, input: number, location: string, path: LogPath, records: number): void {
    this.#files.push([file, input, location, path.account, path.region, path.day, records]);
  }

  /** Ends staging: from here on the distinct events can be asked. */
  async seal(): Promise<void> {
    this.#staged.close();
    const { texts, rows } = this.#kinds;
    await this.#fill('files', FILES, this.#files.length, (row) => this.#files[row] ?? []);
    const oddIds = [...this.#oddIds];
    await this.#fill('odd_ids', ODD_IDS, oddIds.length, (row) => oddIds[row] ?? []);
    await this.#fill('texts', TEXTS, texts.length, (row) => [row + 1, texts[row] ?? '']);
    const width = KIND_COLUMNS.length;
    await this.#fill('kind_codes', KIND_CODES, rows.length, (row) => [
      row,
      ...(rows[row] ?? []).slice(0, width),
    ]);
    await this.#connection.run(KINDS);
    await this.#connection.run('DROP TABLE kind_codes; DROP TABLE texts');
    for (const name of ['events', 'issuances']) {
      const sql = await queryText(name);
      await this.#connection.run(sql);
      this.#queries.push({ name, sql, parameters: {}, rows: null, sha256: null });
    }
  }

  async query(name: string, parameters: Record<string, DuckDBValue> = {}): Promise<QueryRow[]> {
    const sql = await queryText(name);
    const reader = await this.#connection.runAndReadAll(sql, parameters);
    const rows = reader.getRowObjectsJS();
    this.#queries.push({
      name,
      sql,
      parameters: Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, String(value)])),
      rows: rows.length,
      sha256: resultHash(rows),
    });
    return rows;
  }

  /** Every query asked so far, in order, with the hash of what it answered. */
  get queries(): readonly QueryRecord[] {
    return this.#queries;
  }

  async close(): Promise<void> {
    this.#connection.closeSync();
    this.#instance.closeSync();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #fill(
    table: string,
    columns: Columns,
    rows: number,
    rowAt: (row: number) => readonly DuckDBValue[],
  ): Promise<void> {
    await this.#connection.run(`CREATE TABLE ${table} (${definitions(columns)})`);
    const appender = await this.#connection.createAppender(table);
    const chunk = DuckDBDataChunk.create(typesOf(columns));
    for (let start = 0; start < rows; start += CHUNK_ROWS) {
      const count = Math.min(CHUNK_ROWS, rows - start);
      chunk.reset();
      chunk.setRows(Array.from({ length: count }, (_, row) => rowAt(start + row)));
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
  }
}

/** Of one JSON array of values a line, in column order, integers as text; every query orders its rows. */
function resultHash(rows: readonly QueryRow[]): string {
  const hash = createHash('sha256');
  for (const row of rows) {
    hash.update(
      `${JSON.stringify(Object.values(row), (_key, value) => (typeof value === 'bigint' ? String(value) : value))}\n`,
    );
  }
  return hash.digest('hex');
}

function queryText(name: string): Promise<string> {
  return readFile(new URL(`../../../queries/duckdb/${name}.sql`, import.meta.url), 'utf8');
}
