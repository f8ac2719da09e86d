import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BIGINT,
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBInstance,
  type DuckDBValue,
  INTEGER,
  VARCHAR,
} from '@duckdb/node-api';
import type { QueryRecord } from '../../domain/collected.ts';
import type { LogPath } from './log-path.ts';
import { STAGED_COLUMNS, type StagedValue } from './staged-row.ts';

/** DuckDB spills to a temporary folder above this, so any amount of log fits. */
const MEMORY_LIMIT = '1GB';
/** Rows a data chunk holds (DuckDB's vector size). */
const CHUNK_ROWS = 2048;
/** Files read, with what the S3 layout of their path tells; `records` as they stood in the file. */
const FILE_COLUMNS = [
  ['file', 'INTEGER'],
  ['location', 'VARCHAR'],
  ['account', 'VARCHAR'],
  ['region', 'VARCHAR'],
  ['day', 'VARCHAR'],
  ['records', 'INTEGER'],
] as const;
const TYPES = { INTEGER, BIGINT, VARCHAR } as const;

export type QueryRow = Readonly<Record<string, unknown>>;

/**
 * The DuckDB that holds staged rows for one run: nothing of it outlives `close`, nothing is fetched from anywhere.
 * Queries are the files of queries/duckdb, by name, with bound parameters.
 */
export class StagingDatabase {
  readonly #folder: string;
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #appender: DuckDBAppender;
  readonly #chunk = DuckDBDataChunk.create(STAGED_COLUMNS.map(([, type]) => TYPES[type]));
  readonly #files: StagedValue[][] = [];
  readonly #queries: QueryRecord[] = [];
  #pending: StagedValue[][] = STAGED_COLUMNS.map(() => []);

  private constructor(
    folder: string,
    instance: DuckDBInstance,
    connection: DuckDBConnection,
    appender: DuckDBAppender,
  ) {
    this.#folder = folder;
    this.#instance = instance;
    this.#connection = connection;
    this.#appender = appender;
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
    await connection.run(`CREATE TABLE staged (${definitions(STAGED_COLUMNS)})`);
    await connection.run(`CREATE TABLE files (${definitions(FILE_COLUMNS)})`);
    return new StagingDatabase(folder, instance, connection, await connection.createAppender('staged'));
  }

  /** Adds the rows of one file; the caller has them complete, so a file never counts in part. */
  append(rows: readonly (readonly StagedValue[])[]): void {
    for (const row of rows) {
      row.forEach((value, column) => {
        this.#pending[column]?.push(value);
      });
      if (this.#pending[0]?.length === CHUNK_ROWS) this.#flush();
    }
  }

  addFile(file: number, location: string, path: LogPath, records: number): void {
    this.#files.push([file, location, path.account, path.region, path.day, records]);
  }

  /** Ends staging: from here on the distinct events can be asked. */
  async seal(): Promise<void> {
    this.#flush();
    this.#appender.closeSync();
    const appender = await this.#connection.createAppender('files');
    const chunk = DuckDBDataChunk.create(FILE_COLUMNS.map(([, type]) => TYPES[type]));
    for (let start = 0; start < this.#files.length; start += CHUNK_ROWS) {
      chunk.reset();
      chunk.setRows(this.#files.slice(start, start + CHUNK_ROWS));
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
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

  #flush(): void {
    if (this.#pending[0]?.length === 0) return;
    this.#chunk.reset();
    this.#chunk.setColumns(this.#pending);
    this.#appender.appendDataChunk(this.#chunk);
    this.#pending = STAGED_COLUMNS.map(() => []);
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

function definitions(columns: readonly (readonly [name: string, type: string])[]): string {
  return columns.map(([name, type]) => `${name} ${type}`).join(', ');
}

function queryText(name: string): Promise<string> {
  return readFile(new URL(`../../../queries/duckdb/${name}.sql`, import.meta.url), 'utf8');
}
