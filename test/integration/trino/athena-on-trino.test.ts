import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CloudTrailTable, cloudTrailTable } from '../../../src/collect/athena/athena-table.ts';
import { factsOf } from '../../../src/collect/athena/facts-of-rows.ts';
import { RELATIONS, relationQuery } from '../../../src/collect/athena/query-text.ts';
import { TABLE_COLUMNS } from '../../../src/collect/athena/table-columns.ts';
import { collectCloudTrail } from '../../../src/collect/cloudtrail/collect-cloudtrail.ts';
import { readLogPath } from '../../../src/collect/cloudtrail/log-path.ts';
import type { UsageFacts } from '../../../src/domain/collected.ts';
import { decide, type RunRequest } from '../../../src/main.ts';
import type { Assessment } from '../../../src/report/index.ts';
import { recordOf, sessionIdentity } from '../../collect/support.ts';
import { AthenaStandin, relationOf } from '../../support/athena-standin.ts';
import { hasSharedData, sharedData } from '../../support/shared-data.ts';
import { type LoggedRecord, loadTable } from './log-table.ts';
import { nastyRecords } from './nasty-records.ts';
import { NO_TRINO, startTrino, type Trino } from './start-trino.ts';
import { askTrino } from './trino-client.ts';

if (NO_TRINO !== null) console.log(`skipped: ${NO_TRINO}`);

const EVER = { start: '1971-01-01T00:00:00Z', end: '2100-01-01T00:00:00Z', days: 47_117 };
/** Trino plans a query of this size in seconds, on a busy machine in minutes. */
const TIMEOUT_MS = 900_000;
const SAMPLE = new URL('../../../samples/', import.meta.url).pathname;

