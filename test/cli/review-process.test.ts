import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scenarioSchema } from '../support/scenario/schema.ts';
import { writeInputs } from '../support/scenario/write-inputs.ts';

const bin = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

const SCENARIO = scenarioSchema.parse({
  name: 'a small account',
  why: 'something to review',
  principals: [
    { role: 'agent', trust: 'bedrock-agentcore.amazonaws.com', allows: ['iam:CreateUser', 'iam:DeleteUser'] },
  ],
  events: [{ day: '2026-06-01', role: 'agent', source: 'iam.amazonaws.com', name: 'CreateUser', times: 2 }],
  expect: {},
});

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'paredown-review-'));
  writeInputs(SCENARIO, join(folder, 'in'), 'delivered');
  writeFileSync(join(folder, 'assessment.json'), '{');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function paredown(...words: readonly string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...words], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  expect(stderr).not.toMatch(/^\s+at |bug in paredown/m);
  return { code: status, stdout, stderr };
}

const RUN = [
  'run',
  ...['--authorization-details', 'in/account.json', '--cloudtrail', 'in/cloudtrail'],
  ...['--as-of', '2026-07-01', '--regions', 'us-east-1', '--allow-partial'],
];

test('run, verify, review, exceptions, compare', () => {
  expect(paredown(...RUN, '--out', 'one')).toMatchObject({ code: 0 });
  expect(paredown('verify', 'one', '--recompute').stderr).toMatch(/recomputing gives the same bytes/);

  const [, count = ''] = /^one: (\d+) files/.exec(paredown('verify', 'one').stderr) ?? [];
  expect(paredown('review', 'init', 'one')).toMatchObject({ code: 0 });
  expect(paredown('verify', 'one').stderr).toContain(
    `one: ${count} files, every hash matches.\nNot checked, for no part of the pack: decisions.yaml.\n`,
  );
  expect(paredown('review', 'check', 'one')).toMatchObject({
    code: 4,
    stderr: expect.stringMatching(
      /: not answered\n.*: of (\d+) items 0 answered, 0 wrong, \1 open; management has not acknowledged it\.\n$/s,
    ),
  });
  const decisions = join(folder, 'one', 'decisions.yaml');
  writeFileSync(
    decisions,
    readFileSync(decisions, 'utf8')
      .replace('decision: null', 'decision: revoke')
      .replace('reviewer: null', 'reviewer: mia')
      .replace(
        /(reviewer: mia\n\s+)role: null(\n\s+)date: null(\n\s+)reason: null/,
        '$1role: lead$2date: 2026-07-02$3reason: unused',
      ),
  );
  expect(paredown('report', 'one', '--decisions', 'one/decisions.yaml')).toMatchObject({ code: 0 });
  expect(readFileSync(join(folder, 'one', 'report.md'), 'utf8')).toContain('## Decisions of reviewers');
  expect(paredown('verify', 'one', '--recompute')).toMatchObject({ code: 0 });

  const explained = paredown('explain', 'agent', 'iam:DeleteUser', '--assessment', 'one').stdout;
  const [, hash = ''] = /hash ([0-9a-f]{12})/.exec(explained) ?? [];
  const { principals } = JSON.parse(readFileSync(join(folder, 'one', 'assessment.json'), 'utf8'));
  const { arn, account } = principals[0] as { arn: string; account: string };
  const entry = `account: '${account}', principal: '${arn}', statement: '${hash}', owner: o, approver: p, reason: r, ticket: T-1, granted: 2026-06-01`;
  writeFileSync(
    join(folder, 'exceptions.yaml'),
    `exceptions:\n  - { ${entry}, action: iam:DeleteUser, expires: 2026-12-01 }\n  - { ${entry}, action: iam:CreateUser, expires: 2026-06-30 }\n`,
  );
  const excepted = paredown(...RUN, '--out', 'two', '--exceptions', 'exceptions.yaml', '--previous', 'one');
  expect(excepted.stderr).toMatch(/Exceptions: 1 of 2 in force/);
  expect(excepted.stderr).toMatch(/expired: iam:CreateUser/);
  expect(excepted.stderr).toMatch(/Since 2026-07-01T00:00:00Z: mean exposure/);
  const two = JSON.parse(readFileSync(join(folder, 'two', 'assessment.json'), 'utf8'));
  expect(two.recommendations.flatMap(({ removed }: { removed: string[] }) => removed)).not.toContain(
    'iam:DeleteUser',
  );
  const muted = two.findings.filter((each: { muted?: string }) => each.muted !== undefined);
  expect(muted).not.toEqual([]);
  expect(two.summary.findingsExcepted).toBe(muted.length);
  expect(excepted.stderr).toContain(`, ${muted.length} of them excepted.`);
  const said = 'iam:DeleteUser until 2026-12-01, owner o, approved by p (T-1): r';
  for (const name of ['findings.csv', 'report.html', 'report.md']) {
    expect(readFileSync(join(folder, 'two', name), 'utf8')).toContain(said);
  }
  expect(paredown('verify', 'two', '--recompute')).toMatchObject({ code: 0 });

  const before = ['--as-of', '2026-06-30', '--previous', 'one', '--out', 'earlier'];
  const earlier = [...RUN.slice(0, 5), '--regions', 'us-east-1', '--allow-partial', ...before];
  expect(paredown(...earlier)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(
      /^paredown: one is of 2026-07-01T00:00:00Z, later than this review \(2026-06-30T00:00:00Z\)/,
    ),
  });

  expect(JSON.parse(paredown('compare', 'one', 'two').stdout)).toMatchObject({ schemaVersion: 1 });
  expect(paredown('compare', 'one', 'two', '--out', 'change')).toMatchObject({ code: 0, stdout: '' });
  expect(readFileSync(join(folder, 'change', 'compare.html'), 'utf8')).toContain('</html>');

  appendFileSync(join(folder, 'two', 'findings.csv'), 'x');
  expect(paredown('verify', 'two')).toMatchObject({
    code: 7,
    stderr: expect.stringContaining('findings.csv has'),
  });
});

test.each<[what: string, words: readonly string[], message: RegExp]>([
  ['verify without a folder', ['verify', 'nowhere'], /nowhere: there is no such folder/],
  ['verify of a folder without a pack', ['verify', 'in'], /no pack\/manifest\.json/],
  ['review of nothing', ['review', 'init', 'nowhere'], /nowhere: there is no such file/],
  ['review of something else', ['review', 'finish', 'in'], /finish.*init.*check/s],
  ['compare with nothing', ['compare', 'in/account.json', 'nowhere'], /does not fit its schema/],
  [
    'compare with a broken file',
    ['compare', 'assessment.json', 'in'],
    /paredown: assessment\.json: The assessment is not valid JSON/,
  ],
  [
    'a previous that is broken',
    [...RUN, '--previous', '.'],
    /paredown: assessment\.json: The assessment is not valid JSON/,
  ],
  ['exceptions that are none', [...RUN, '--exceptions', 'in/account.json'], /account\.json:\d+: /],
  ['a previous that is none', [...RUN, '--previous', 'in'], /holds no assessment\.json/],
])('%s says what to do', (_what, words, message) => {
  const result = paredown(...words);
  expect(result.stderr).toMatch(message);
  expect(result).toMatchObject({ code: 2, stdout: '' });
});
