import { rmSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBDataChunk, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import type { QueryRecord } from '../../domain/collected.ts';
import type { Window } from '../../domain/window.ts';
import { collectGarbage } from '../collect-garbage.ts';
import type { LogPath } from './log-path.ts';
import { type QueryRow, readRows } from './query-rows.ts';
import { RowStager } from './row-stager.ts';
import { RunDictionary } from './run-dictionary.ts';
import type { StagedBatch } from './staged-batch.ts';
import {
  BOUNDS,
  type Columns,
  definitions,
  FILES,
  NAMED_WORDS,
  ODD_IDS,
  typesOf,
  WORD_MACRO,
  WORDS,
} from './staging-tables.ts';
import { writeDictionary, writeIssued } from './write-dictionary.ts';

/** DuckDB spills to a temporary folder above this, so any amount of log fits. */
const MEMORY_LIMIT = '640MB';
/** Above so many records what is known of them while they are taken in is worth collecting. */
const MANY_RECORDS = 5_000_000;
/** Rows a data chunk holds (DuckDB's vector size). */
const CHUNK_ROWS = 2048;

/** What takes rows in. */
interface Intake {
  readonly dictionary: RunDictionary;
  readonly stager: RowStager;
}

/**
 * The DuckDB that holds staged rows for one run: nothing of it outlives `close`, nothing is fetched from anywhere.
 * Queries are the files of queries/duckdb, by name, with bound parameters.
 */
export class StagingDatabase {
  readonly #folder: string;
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  /** Start and end of the window, in milliseconds since the epoch. */
  readonly #bounds: readonly number[];
  /** Null once all is taken in: the ids of twenty million events are 300 MB, which queries and facts need not share. */
  #intake: Intake | null;
  readonly #files: {
    readonly number: number;
    readonly input: number;
    readonly location: string;
    readonly path: LogPath;
    readonly records: number;
  }[] = [];
  #records = 0;
  readonly #queries: QueryRecord[] = [];
  /** An interruption ends the process without `close`; what was spilled must not stay. */
  readonly #onExit = (): void => rmSync(this.#folder, { recursive: true, force: true });
  #words: readonly string[] = [];

  private constructor(
    folder: string,
    instance: DuckDBInstance,
    connection: DuckDBConnection,
    bounds: readonly number[],
    intake: Intake,
  ) {
    this.#folder = folder;
    this.#instance = instance;
    this.#connection = connection;
    this.#bounds = bounds;
    this.#intake = intake;
    process.once('exit', this.#onExit);
  }

  /** @param mostIds above so many events all are settled in SQL */
  static async open(window: Window, mostIds?: number): Promise<StagingDatabase> {
    const folder = await mkdtemp(join(tmpdir(), 'paredown-'));
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: MEMORY_LIMIT,
      temp_directory: folder,
      preserve_insertion_order: 'false',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const connection = await instance.connect();
    const dictionary = new RunDictionary();
    const bounds = [Date.parse(window.start), Date.parse(window.end)];
    const stager = await RowStager.open(connection, dictionary, bounds, folder, mostIds);
    return new StagingDatabase(folder, instance, connection, bounds, { dictionary, stager });
  }

  /** Adds the rows of a batch. `numbers`: of each file of the batch its number in this run; -1 leaves its rows out. */
  append(batch: StagedBatch, numbers: Int32Array): void {
    if (this.#intake === null) throw new Error('the rows of this run are taken in already');
    this.#intake.stager.append(batch, numbers);
  }

  addFile(number: number, input: number, location: string, path: LogPath, records: number): void {
    this.#files.push({ number, input, location, path, records });
    this.#records += records;
  }

  /** Ends staging: from here on the distinct events can be asked. */
  async seal(): Promise<void> {
    if (this.#intake === null) throw new Error('the rows of this run are taken in already');
    await this.#fillTables(this.#intake);
    this.#intake = null;
    if (this.#records > MANY_RECORDS) await collectGarbage();
    for (const name of ['settled', 'events', 'issuances']) await this.#prepare(name);
  }

  /** Asks a query; `take` gets each row of the answer in turn, always in the same object. */
  async query(
    name: string,
    parameters: Record<string, DuckDBValue>,
    take: (row: QueryRow) => void,
  ): Promise<void> {
    const sql = await queryText(name);
    const result = await this.#connection.run(sql, parameters);
    this.#queries.push({
      name,
      sql,
      parameters: inWords(parameters),
      ...(await readRows(result, this.#words, take)),
    });
  }

  /** Every query asked so far, in order, with the hash of what it answered. */
  get queries(): readonly QueryRecord[] {
    return this.#queries;
  }

  async close(): Promise<void> {
    this.#intake?.stager.release();
    this.#connection.closeSync();
    this.#instance.closeSync();
    process.off('exit', this.#onExit);
    this.#onExit();
  }

  async #fillTables({ dictionary, stager }: Intake): Promise<void> {
    stager.close();
    const codeOf = (text: string | null): number => (text === null ? 0 : dictionary.codeOf(text));
    const places = this.#files.map(({ path }) => [codeOf(path.account), codeOf(path.region)] as const);
    const named = NAMED_WORDS.map(codeOf);
    const { texts, ranks } = dictionary.ranked();
    const rankOf = (code: number | undefined): number | null => ranks[code ?? 0] || null;
    this.#words = texts;
    await this.#fill('files', FILES, this.#files.length, (row) => {
      const file = this.#files[row];
      const [account, region] = places[row] ?? [];
      if (file === undefined) return [];
      const { number, input, location, path, records } = file;
      return [number, input, location, rankOf(account), rankOf(region), path.day, records];
    });
    await this.#fill('bounds', BOUNDS, 1, () => this.#bounds.map(BigInt));
    const { oddIds } = stager;
    await this.#fill('odd_ids', ODD_IDS, oddIds.length, (row) => oddIds[row] ?? []);
    await this.#fill('words', WORDS, named.length, (row) => [rankOf(named[row]), NAMED_WORDS[row] ?? '']);
    await this.#connection.run(WORD_MACRO);
    await writeDictionary(this.#connection, dictionary, ranks);
    await writeIssued(this.#connection, dictionary, ranks, stager.issued);
  }

  /** Runs a query that makes a table or a view for others. */
  async #prepare(name: string): Promise<void> {
    const sql = await queryText(name);
    await this.#connection.run(sql);
    this.#queries.push({ name, sql, parameters: {}, rows: null, sha256: null });
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

function inWords(parameters: Readonly<Record<string, DuckDBValue>>): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, String(value)]));
}

function queryText(name: string): Promise<string> {
  return readFile(new URL(`../../../queries/duckdb/${name}.sql`, import.meta.url), 'utf8');
}
