import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import { collectAthena } from '../../src/collect/athena/collect-athena.ts';
import { RELATIONS } from '../../src/collect/athena/query-text.ts';
import { collect } from '../../src/collect/index.ts';
import { SourceError, UserError } from '../../src/domain/errors.ts';
import { decide, type RunRequest } from '../../src/main.ts';
import type { Assessment } from '../../src/report/index.ts';
import { answersOf } from '../support/athena-rows.ts';
import { type Answer, AthenaStandin, type CallFault, relationOf } from '../support/athena-standin.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CLI = join(ROOT, 'dist/cli.js');
const GRANTS = join(ROOT, 'samples/authorization-details/111122223333-production.json');
const LOGS = join(ROOT, 'samples/cloudtrail');
const TRAILS = join(ROOT, 'samples/trails.json');
const WINDOW = { start: '2026-07-02T00:00:00Z', end: '2026-09-30T00:00:00Z', days: 90 };
const TABLE = {
  table: 'cloudtrail_logs',
  database: 'default',
  workgroup: 'primary',
  output: null,
  reuseMinutes: 60,
  usdPerTerabyte: 5,
  maxCost: null,
};

/** The facts of the sample's log, answered over Athena's protocol: what the adapter does with them and with faults. */
describe('run --athena', () => {
  let answers: ReadonlyMap<string, Answer>;
  let standin: AthenaStandin;
  let undo: () => void;
  beforeAll(async () => {
    const { usage } = await collect({
      authorizationDetails: [],
      lastAccessed: [],
      trails: [],
      cloudTrail: [LOGS],
      window: WINDOW,
    });
    if (usage === null) throw new Error('the sample has no log');
    const inWindow = ({ day }: { day: string }) => day >= '2026-07-02' && day < '2026-09-30';
    const leftovers = usage.leftovers.filter(
      ({ reason }) => reason !== 'outside-window' && reason !== 'unreadable',
    );
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
    const distinct = sum(usage.activity.map(({ calls }) => calls)) + sum(leftovers.map(({ count }) => count));
    const { records } = usage.accounting;
    answers = answersOf({
      ...usage,
      leftovers,
      coverage: usage.coverage.filter((row) => inWindow(row) && row.events > 0),
      accounting: { ...usage.accounting, records: { ...records, distinct, unreadable: 0 } },
    });
  });
  beforeEach(async () => {
    standin = await new AthenaStandin(async (sql) => answerOf(relationOf(sql))).start();
    undo = standin.use();
  });
  afterEach(async () => {
    undo();
    await standin.stop();
  });

  function answerOf(relation: string): Answer {
    const answer = answers.get(relation);
    if (answer === undefined) throw new Error(`nothing asks ${relation}`);
    return answer;
  }

  const request = (changes: Partial<RunRequest> = {}): RunRequest => ({
    authorizationDetails: [GRANTS],
    lastAccessed: [],
    cloudTrail: [],
    trails: [TRAILS],
    athena: TABLE,
    environment: standin.environment,
    window: WINDOW,
    scope: 'all',
    target: 'sensitive',
    regions: ['us-east-1', 'eu-west-1'],
    agents: [],
    breakGlassTags: [],
    packs: [],
    tool: { name: 'paredown', version: '0' },
    arguments: [],
    ...changes,
  });
  const judge = (changes: Partial<RunRequest> = {}): Promise<Assessment> =>
    decide(request(changes), 'judge', null);
  const unusedIn = ({ principals }: Assessment): readonly string[] =>
    principals.flatMap(({ arn, permissions }) =>
      permissions.filter(({ usage }) => usage === 'unused').map(({ action }) => `${arn} ${action}`),
    );
  const codeOf = (assessment: Assessment) => exitCode(assessment, { failOn: 'none', allowPartial: false });
  const gapsOf = ({ coverage }: Assessment) => coverage.notes.filter((note) => note.includes('athena:'));

  it('asks each relation once, coverage first, and judges from all pages of the answers', async () => {
    standin.pageRows = 97;
    const assessment = await judge();
    expect(standin.relations).toEqual(RELATIONS);
    expect(assessment.coverage.verdict).toBe('complete');
    expect(codeOf(assessment)).toBe(0);
    expect(unusedIn(assessment).length).toBeGreaterThan(20);
    expect(standin.asked.filter((operation) => operation === 'GetQueryResults').length).toBeGreaterThan(20);
    expect(assessment.inputs).toContainEqual(
      expect.objectContaining({ kind: 'cloudtrail', location: 'athena:default.cloudtrail_logs' }),
    );
  });

  it('binds what it asks for, and begins the same request with the same token', async () => {
    await judge();
    await judge();
    // Within an hour the second run is answered by the executions of the first.
    expect(standin.executions.length).toBe(RELATIONS.length);
    const [{ sql, parameters } = { sql: '', parameters: [] }] = standin.executions;
    expect(parameters).toEqual([
      "'2026/06/30'",
      "'2026/10/01'",
      '1782820800000',
      '1790726400000',
      '1782950400000',
    ]);
    expect(sql).not.toMatch(/1782|2026\//);
    await judge({ athena: { ...TABLE, reuseMinutes: 0 } });
    expect(standin.executions.length).toBe(2 * RELATIONS.length);
  });

  it('retries what AWS says may be retried, and a throttled or broken connection', async () => {
    standin.queryFault = (relation, nth) => (relation === 'activity' && nth <= 2 ? 'retryable' : null);
    standin.fault = (operation, nth) =>
      nth === 1 && operation === 'GetQueryExecution'
        ? 'throttled'
        : nth === 2 && operation === 'GetQueryResults'
          ? 'close'
          : null;
    const assessment = await judge();
    expect(standin.relations.filter((relation) => relation === 'activity').length).toBe(3);
    expect(codeOf(assessment)).toBe(0);
  });

  it.each(RELATIONS)(
    'makes a gap of the query %s when it fails, and calls nothing unused',
    async (relation) => {
      for (const fault of ['failed', 'cancelled', 'retryable'] as const) {
        standin.queryFault = (asked) => (asked === relation ? fault : null);
        const assessment = await judge({ athena: { ...TABLE, reuseMinutes: 0 } });
        expect(unusedIn(assessment), fault).toEqual([]);
        expect(codeOf(assessment), fault).toBe(4);
        expect(gapsOf(assessment).join(), fault).toContain(
          `query ${relation}: it ${fault === 'cancelled' ? 'was cancelled' : 'failed'}`,
        );
      }
      // Without coverage nothing else is worth its price.
      if (relation === 'coverage') expect(new Set(standin.relations)).toEqual(new Set(['coverage']));
    },
  );

  const CALLS = ['GetTableMetadata', 'StartQueryExecution', 'GetQueryExecution', 'GetQueryResults'];
  const FAULTS: readonly CallFault[] = ['throttled', 'expired', 'denied', 'close', 'cut', 'empty'];
  it.each(CALLS.flatMap((call) => FAULTS.map((fault) => [call, fault] as const)))(
    'makes a gap of %s that is always %s from the second query on, or ends the run',
    async (call, fault) => {
      const isFirst = call === 'GetTableMetadata';
      standin.fault = (operation) =>
        operation === call && (isFirst || standin.executions.length > 1) ? fault : null;
      const environment = { ...standin.environment, AWS_MAX_ATTEMPTS: '2' };
      const result = await collectAthena(TABLE, WINDOW, environment).catch((error: unknown) => error);
      if (isFirst || fault === 'expired') {
        // Without the table nothing can be asked; without credentials everything else would fail too.
        expect(result).toSatisfy((error) => error instanceof SourceError || error instanceof UserError);
        const isRefused = fault === 'expired' || fault === 'denied';
        if (result instanceof SourceError) expect(result.exitCode).toBe(isRefused ? 5 : 4);
      } else {
        const { unreadable } = result as Awaited<ReturnType<typeof collectAthena>>;
        expect(unreadable.length).toBeGreaterThan(0);
        // A gap of every account, region and day.
        for (const { account, region, day } of unreadable)
          expect([account, region, day]).toEqual([null, null, null]);
      }
    },
  );

  it.each(['repeat', 'short-row'] as const)('makes a gap of an answer with a %s', async (fault) => {
    standin.fault = (operation) =>
      operation === 'GetQueryResults' && standin.executions.length === 3 ? fault : null;
    const assessment = await judge();
    expect(gapsOf(assessment).join()).toContain('query activity: the answer cannot be read');
    expect([unusedIn(assessment), codeOf(assessment)]).toEqual([[], 4]);
  });

  it('stops before the query that would exceed --max-cost', async () => {
    // Twenty billion bytes are ten US cents.
    const assessment = await judge({ athena: { ...TABLE, maxCost: 0.35 } });
    expect(standin.relations).toEqual(RELATIONS.slice(0, 3));
    expect(gapsOf(assessment).join()).toContain(
      'about 0.10 USD more than the 0.30 USD so far would exceed --max-cost 0.35',
    );
    expect(gapsOf(assessment).join()).toContain('the workgroup stops a query after 10000000000 bytes');
    expect([unusedIn(assessment), codeOf(assessment)]).toEqual([[], 4]);
  });

  it('counts at the price of the region, and what a cancelled query had scanned', async () => {
    const at = (changes: object) => judge({ athena: { ...TABLE, reuseMinutes: 0, ...changes } });
    // Twenty billion bytes at 9 USD per TB are 18 US cents.
    const dear = await at({ usdPerTerabyte: 9, maxCost: 0.35 });
    expect(gapsOf(dear).join()).toContain('about 0.18 USD more than the 0.18 USD so far');
    standin.queryFault = (relation) => (relation === 'totals' ? 'cancelled' : null);
    expect(gapsOf(await at({ maxCost: 0.25 })).join()).toContain(
      'about 0.10 USD more than the 0.20 USD so far',
    );
    standin.queryFault = (relation) => (relation === 'totals' ? 'failed' : null);
    expect(gapsOf(await at({ maxCost: 0.25 })).join()).toContain(
      'query sessions was not asked: about 0.10 USD more than the 0.20 USD so far',
    );
  });

  /**
   * That a broken file fails the whole query, in these words, is what Trino's Hive connector does; it is not run here:
   * its dependency io.trino:trino-filesystem was not to be had from Maven Central, and tables in memory have no files.
   */
  it('says what to do about a log file that Athena cannot read', async () => {
    for (const code of ['HIVE_CURSOR_ERROR', 'HIVE_BAD_DATA']) {
      standin.execute = async (sql) => {
        if (relationOf(sql) !== 'activity') return answerOf(relationOf(sql));
        throw new Error(`${code}: Unexpected end of input stream\n  at s3://trail/AWSLogs/x.json.gz`);
      };
      const assessment = await judge({ athena: { ...TABLE, reuseMinutes: 0 } });
      expect(gapsOf(assessment).join()).toMatch(
        new RegExp(
          `query activity: it failed.*${code}: Unexpected end.*restore the file.*--cloudtrail s3://`,
        ),
      );
      expect([unusedIn(assessment), codeOf(assessment)]).toEqual([[], 4]);
    }
  });

  it('begins not even the first query when nothing may be paid', async () => {
    const assessment = await judge({ athena: { ...TABLE, maxCost: 0 } });
    expect(standin.relations).toEqual([]);
    expect([unusedIn(assessment), codeOf(assessment)]).toEqual([[], 4]);
  });

  it('takes no rows for a gap, and asks nothing more', async () => {
    standin.execute = async (sql) => ({ ...answerOf(relationOf(sql)), rows: [] });
    const assessment = await judge();
    expect(standin.relations).toEqual(['coverage']);
    expect(gapsOf(assessment).join()).toContain('the table has no event between');
    expect([unusedIn(assessment), codeOf(assessment)]).toEqual([[], 4]);
  });

  it('takes days outside the range of the projection for a gap', async () => {
    standin.properties = { 'projection.enabled': 'true', 'projection.timestamp.range': '2026/08/01,NOW' };
    const assessment = await judge();
    expect(gapsOf(assessment).join()).toContain('projection.timestamp.range starts at 2026/08/01');
    expect([unusedIn(assessment), codeOf(assessment)]).toEqual([[], 4]);
  });

  it('takes a region of the projection without events for a gap, unless the regions in use are named', async () => {
    standin.properties = {
      'projection.enabled': 'true',
      'projection.timestamp.range': '2026/01/01,NOW',
      'projection.region.values': 'us-east-1,eu-west-1,ap-south-1',
    };
    const assessment = await judge({ regions: null, trails: [] });
    expect(codeOf(assessment)).toBe(4);
    const gaps = assessment.coverage.witnesses
      .filter(({ region }) => region === 'ap-south-1')
      .flatMap((witness) => witness.gaps);
    expect(gaps.map(({ reason }) => reason)).toContain('no event of ap-south-1 anywhere in the log');
    const named = await judge({ trails: [] });
    expect(codeOf(named)).toBe(0);
    expect(unusedIn(assessment).length).toBeLessThan(unusedIn(named).length);
  });

  it('says when the table changed between queries', async () => {
    standin.execute = async (sql) => {
      const { columns, rows } = answerOf(relationOf(sql));
      return relationOf(sql) === 'leftovers' ? { columns, rows: rows.slice(1) } : { columns, rows };
    };
    const assessment = await judge();
    expect(gapsOf(assessment).join()).toContain('the table changed while it was asked');
    expect(codeOf(assessment)).toBe(4);
  });

  describe('as a command', () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'paredown-athena-'));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const words = (...more: string[]) => [
      CLI,
      'run',
      ...(more.includes('--athena') ? [] : ['--athena', 'default.cloudtrail_logs']),
      '--authorization-details',
      GRANTS,
      '--trails',
      TRAILS,
      '--as-of',
      '2026-09-30',
      '--regions',
      'us-east-1,eu-west-1',
      ...more,
    ];
    const start = (args: readonly string[]): ChildProcess =>
      spawn(process.execPath, args, {
        env: { PATH: process.env.PATH, HOME: folder, ...standin.environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      });

    async function finished(child: ChildProcess): Promise<{ code: number | null; said: string }> {
      let said = '';
      child.stderr?.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8');
      });
      return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })));
    }

    it('writes how Athena ran each query into the manifest', async () => {
      const out = join(folder, 'out');
      const { code, said } = await finished(start(words('--out', out, '--max-cost', '5')));
      expect([code, said]).toEqual([0, expect.not.stringMatching(/\n {4}at /)]);
      const { queries } = JSON.parse(readFileSync(join(out, 'pack/manifest.json'), 'utf8')) as {
        queries: { name: string; execution: Record<string, unknown>; parameters: Record<string, string> }[];
      };
      expect(queries.map(({ name }) => name)).toEqual(RELATIONS);
      expect(queries[0]).toMatchObject({
        parameters: { start: String(Date.parse('2026-07-02T00:00:00Z')), from_day: '2026/06/30' },
        execution: {
          workgroup: 'primary',
          bytesScanned: 20_000_000_000,
          costUsd: 0.1,
          usdPerTerabyte: 5,
          bytesScannedCutoff: 10_000_000_000,
          engine: 'Athena engine version 3',
        },
      });
      expect(spawnSync(process.execPath, [CLI, 'verify', out]).status).toBe(0);
    });

    it('stops the query that runs when it is interrupted', async () => {
      standin.queryFault = (relation) => (relation === 'activity' ? 'endless' : null);
      const child = start(words('--out', join(folder, 'interrupted')));
      const end = finished(child);
      while (!standin.relations.includes('activity')) await new Promise((resolve) => setTimeout(resolve, 50));
      child.kill('SIGINT');
      const { code, said } = await end;
      expect([code, said]).toEqual([
        130,
        expect.stringContaining('Interrupted. Run the same command again.'),
      ]);
      expect(standin.asked).toContain('StopQueryExecution');
      expect(existsSync(join(folder, 'interrupted'))).toBe(false);
    });

    it('exits with 5 when AWS does not accept the credentials, and with 2 for what the user can mend', async () => {
      standin.fault = () => 'expired';
      const expired = await finished(start(words('--out', join(folder, 'expired'))));
      expect([expired.code, expired.said]).toEqual([
        5,
        expect.stringContaining('AWS does not accept the credentials'),
      ]);
      for (const [wrong, message] of [
        [['--athena', "logs'; DROP TABLE x"], 'is no name of an Athena table'],
        [['--cloudtrail', LOGS], '--athena and --cloudtrail exclude each other'],
        [['--max-cost', 'cheap'], 'is no amount in US dollars'],
        [['--athena-price-per-tb', 'five'], '--athena-price-per-tb: "five" is no amount in US dollars'],
        [['--athena-output', '/tmp/x'], 'is no folder in S3'],
      ] as const) {
        const { code, said } = await finished(start([...words(...wrong), '--out', join(folder, 'wrong')]));
        expect([code, said]).toEqual([2, expect.stringContaining(message)]);
        expect(said).not.toMatch(/\n {4}at /);
      }
    });
  });
});

