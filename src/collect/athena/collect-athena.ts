import { createHash } from 'node:crypto';
import type { InputRecord, QueryRecord, Unreadable, UsageFacts } from '../../domain/collected.ts';
import type { Window } from '../../domain/window.ts';
import { asSourceError, awsError, describeAwsError } from '../aws/aws-error.ts';
import { AwsSession } from '../aws/aws-session.ts';
import { isoSeconds } from '../files/aws-time.ts';
import { AthenaQueries } from './athena-client.ts';
import { dollars, queryCost } from './athena-cost.ts';
import { QueryFailure } from './athena-error.ts';
import type { AthenaSource } from './athena-source.ts';
import { type CloudTrailTable, cloudTrailTable, parseTableName } from './athena-table.ts';
import { factsOf, type RelationRows } from './facts-of-rows.ts';
import { projectedRegions, projectionGap } from './projection.ts';
import { type QueryParameters, RELATIONS, type Relation, relationQuery } from './query-text.ts';
import { bytesCutoff, tableMetadata } from './table-metadata.ts';

export interface AthenaUsage {
  readonly usage: UsageFacts;
  readonly inputs: readonly InputRecord[];
  readonly unreadable: readonly Unreadable[];
}

const DAY_MS = 86_400_000;
/** A session lasts at most 36 hours (STS API reference, GetFederationToken), so what issued it is that much older. */
const BEFORE_MS = 1.5 * DAY_MS;
/** Files are delivered minutes after a call, some much later; their folder is the day of delivery. */
const DELIVERY_MS = DAY_MS;

/**
 * Usage facts by SQL in Athena, coverage first: where it shows nothing, there is nothing to conclude from. A query that
 * fails is a gap over the whole window, so that no permission is called unused because of it.
 *
 * @throws UserError when the table is none of CloudTrail logs; SourceError when AWS does not accept the credentials or
 *   does not allow the first query
 */