describe.skipIf(NO_TRINO !== null)('queries/athena on Trino', { timeout: TIMEOUT_MS }, () => {
  let trino: Trino;
  let folder: string;
  beforeAll(async () => {
    trino = await startTrino();
    folder = mkdtempSync(join(tmpdir(), 'paredown-athena-'));
  });
  afterAll(async () => {
    await trino?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Facts of a folder of logs by both engines, the same window asked of both. */
  async function both(name: string, logs: readonly string[], window = EVER) {
    await loadTable(trino.address, name, logs.flatMap(recordsIn));
    const { usage } = await collectCloudTrail(logs, window);
    return { local: comparable(usage), athena: comparable(await athenaFacts(tableOf(name), window)) };
  }

  async function athenaFacts(table: CloudTrailTable, { start, end }: typeof EVER): Promise<UsageFacts> {
    const [first, last] = [BigInt(Date.parse(start)), BigInt(Date.parse(end))];
    const parameters = {
      from_day: '1900/01/01',
      to_day: '2999/12/31',
      from: first - 129_600_000n,
      start: first,
      end: last,
    };
    const answers: Record<string, Record<string, string | null>[]> = {};
    for (const relation of RELATIONS) {
      const { sql, values } = relationQuery(relation, table, parameters);
      const { columns, rows } = await askTrino(trino.address, sql, values);
      answers[relation] = rows.map((row) => named(columns, row));
    }
    const { left: _, ...facts } = factsOf(answers);
    return facts;
  }

  function write(name: string, files: Readonly<Record<string, readonly unknown[]>>): string {
    const logs = mkdtempSync(join(folder, `${name}-`));
    for (const [file, records] of Object.entries(files)) {
      writeFileSync(join(logs, file), JSON.stringify({ Records: records }));
    }
    return logs;
  }

  it('reduces nasty values to the same rows as the local engine', async () => {
    const records = nastyRecords();
    const half = Math.floor(records.length / 2);
    const logs = write('nasty', { 'a.json': records.slice(0, half), 'b.json': records.slice(half) });
    const { local, athena } = await both('nasty', [logs]);
    expect(local.activity.length).toBeGreaterThan(1_000);
    expect(athena).toEqual(local);
  });

  it('says many where the local engine does, and asks for the window alone', async () => {
    const call = (index: number, changes: object) =>
      recordOf(`00000000-0000-4000-8000-${String(index).padStart(12, '0')}`, {
        eventTime: `2026-01-${String(10 + (index % 10)).padStart(2, '0')}T10:00:00Z`,
        ...changes,
      });
    const records = [
      ...Array.from({ length: 201 }, (_, index) =>
        call(index, { requestParameters: { bucketName: `bucket-${index}` } }),
      ),
      ...Array.from({ length: 200 }, (_, index) =>
        call(1_000 + index, {
          eventName: 'GetBucketAcl',
          requestParameters: { bucketName: `bucket-${index}` },
        }),
      ),
      ...Array.from({ length: 201 }, (_, index) =>
        call(2_000 + index, {
          eventName: 'ListObjects',
          userAgent: `agent-${index % 3}/1`,
          userIdentity: sessionIdentity({
            principalId: `AROAMANY:session-${index}`,
            sessionContext: {
              sourceIdentity: `who-${index % 200}`,
              sessionIssuer: { arn: 'arn:aws:iam::111122223333:role/many', principalId: 'AROAMANY' },
            },
          }),
        }),
      ),
    ];
    const window = { start: '2026-01-12T00:00:00Z', end: '2026-01-18T00:00:00Z', days: 6 };
    const logs = write('many', { 'a.json': records });
    const ever = await both('many', [logs]);
    expect(ever.athena).toEqual(ever.local);
    expect(ever.athena.activity).toContainEqual(expect.objectContaining({ resources: ['many'] }));
    expect(ever.athena.sessionActivity).toContainEqual(expect.objectContaining({ sessionName: 'many' }));
    const part = await both('many', [logs], window);
    for (const relation of ['activity', 'sessions', 'sessionActivity'] as const) {
      expect(part.athena[relation]).toEqual(part.local[relation]);
    }
    // In the window are fewer different keys, so that none is many.
    const callsOf = ({ activity }: typeof part.athena) => activity.reduce((sum, { calls }) => sum + calls, 0);
    expect(callsOf(part.athena)).toBeLessThan(callsOf(ever.athena));
    expect(part.athena.activity).not.toContainEqual(expect.objectContaining({ resources: ['many'] }));
    const inWindow = ({ day }: { day: string }) => day >= '2026-01-12' && day < '2026-01-18';
    expect(part.athena.coverage).toEqual(part.local.coverage.filter(inWindow));
  });

  it.skipIf(!hasSharedData)('answers as the local engine on the stratus and flaws logs', async () => {
    const logs = ['ct-stratus-detonation', 'ct-flaws-slice-umccr'].map((name) => sharedData(name));
    const { local, athena } = await both('real', logs);
    expect(local.activity.length).toBeGreaterThan(200);
    expect(athena).toEqual(local);
  });

  it('gives the sample the same verdicts through Athena as from its files', async () => {
    const logs = join(folder, 'sample');
    cpSync(join(SAMPLE, 'cloudtrail'), logs, { recursive: true, filter: isWhole });
    await loadTable(trino.address, 'sample', recordsIn(logs));
    const answers: Record<string, Record<string, string | null>[]> = {};
    const standin = await new AthenaStandin(async (sql, values) => {
      const { columns, rows } = await askTrino(trino.address, sql, values);
      answers[relationOf(sql)] = rows.map((row) => named(columns, row));
      return { columns, rows: rows.map((row) => row.map(asText)) };
    }).start();
    standin.pageRows = 250;
    const undo = standin.use();
    try {
      const asked: RunRequest = {
        authorizationDetails: [join(SAMPLE, 'authorization-details')],
        lastAccessed: [join(SAMPLE, 'last-accessed')],
        trails: [join(SAMPLE, 'trails.json')],
        cloudTrail: [],
        window: { start: '2026-07-02T00:00:00Z', end: '2026-09-30T00:00:00Z', days: 90 },
        scope: 'all',
        target: 'sensitive',
        regions: null,
        agents: [],
        breakGlassTags: [],
        packs: [],
        tool: { name: 'paredown', version: '0' },
        arguments: [],
      };
      const table = {
        table: 'sample',
        database: 'default',
        workgroup: 'primary',
        output: null,
        reuseMinutes: 60,
        usdPerTerabyte: 5,
        maxCost: null,
      };
      const fromFiles = await decide({ ...asked, cloudTrail: [logs] }, 'propose', null);
      const fromAthena = await decide(
        { ...asked, athena: table, environment: standin.environment },
        'propose',
        null,
      );
      expect(standin.relations).toEqual(RELATIONS);
      expect(decisions(fromAthena)).toEqual(decisions(fromFiles));
      const { usage } = await collectCloudTrail([logs], asked.window);
      const [local, athena] = [comparable(usage), comparable(factsOf(answers))];
      for (const relation of ['activity', 'sessions', 'sessionActivity'] as const) {
        expect(athena[relation]).toEqual(local[relation]);
      }
      const inWindow = ({ day }: { day: string }) => day >= '2026-07-02' && day < '2026-09-30';
      expect(athena.coverage).toEqual(local.coverage.filter(inWindow));
      expect(athena.leftovers).toEqual(local.leftovers.filter(({ reason }) => reason !== 'outside-window'));
    } finally {
      undo();
      await standin.stop();
    }
  });
});

function tableOf(name: string): CloudTrailTable {
  return cloudTrailTable(
    { database: 'default', table: name },
    {
      columns: TABLE_COLUMNS.map(([column, type]) => ({ name: column, type })),
      partitionKeys: ['account', 'region', 'timestamp'],
      properties: {},
    },
  );
}

/** Verdicts, findings and proposals; the window is the same, what was read from is not. */
function decisions({ principals, findings, recommendations, summary }: Assessment) {
  return { principals, findings, recommendations, summary };
}

/**
 * What both engines tell. The local one also knows files without records, positions in files and what stands outside
 * the window; order is a matter of collation.
 */
function comparable({
  activity,
  sessions,
  sessionActivity = [],
  coverage,
  leftovers,
  accounting,
  firstEvent,
  lastEvent,
}: UsageFacts) {
  const ordered = <T>(rows: readonly T[]): T[] =>
    rows
      .map((row) => [JSON.stringify(row), row] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, row]) => row);
  return {
    activity: ordered(activity),
    sessions: ordered(sessions),
    sessionActivity: ordered(sessionActivity),
    coverage: ordered(coverage.filter(({ events, duplicates }) => events + duplicates > 0)),
    leftovers: ordered(leftovers.map((row) => ({ ...row, example: row.example.replace(/:\d+$/, '') }))),
    records: accounting.records,
    firstEvent,
    lastEvent,
  };
}

