import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF } from '../support/aws-standin/collecting.ts';
import { type Standin, startStandin } from '../support/aws-standin/standin.ts';
import { awsEnvironment } from '../support/moto.ts';

/** `paredown collect --aws` and what reads its snapshot, as processes against a stand-in of AWS. */
const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const QUESTION = ['--scope', 'all', '--window', '5', '--regions', 'us-east-1'];

interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('the command line collects from AWS', () => {
  let standin: Standin;
  let folder: string;

  beforeAll(async () => {
    standin = await startStandin(AS_OF);
    folder = mkdtempSync(join(tmpdir(), 'paredown-collect-cli-'));
  });
  afterAll(async () => {
    await standin.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    standin.fault = () => null;
    standin.asked.length = 0;
  });

  /** Runs the command line in `folder`; `stopAt` sends SIGINT when that is first asked. */
  function paredown(words: readonly string[], stopAt?: RegExp): Promise<Result> {
    return new Promise((resolve) => {
      // Variables of a test run are no settings of the program.
      const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PAREDOWN_'));
      const environment = {
        ...Object.fromEntries(inherited),
        ...awsEnvironment(standin.endpoint),
        AWS_MAX_ATTEMPTS: '2',
      };
      const child = spawn(process.execPath, [cli, ...words], { cwd: folder, env: environment });
      let [stdout, stderr] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => {
        stdout += chunk.toString('utf8');
      });
      child.stderr.on('data', (chunk: Buffer) => {
        stderr += chunk.toString('utf8');
      });
      if (stopAt !== undefined) {
        standin.fault = ({ key }) => {
          if (!stopAt.test(key)) return null;
          child.kill('SIGINT');
          return 'hang';
        };
      }
      child.on('close', (code) => resolve({ code, stdout, stderr }));
    });
  }
  const collect = (snapshot: string, ...words: string[]) =>
    paredown(['collect', '--aws', '--as-of', AS_OF, '--snapshot', snapshot, ...QUESTION, ...words]);
  const documents = (snapshot: string): unknown =>
    (JSON.parse(readFileSync(join(folder, snapshot, 'snapshot.json'), 'utf8')) as { documents: unknown })
      .documents;

  it('into a snapshot that run judges as run --aws does, without AWS and to the same bytes', async () => {
    const collected = await collect('whole');
    expect(collected).toMatchObject({ code: 0, stdout: '' });
    expect(collected.stderr).toMatch(/Collected from 1 account as of .*: \d+ documents, \d+ calls now\./);
    expect(collected.stderr).toMatch(/`paredown run --from-snapshot whole` judges it without AWS/);
    standin.asked.length = 0;
    const offline = await paredown(['run', '--from-snapshot', 'whole', '--out', 'one', ...QUESTION]);
    expect(offline).toMatchObject({ code: 0 });
    expect(standin.asked).toEqual([]);
    const both = ['run', '--aws', '--snapshot', 'whole', '--out', 'two', ...QUESTION, '--as-of', AS_OF];
    expect(await paredown(both)).toMatchObject({ code: 0 });
    const [one, two] = ['one', 'two'].map((out) =>
      readFileSync(join(folder, out, 'assessment.json'), 'utf8'),
    );
    expect(two).toBe(one);
    expect(JSON.parse(one ?? '')).toMatchObject({ asOf: AS_OF, coverage: { verdict: 'complete' } });
    expect(await paredown(['verify', 'one', '--recompute'])).toMatchObject({ code: 0 });
  });

  it('for analyze and backtest too, which share the snapshot of run beside its result', async () => {
    const words = ['--aws', '--as-of', AS_OF, '--scope', 'all', '--regions', 'us-east-1'];
    const analyzed = await paredown(['analyze', ...words, '--window', '5']);
    expect(analyzed).toMatchObject({ code: 0 });
    expect(JSON.parse(analyzed.stdout)).toMatchObject({ asOf: AS_OF, coverage: { verdict: 'complete' } });
    expect(existsSync(join(folder, 'paredown-out-snapshot', 'snapshot.json'))).toBe(true);
    standin.asked.length = 0;
    expect(await paredown(['run', ...words, '--window', '5'])).toMatchObject({ code: 0 });
    expect(standin.asked.map(({ operation }) => operation)).toEqual(['GetCallerIdentity']);
    const tested = await paredown([
      'backtest',
      ...words,
      '--snapshot',
      'history',
      '--windows',
      '30',
      '--json',
    ]);
    expect(tested).toMatchObject({ code: 0 });
    expect(JSON.parse(tested.stdout)).toMatchObject({ split: expect.stringMatching(/^\d{4}-/) });
  });

  it('puts the snapshot of run --aws beside the result when nobody says where', async () => {
    expect(await paredown(['run', '--aws', '--out', 'result/q3', ...QUESTION])).toMatchObject({ code: 0 });
    expect(existsSync(join(folder, 'result', 'q3-snapshot', 'snapshot.json'))).toBe(true);
    expect(await paredown(['verify', 'result/q3'])).toMatchObject({ code: 0 });
  });

  it('and goes on after an interruption, to the same bytes', async () => {
    const stopped = await paredown(
      ['collect', '--aws', '--as-of', AS_OF, '--snapshot', 'stopped', ...QUESTION],
      /GetServiceLastAccessedDetails/,
    );
    expect(stopped).toMatchObject({
      code: 130,
      stderr: expect.stringMatching(/Interrupted\. Run the same command again/),
    });
    const early = await paredown(['run', '--from-snapshot', 'stopped', '--out', 'early', ...QUESTION]);
    expect(early).toMatchObject({ code: 4, stderr: expect.stringMatching(/the collection was interrupted/) });
    standin.fault = () => null;
    standin.asked.length = 0;
    expect(await collect('stopped')).toMatchObject({ code: 0 });
    expect(standin.asked.map(({ operation }) => operation)).not.toContain('GetAccountAuthorizationDetails');
    expect(documents('stopped')).toEqual(documents('whole'));
  });

  it('says what was refused with exit code 4, which --allow-partial accepts, and judges the rest', async () => {
    standin.fault = ({ operation }) => (operation === 'LookupEvents' ? 'denied' : null);
    const refused = await collect('refused');
    expect(refused.code).toBe(4);
    expect(refused.stderr).toMatch(
      /accounts\/111122223333\/CloudTrail\/us-east-1: cloudtrail:LookupEvents: not allowed \(AccessDeniedException/,
    );
    expect(await collect('refused', '--allow-partial')).toMatchObject({ code: 0 });
    const judged = await paredown(['analyze', '--from-snapshot', 'refused', ...QUESTION]);
    expect(judged.code).toBe(4);
    expect(judged.stderr).toMatch(/cloudtrail:LookupEvents: not allowed/);
    const { principals } = JSON.parse(judged.stdout) as {
      principals: { permissions: { action: string; usage: string }[] }[];
    };
    const verdicts = principals.flatMap(({ permissions }) => permissions);
    expect(
      verdicts.filter(({ action, usage }) => action === 'iam:AttachRolePolicy' && usage === 'unused'),
    ).toEqual([]);
  });

  it('stops with exit code 5 when the credentials are not accepted, and says what to do', async () => {
    standin.fault = ({ operation }) => (operation === 'GetAccessKeyLastUsed' ? 'expired' : null);
    for (const words of [
      ['collect', '--aws', '--snapshot', 'expired', ...QUESTION],
      ['run', '--aws', '--snapshot', 'expired-run', '--out', 'never', ...QUESTION],
    ]) {
      const { code, stdout, stderr } = await paredown(words);
      expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
      expect(stderr).toMatch(
        /iam:GetAccessKeyLastUsed: AWS does not accept the credentials \(ExpiredToken: .*Sign in again/,
      );
      expect(stderr).not.toMatch(/\n\s+at |This is a bug/);
    }
    expect(existsSync(join(folder, 'never'))).toBe(false);
  });

  it('stops when the grants of no account could be read: exit code 5 for permission', async () => {
    standin.fault = ({ operation }) => (operation === 'GetAccountAuthorizationDetails' ? 'denied' : null);
    const { code, stderr } = await paredown(['run', '--aws', '--out', 'none', ...QUESTION]);
    expect(code).toBe(5);
    expect(stderr).toMatch(
      /holds the grants of no account .*iam:GetAccountAuthorizationDetails: not allowed/,
    );
  });

  it.each([
    [['collect'], /Say --aws to collect from AWS/],
    [['collect', '--aws', '--accounts', '1111'], /--accounts: "1111" is no account id/],
    [['collect', '--aws', '--accounts', '111122223333,444455556666'], /Several accounts need --role-name/],
    [
      ['collect', '--aws', '--accounts', '444455556666', '--snapshot', 'foreign'],
      /not of account 444455556666\. Give --role-name/,
    ],
    [['collect', '--aws', '--accounts', '111122223333', '--org', '--role-name', 'x'], /exclude each other/],
    [['collect', '--aws', '--org', '--role-name', 'arn:aws:iam::1:role/x'], /Give the name, not the ARN/],
    [['run', '--aws', '--from-snapshot', 'whole'], /--aws and --from-snapshot exclude each other/],
    [
      ['collect', '--aws', '--snapshot', 'broken/snapshot.json'],
      /snapshot\.json is a file\. Name an empty folder/,
    ],
    [['run', '--from-snapshot', 'nowhere'], /nowhere has no snapshot\.json/],
    [['run', '--from-snapshot', 'broken'], /snapshot\.json is not valid JSON/],
    [['run', '--from-snapshot', 'other'], /is no snapshot that this version reads/],
  ])('refuses %j with exit code 2', async (words, message) => {
    for (const [name, text] of [
      ['broken', '{'],
      ['other', '{"schemaVersion": 9}'],
    ] as const) {
      mkdirSync(join(folder, name), { recursive: true });
      writeFileSync(join(folder, name, 'snapshot.json'), text);
    }
    const { code, stderr } = await paredown(words);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
    expect(stderr).not.toMatch(/\n\s+at |This is a bug/);
  });
});