export async function collectAthena(
  source: AthenaSource,
  window: Window,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<AthenaUsage> {
  const { profile } = source;
  const session = new AwsSession({
    runId: 'paredown-athena',
    environment,
    ...(profile !== undefined && { profile }),
  });
  const name = parseTableName(source.table, source.database);
  const place = { ...source, database: name.database };
  const location = `athena:${name.database}.${name.table}`;
  try {
    const client = await session.athena(await session.region());
    const table = cloudTrailTable(name, await tableMetadata(client, name, location));
    const cutoff = source.maxCost === null ? null : await bytesCutoff(client, source.workgroup);
    const queries = new AthenaQueries(client, place);
    const release = source.onInterrupt?.(() => queries.cancel());
    try {
      const { maxCost, usdPerTerabyte } = source;
      return await askAll({ queries, table, window, location, maxCost, usdPerTerabyte, cutoff });
    } finally {
      release?.();
    }
  } finally {
    await session.close();
  }
}

interface Questions {
  readonly queries: AthenaQueries;
  readonly table: CloudTrailTable;
  readonly window: Window;
  readonly location: string;
  readonly maxCost: number | null;
  readonly usdPerTerabyte: number;
  /** The workgroup's BytesScannedCutoffPerQuery. */
  readonly cutoff: number | null;
}

async function askAll({
  queries,
  table,
  window,
  location,
  maxCost,
  usdPerTerabyte,
  cutoff,
}: Questions): Promise<AthenaUsage> {
  const parameters = parametersOf(window);
  const answers: Partial<Record<Relation, RelationRows>> = {};
  const records: QueryRecord[] = [];
  const gaps: string[] = [];
  const gap = projectionGap(table, String(parameters.from_day), String(parameters.to_day));
  if (gap !== null) gaps.push(gap);
  // Of the first query no more is known than what each one costs at least.
  let [spent, next] = [0, queryCost(0, usdPerTerabyte)];
  for (const relation of RELATIONS) {
    if (maxCost !== null && spent + next > maxCost) {
      const bound = cutoff === null ? '' : `; the workgroup stops a query after ${cutoff} bytes`;
      gaps.push(
        `query ${relation} was not asked: about ${dollars(next)} more than the ${dollars(spent)} so far would exceed --max-cost ${maxCost}${bound}`,
      );
      continue;
    }
    const query = relationQuery(relation, table, parameters);
    try {
      const answer = await queries.ask(query);
      const { execution, rows, columns } = answer;
      spent += execution.costUsd;
      // Every relation reads the same partitions.
      next = Math.max(next, execution.costUsd);
      answers[relation] = rowsOf(columns, rows);
      records.push({
        name: relation,
        sql: query.sql,
        parameters: query.parameters,
        rows: rows.length,
        sha256: hashOf(rows),
        execution: { ...execution, ...(cutoff !== null && { bytesScannedCutoff: cutoff }) },
      });
    } catch (error) {
      if (error instanceof QueryFailure) spent += error.costUsd;
      gaps.push(`query ${relation}: ${reasonOf(error, relation, location)}`);
      if (relation === 'coverage') break;
    }
    if (relation === 'coverage' && answers.coverage?.length === 0) {
      gaps.push(
        `the table has no event between ${window.start} and ${window.end}: check its LOCATION, its partitions and projection.*.range`,
      );
      break;
    }
  }
  const facts = factsOf(answers);
  const { distinct } = facts.accounting.records;
  const counted = facts.activity.reduce((sum, { calls }) => sum + calls, 0) + facts.left;
  if (gaps.length === 0 && counted !== distinct) {
    gaps.push(
      `the table changed while it was asked (${counted} events in one answer, ${distinct} in another): ask again, or for a window that ended hours ago (--as-of)`,
    );
  }
  const { left: _, ...usage } = facts;
  for (const { reason, key, count, example } of facts.leftovers) {
    if (reason === 'unreadable') gaps.push(`${count} records: each ${key}, e.g. in ${example}`);
  }
  const regions = projectedRegions(table);
  return {
    usage: { ...usage, queries: records, ...(regions !== null && { regions }) },
    inputs: [
      {
        kind: 'cloudtrail',
        location,
        sha256: hashOf(records.map(({ name, sha256 }) => [name, sha256])),
        records: distinct,
      },
    ],
    unreadable: gaps.map((reason) => ({
      kind: 'cloudtrail',
      location,
      reason,
      account: null,
      region: null,
      day: null,
    })),
  };
}

function parametersOf({ start, end }: Window): QueryParameters {
  const [first, last] = [Date.parse(start), Date.parse(end)];
  const folder = (time: number) => isoSeconds(time).slice(0, 10).replaceAll('-', '/');
  return {
    from_day: folder(first - BEFORE_MS),
    to_day: folder(last + DELIVERY_MS),
    from: BigInt(first - BEFORE_MS),
    start: BigInt(first),
    end: BigInt(last),
  };
}

/** @throws SourceError where going on is of no use */
function reasonOf(error: unknown, relation: Relation, location: string): string {
  if (error instanceof QueryFailure) return error.message;
  const info = awsError(error);
  if (info.kind === 'credentials' || (info.kind === 'denied' && relation === 'coverage')) {
    throw asSourceError(location, error);
  }
  // Neither of AWS nor of the network: a mistake of ours, which is not evidence of anything.
  if (info.kind === 'service' && !isOfAws(error)) throw error;
  return describeAwsError(info);
}

function isOfAws(error: unknown): boolean {
  return typeof error === 'object' && error !== null && '$metadata' in error;
}

function rowsOf(columns: readonly string[], rows: readonly (readonly (string | null)[])[]): RelationRows {
  return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])));
}

/** Of one JSON array of values a line. */
function hashOf(rows: readonly (readonly unknown[])[]): string {
  const hash = createHash('sha256');
  for (const row of rows) hash.update(`${JSON.stringify(row)}\n`);
  return hash.digest('hex');
}
