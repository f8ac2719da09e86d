import { createHash } from 'node:crypto';
import type { AthenaClient, QueryExecution } from '@aws-sdk/client-athena';
import type { QueryExecutionRecord } from '../../domain/collected.ts';
import { MalformedAnswer } from '../aws/aws-error.ts';
import { queryCost } from './athena-cost.ts';
import { QueryFailure } from './athena-error.ts';
import type { AthenaPlace } from './athena-source.ts';
import type { AthenaQuery } from './query-text.ts';

export interface AthenaAnswer {
  readonly columns: readonly string[];
  /** Every value as text, as Athena prints it. */
  readonly rows: readonly (readonly (string | null)[])[];
  readonly execution: QueryExecutionRecord;
}

/** How long one query may take; Athena's own limit for DML is 30 minutes unless an account has it raised. */
const LONGEST_MS = 60 * 60_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
/** How often a query is asked again that AWS says may succeed when retried. */
const MOST_ATTEMPTS = 4;
const PAGE_ROWS = 1_000;

/** Asks Athena one query after the other; `cancel` stops the one that runs. */
export class AthenaQueries {
  readonly #client: AthenaClient;
  readonly #place: AthenaPlace;
  readonly #startedAt: number;
  /** Id of the query that runs, from before AWS has told it. */
  #running: Promise<string> | null = null;
  #isCancelled = false;

  constructor(client: AthenaClient, place: AthenaPlace) {
    this.#client = client;
    this.#place = place;
    this.#startedAt = Date.now();
  }

