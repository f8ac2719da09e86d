import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scenarioSchema } from '../support/scenario/schema.ts';
import { writeInputs } from '../support/scenario/write-inputs.ts';

const bin = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

const SCENARIO = scenarioSchema.parse({
  name: 'a small account',
  why: 'something to cut',
  principals: [
    {
      role: 'agent',
      trust: 'bedrock-agentcore.amazonaws.com',
      allows: ['iam:CreateUser', 'kms:ScheduleKeyDeletion'],
    },
  ],
  events: [
    { day: '2026-05-01', role: 'agent', source: 'iam.amazonaws.com', name: 'CreateUser', times: 2 },
    { day: '2026-06-20', role: 'agent', source: 'iam.amazonaws.com', name: 'CreateUser', times: 3 },
  ],
  expect: {},
});

let folder: string;
let evidence: readonly string[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'paredown-backtest-'));
  const inputs = writeInputs(SCENARIO, folder, 'delivered');
  evidence = [
    ...['--authorization-details', ...inputs.authorizationDetails],
    ...['--cloudtrail', ...inputs.cloudTrail],
    ...['--as-of', '2026-07-01', '--regions', 'us-east-1'],
  ];
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function backtest(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'backtest', ...words], {
    encoding: 'utf8',
    cwd: folder,
    env: {},
  });
  return { status, stdout, stderr };
}

describe('paredown backtest', () => {
  it('prints one JSON document with a trial for each window, target and bucket', () => {
    const { status, stdout, stderr } = backtest(...evidence, '--json', '--windows', '5', '--split', '0.7');
    expect({ status, stderr }).toMatchObject({ status: 0 });
    const result = JSON.parse(stdout) as { trials: { target: string; unknown: string; calls: number }[] };
    expect(result.trials.map(({ target, unknown }) => `${target} ${unknown}`)).toEqual([
      'sensitive kept',
      'sensitive removed',
      'used kept',
      'used removed',
    ]);
    expect(result.trials.every(({ calls }) => calls === 3)).toBe(true);
  });

  it('prints a table, and says which window the log is too short for', () => {
    const { status, stdout } = backtest(...evidence, '--targets', 'sensitive', '--windows', '5,90');
    expect(status).toBe(0);
    expect(stdout).toMatch(/window +target +unknown +proposals/);
    expect(stdout).toMatch(/^90 days: not tried\. The log has \d+ days before the split\.$/m);
  });

  it.each([
    [[], /give --authorization-details and --cloudtrail/],
    [['--split', '2'], /--split: "2" is neither a day/],
    [['--split', '2026-02-30'], /--split: .*not a date/],
    [['--targets', 'scopd'], /--targets: "scopd" is none of .* Did you mean/],
    [['--windows', 'many'], /--windows: "many" is not a number of days/],
  ])('refuses %j with exit code 2 and what to do', (words, message) => {
    const { status, stdout, stderr } = backtest(...words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n {4}at /);
  });

  it('refuses a split outside the log', () => {
    const { status, stderr } = backtest(...evidence, '--split', '2020-01-01');
    expect(status).toBe(2);
    expect(stderr).toMatch(/leaves nothing to learn from/);
  });
});