function recordsIn(folder: string): LoggedRecord[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.json(\.gz)?$/.test(name) && !/CloudTrail-(Digest|Insight)/.test(name))
    .sort()
    .flatMap((name) => {
      const file = join(folder, name);
      const bytes = readFileSync(file);
      const json = JSON.parse((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')) as unknown;
      const { account, region, day } = readLogPath(file);
      const partition = day === null ? {} : { day: day.replaceAll('-', '/') };
      return listOf(json).map((record) => ({ record, file, account, region, ...partition }));
    });
}

function listOf(json: unknown): readonly LoggedRecord['record'][] {
  if (Array.isArray(json)) return json as LoggedRecord['record'][];
  const { Records, eventTime } = json as { Records?: unknown; eventTime?: unknown };
  if (Array.isArray(Records)) return Records as LoggedRecord['record'][];
  return eventTime === undefined ? [] : [json as LoggedRecord['record']];
}

/** The sample holds files that are broken on purpose, which Athena would fail on, and empty ones, which it cannot see. */
function isWhole(path: string): boolean {
  if (!path.endsWith('.gz')) return true;
  try {
    const { Records } = JSON.parse(gunzipSync(readFileSync(path)).toString('utf8')) as {
      Records?: unknown[];
    };
    return (Records?.length ?? 0) > 0;
  } catch {
    return false;
  }
}

function named(columns: readonly string[], row: readonly unknown[]): Record<string, string | null> {
  return Object.fromEntries(columns.map((column, index) => [column, asText(row[index])]));
}

function asText(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