  /**
   * The answer of a query, every page of it.
   * @throws QueryFailure when Athena fails or cancels it; MalformedAnswer; errors of the SDK
   */
  async ask(query: AthenaQuery): Promise<AthenaAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(query, attempt);
      } catch (error) {
        const mayRetry = error instanceof QueryFailure && error.mayRetry && attempt < MOST_ATTEMPTS;
        if (!mayRetry || this.#isCancelled) throw error;
        await pause(FIRST_PAUSE_MS * 2 ** attempt);
      }
    }
  }

  /** Stops the query that runs, so that it costs no more, and asks none after it. */
  async cancel(): Promise<void> {
    this.#isCancelled = true;
    const id = await this.#running?.catch(() => null);
    if (id == null) return;
    const { StopQueryExecutionCommand } = await import('@aws-sdk/client-athena');
    await this.#client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
  }

  async #attempt(query: AthenaQuery, attempt: number): Promise<AthenaAnswer> {
    this.#running = this.#start(query, attempt);
    try {
      const id = await this.#running;
      const execution = await this.#finished(id);
      return { ...(await this.#pages(id)), execution: recordOf(id, execution, this.#place) };
    } finally {
      this.#running = null;
    }
  }

  async #start({ sql, values }: AthenaQuery, attempt: number): Promise<string> {
    if (this.#isCancelled) throw new QueryFailure('it was interrupted');
    const { database, workgroup, output, reuseMinutes } = this.#place;
    const { StartQueryExecutionCommand } = await import('@aws-sdk/client-athena');
    const { QueryExecutionId: id } = await this.#client.send(
      new StartQueryExecutionCommand({
        QueryString: sql,
        ExecutionParameters: [...values],
        ClientRequestToken: this.#token(sql, values, attempt),
        QueryExecutionContext: { Database: database },
        WorkGroup: workgroup,
        ...(output !== null && { ResultConfiguration: { OutputLocation: output } }),
        ...(reuseMinutes > 0 && {
          ResultReuseConfiguration: {
            ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: reuseMinutes },
          },
        }),
      }),
    );
    if (id === undefined) throw new MalformedAnswer('StartQueryExecution answered without an id');
    return id;
  }

  /**
   * The same request within the time an answer may be reused has the same token, so that one that is sent twice, by a
   * retry or by a run that goes on after an interruption, is not paid twice. Another attempt is another request.
   */
  #token(sql: string, values: readonly string[], attempt: number): string {
    const { database, workgroup, output, reuseMinutes } = this.#place;
    const period = reuseMinutes > 0 ? Math.floor(this.#startedAt / (reuseMinutes * 60_000)) : this.#startedAt;
    return createHash('sha256')
      .update(JSON.stringify([sql, values, database, workgroup, output, period, attempt]))
      .digest('hex');
  }

  async #finished(id: string): Promise<QueryExecution> {
    const { GetQueryExecutionCommand } = await import('@aws-sdk/client-athena');
    for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 1.5, LONGEST_PAUSE_MS)) {
      const { QueryExecution: execution } = await this.#client.send(
        new GetQueryExecutionCommand({ QueryExecutionId: id }),
      );
      const state = execution?.Status?.State;
      if (execution === undefined || state === undefined) {
        throw new MalformedAnswer('GetQueryExecution answered without a state');
      }
      if (state === 'SUCCEEDED') return execution;
      if (state === 'FAILED' || state === 'CANCELLED') throw this.#failure(id, execution);
      if (Date.now() - this.#startOf(execution) > LONGEST_MS) {
        await this.cancel();
        throw new QueryFailure(`it ran for more than ${LONGEST_MS / 60_000} minutes (query ${id})`);
      }
      await pause(wait);
    }
  }

  #startOf({ Status: status }: QueryExecution): number {
    return status?.SubmissionDateTime?.getTime() ?? this.#startedAt;
  }

  #failure(id: string, execution: QueryExecution): QueryFailure {
    const { Status: status, Statistics: statistics } = execution;
    const reason =
      (status?.AthenaError?.ErrorMessage ?? status?.StateChangeReason ?? 'no reason is given').split(
        '\n',
        1,
      )[0] ?? '';
    const isEarlier = this.#startOf(execution) < this.#startedAt - 1_000;
    const what = status?.State === 'CANCELLED' ? 'it was cancelled' : 'it failed';
    const scanned = statistics?.DataScannedInBytes ?? 0;
    const after = scanned > 0 ? ` after ${scanned} bytes` : '';
    // A token brings back the query of an earlier run: what failed then may succeed now.
    const mayRetry = !this.#isCancelled && (isEarlier || status?.AthenaError?.Retryable === true);
    // What a query had scanned when it was cancelled is charged; one that failed is free.
    const isCharged = status?.State === 'CANCELLED' && !isEarlier && scanned > 0;
    const costUsd = isCharged ? queryCost(scanned, this.#place.usdPerTerabyte) : 0;
    return new QueryFailure(`${what}${after}: ${reason}${adviceOn(reason)} (query ${id})`, mayRetry, costUsd);
  }

  async #pages(id: string): Promise<Omit<AthenaAnswer, 'execution'>> {
    const { GetQueryResultsCommand } = await import('@aws-sdk/client-athena');
    const rows: (readonly (string | null)[])[] = [];
    const seen = new Set<string>();
    let columns: readonly string[] | null = null;
    for (let token: string | undefined; ; ) {
      const page = await this.#client.send(
        new GetQueryResultsCommand({
          QueryExecutionId: id,
          MaxResults: PAGE_ROWS,
          ...(token !== undefined && { NextToken: token }),
        }),
      );
      const names = page.ResultSet?.ResultSetMetadata?.ColumnInfo?.map(({ Name }) => Name ?? '');
      const found = page.ResultSet?.Rows?.map(({ Data }) =>
        (Data ?? []).map(({ VarCharValue }) => VarCharValue ?? null),
      );
      if (names === undefined || found === undefined) {
        throw new MalformedAnswer(`a page of results of query ${id} has no columns or no rows`);
      }
      // The first row of the first page repeats the names of the columns.
      if (columns === null && found.shift()?.join() !== names.join()) {
        throw new MalformedAnswer(`the results of query ${id} do not begin with the names of their columns`);
      }
      columns = names;
      if (found.some((row) => row.length !== names.length)) {
        throw new MalformedAnswer(`a row of the results of query ${id} has other columns`);
      }
      rows.push(...found);
      token = page.NextToken;
      if (token === undefined) return { columns, rows };
      if (seen.has(token)) throw new MalformedAnswer(`the results of query ${id} repeat a page`);
      seen.add(token);
    }
  }
}

/** Trino's codes for a file that it cannot read to its end (io.trino.plugin.hive.HiveErrorCode). */
const BROKEN_FILE = /\bHIVE_(BAD_DATA|CURSOR_ERROR|CANNOT_OPEN_SPLIT|FILESYSTEM_ERROR|INVALID_METADATA)\b/;

/** What to do about a reason that is the state of the log. */
function adviceOn(reason: string): string {
  return BROKEN_FILE.test(reason)
    ? '. A log file cannot be read, and Athena gives no answer without it: restore the file or move it out of the table, or read the log with --cloudtrail s3://BUCKET/PREFIX/, which names each broken file and judges the rest'
    : '';
}

function recordOf(
  id: string,
  { Statistics: statistics, EngineVersion: engine }: QueryExecution,
  { workgroup, usdPerTerabyte }: AthenaPlace,
): QueryExecutionRecord {
  const isReused = statistics?.ResultReuseInformation?.ReusedPreviousResult === true;
  const bytesScanned = statistics?.DataScannedInBytes ?? 0;
  return {
    id,
    workgroup,
    engine: engine?.EffectiveEngineVersion ?? null,
    bytesScanned,
    milliseconds: statistics?.TotalExecutionTimeInMillis ?? null,
    isReused,
    costUsd: isReused ? 0 : queryCost(bytesScanned, usdPerTerabyte),
    usdPerTerabyte,
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
