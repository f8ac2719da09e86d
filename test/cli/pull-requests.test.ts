import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { richAssessment } from '../support/assessment-fixture.ts';

const bin = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const hasGit = spawnSync('git', ['--version']).status === 0;

let folder: string;

function paredown(...words: readonly string[]): { code: number | null; stdout: string; stderr: string } {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(PAREDOWN_|GITHUB_|GH_)/.test(name));
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: Object.fromEntries(inherited),
  });
  return { code: status, stdout, stderr };
}

const git = (...args: readonly string[]): void => {
  const identity = ['-c', 'user.name=Pat', '-c', 'user.email=pat@example.com', '-c', 'commit.gpgsign=false'];
  const { status, stderr } = spawnSync('git', ['-C', join(folder, 'infra'), ...identity, ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'paredown-pr-'));
  const assessment = richAssessment();
  const [change] = assessment.recommendations
    .filter(({ status }) => status === 'verified')
    .flatMap(({ changes }) => changes)
    .filter(({ kind }) => kind === 'replace');
  mkdirSync(join(folder, 'infra', 'policies'), { recursive: true });
  mkdirSync(join(folder, 'plain'));
  writeFileSync(join(folder, 'assessment.json'), JSON.stringify(assessment));
  writeFileSync(
    join(folder, 'infra', 'policies', 'one.json'),
    `${JSON.stringify(change?.before, null, 4)}\n`,
  );
  writeFileSync(
    join(folder, 'typo.yaml'),
    'pullRequests:\n  repositories:\n    - path: infra\n      remoet: upstream\n',
  );
  if (hasGit) {
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-q', '-m', 'policies');
  }
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!hasGit)('pr and rollback as commands (they need git)', () => {
  it('plan prints the state table and changes nothing', () => {
    const { code, stdout, stderr } = paredown('pr', 'plan', 'assessment.json', '--repo', 'infra');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^open .*\n {4}branch paredown\/\d{12}\/[\w-]+-[0-9a-f]{6}\n {4}file {3}policies\/one\.json\n {4}why /m,
    );
  });

  it('open --to local writes files, patch and text, and the patch applies', () => {
    const { code, stdout, stderr } = paredown(
      'pr',
      'open',
      'assessment.json',
      '--repo',
      'infra',
      '--to',
      'local',
      '--out',
      'out',
      '--json',
    );
    expect(code, stderr).toBe(0);
    const rows = JSON.parse(stdout) as {
      branch: string;
      action: string;
      files: { path: string }[];
      fingerprint: string;
    }[];
    const row = rows.find(({ action }) => action === 'create');
    const place = join(folder, 'out', (row?.branch ?? '').replace(/^paredown\//, ''));
    expect(row?.files).toEqual([{ path: 'policies/one.json', change: 'write' }]);
    expect(readFileSync(join(place, 'PR_BODY.md'), 'utf8')).toMatch(
      new RegExp(`fingerprint=${row?.fingerprint} -->\\n$`),
    );
    git('apply', '--check', join(place, 'change.patch'));
    expect(JSON.parse(readFileSync(join(place, 'files', 'policies', 'one.json'), 'utf8'))).toHaveProperty(
      'Statement',
    );
  });

  it('rollback shows the change back', () => {
    const assessment = richAssessment();
    const id =
      assessment.recommendations.find(
        ({ status, changes }) => status === 'verified' && changes.some(({ kind }) => kind === 'replace'),
      )?.id ?? '';
    const { code, stdout, stderr } = paredown(
      'rollback',
      id,
      '--assessment',
      'assessment.json',
      '--repo',
      'infra',
    );
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/branch paredown\/\d{12}\/[\w-]+-rollback-[0-9a-f]{6}/);
  });

  it('a policy that the proposal creates is in the dry run, beside the one it belongs to, and in its rollback', () => {
    const assessment = richAssessment();
    const id = 'arn:aws:iam::111122223333:role/overflowing';
    const [made] = assessment.recommendations.filter(
      ({ status, changes }) => status === 'verified' && changes.some(({ kind }) => kind === 'replace'),
    );
    const [edit] = made?.changes.filter(({ kind }) => kind === 'replace') ?? [];
    const replaced = { ...edit, policyId: `${id}#one`, policyKind: 'inline', target: id };
    const after = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'sqs:*', Resource: '*' }] };
    const created = {
      ...{ kind: 'create', policyId: `${id}#one-paredown-deny`, policy: 'one-paredown-deny' },
      ...{ policyKind: 'managed', target: id, before: null, after },
    };
    const recommendations = [{ ...made, id, requires: [], changes: [replaced, created] }];
    writeFileSync(join(folder, 'created.json'), JSON.stringify({ ...assessment, recommendations }));
    const to = ['--repo', 'infra', '--to', 'local', '--json'];

    const open = paredown('pr', 'open', 'created.json', ...to, '--out', 'created');
    expect(open.code, open.stderr).toBe(0);
    const [row] = JSON.parse(open.stdout) as { branch: string; files: unknown; notes: readonly string[] }[];
    expect(row?.files).toEqual([
      { path: 'policies/one-paredown-deny.json', change: 'write' },
      { path: 'policies/one.json', change: 'write' },
    ]);
    const place = join(folder, 'created', (row?.branch ?? '').replace(/^paredown\//, ''));
    const attach = `Create the customer managed policy one-paredown-deny from policies/one-paredown-deny.json and attach it to ${id}`;
    expect(row?.notes[0]).toContain(attach);
    expect(readFileSync(join(place, 'PR_BODY.md'), 'utf8')).toContain(`**By hand:** ${attach}`);

    git('apply', join(place, 'change.patch'));
    git('add', '-A');
    git('commit', '-q', '-m', 'apply the patch');
    const back = paredown('rollback', id, '--assessment', 'created.json', ...to, '--out', 'back');
    git('reset', '-q', '--hard', 'HEAD~1');
    expect(back.code, back.stderr).toBe(0);
    expect((JSON.parse(back.stdout) as { files: unknown }[])[0]?.files).toEqual([
      { path: 'policies/one-paredown-deny.json', change: 'delete' },
      { path: 'policies/one.json', change: 'write' },
    ]);
  });

  it.each<[what: string, words: readonly string[], code: number, message: RegExp]>([
    ['no destination', ['pr', 'open', 'assessment.json', '--repo', 'infra'], 2, /Where to\? --to local/],
    [
      'a folder without git',
      ['pr', 'plan', 'assessment.json', '--repo', 'plain'],
      2,
      /plain is not in a git repository/,
    ],
    [
      'no remote',
      ['pr', 'open', 'assessment.json', '--repo', 'infra', '--to', 'git'],
      2,
      /has no remote origin/,
    ],
    [
      'no credential',
      ['pr', 'open', 'assessment.json', '--repo', 'infra', '--to', 'github', '--config', 'slug.yaml'],
      2,
      /slug\.yaml/,
    ],
    ['a wrong word', ['pr', 'plna', 'assessment.json'], 2, /plna.*plan.*open/s],
    [
      'a typo in the configuration',
      ['pr', 'plan', 'assessment.json', '--config', 'typo.yaml'],
      2,
      /typo\.yaml:4: unknown key "pullRequests\.repositories\[0\]\.remoet"\. Did you mean remote\?/,
    ],
    [
      'an unknown principal',
      ['rollback', 'nobody', '--assessment', 'assessment.json'],
      2,
      /no principal "nobody"/,
    ],
  ])('%s', (_what, words, code, message) => {
    const result = paredown(...words);
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toMatch(/\n {4}at /);
    expect([result.code, result.stdout]).toEqual([code, '']);
  });
});