describe('paredown athena ddl', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [CLI, 'athena', 'ddl', ...args], { encoding: 'utf8' });
  const COMPLETE = [
    '--bucket',
    'org-trail',
    '--accounts',
    '444455556666,111122223333',
    '--regions',
    'us-east-1,eu-west-1',
    '--since',
    '2026-01-01',
  ];

  it('prints the statement', () => {
    const { status, stdout } = run(
      ...COMPLETE,
      '--org-id',
      'o-exampleorgid',
      '--prefix',
      '/logs/',
      '--table',
      'audit.trail',
    );
    expect(status).toBe(0);
    expect(stdout).toContain('CREATE EXTERNAL TABLE `audit`.`trail` (');
    expect(stdout).toContain("'projection.account.values' = '111122223333,444455556666'");
    expect(stdout).toContain("'projection.timestamp.range' = '2026/01/01,NOW'");
    expect(stdout).toContain(
      "'storage.location.template' = 's3://org-trail/logs/AWSLogs/o-exampleorgid/${account}/CloudTrail/${region}/${timestamp}'",
    );
  });

  it('takes nothing into it that is not what it should be', () => {
    for (const [args, message] of [
      [[], 'Give --bucket'],
      [[...COMPLETE, '--prefix', "x'y"], 'is not a prefix'],
      [[...COMPLETE, '--table', 'a`b'], 'is no name of an Athena table'],
      [[...COMPLETE, '--org-id', 'o-1'], 'is not an organization id'],
      [[...COMPLETE.slice(0, -1), '2026-13-01'], 'is no day of the calendar'],
    ] as const) {
      const { status, stderr } = run(...args);
      expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
    }
  });
});
