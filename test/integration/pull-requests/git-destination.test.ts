import { afterEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/domain/json.ts';
import { branchOf, rolledBack } from '../../../src/publish/pr/index.ts';
import { actionsOf, BEFORE, candidate, documentOf, GitWorld, printed, ROLE } from './git-world.ts';

const BRANCH = branchOf(ROLE);
const worlds: GitWorld[] = [];

function world(files?: Readonly<Record<string, string>>): GitWorld {
  const made = new GitWorld(files);
  worlds.push(made);
  return made;
}

afterEach(() => {
  for (const made of worlds.splice(0)) made.remove();
});

/** The whole of one row of the state table: what happens, and what happens when it is run again. */
async function twice(
  git: GitWorld,
  ...recommendations: Parameters<GitWorld['open']>
): Promise<readonly string[]> {
  const first = actionsOf(await git.open(...recommendations));
  const second = actionsOf(await git.open(...recommendations));
  return [...first, ...second];
}

describe('the state table on a real remote, each row driven twice', () => {
  it('no branch: opens it, then leaves it alone', async () => {
    const git = world();
    expect(await twice(git, [candidate()])).toEqual(['create', 'nothing']);
    expect(git.branches()).toEqual([BRANCH]);
    expect(git.show(BRANCH, 'policies/deploy.json')).toBe(
      '{\n  "Version": "2012-10-17",\n  "Statement": [\n    {\n      "Effect": "Allow",\n      "Action": [\n        "s3:GetObject"\n      ],\n      "Resource": "*"\n    }\n  ]\n}\n',
    );
    expect(git.git(git.bare, 'rev-list', '--count', `main..${BRANCH}`)).toBe('1');
    expect(git.git(git.bare, 'log', '-1', '--format=%an %cn %aI', BRANCH)).toBe(
      'paredown paredown 2026-09-30T00:00:00+00:00',
    );
  });

  it('the proposal changed: regenerates it as one commit', async () => {
    const git = world();
    await git.open([candidate()]);
    const less = candidate({ removed: ['iam:PassRole'] }, documentOf('s3:GetObject', 'kms:Decrypt'));
    expect(await twice(git, [less])).toEqual(['update', 'nothing']);
    expect(git.show(BRANCH, 'policies/deploy.json')).toContain('kms:Decrypt');
    expect(git.git(git.bare, 'rev-list', '--count', `main..${BRANCH}`)).toBe('1');
  });

  it("somebody else's commit on the branch: hands off, whatever the proposal", async () => {
    const git = world();
    await git.open([candidate()]);
    git.commitOn(BRANCH, 'note.txt', 'wait for Friday\n');
    const head = git.git(git.bare, 'rev-parse', BRANCH);
    expect(await twice(git, [candidate()])).toEqual(['hands-off', 'hands-off']);
    const less = candidate({ removed: ['iam:PassRole'] }, documentOf('s3:GetObject', 'kms:Decrypt'));
    expect(await twice(git, [less])).toEqual(['hands-off', 'hands-off']);
    expect(await twice(git, [candidate({ status: 'not-proposed', changes: [] })])).toEqual([
      'hands-off',
      'hands-off',
    ]);
    expect(git.git(git.bare, 'rev-parse', BRANCH)).toBe(head);
  });

  it('our commit amended by somebody: hands off', async () => {
    const git = world();
    await git.open([candidate()]);
    git.git(git.clone, 'fetch', '-q', 'origin', BRANCH);
    git.git(git.clone, 'checkout', '-q', '-b', 'mine', 'FETCH_HEAD');
    git.write({ 'policies/deploy.json': printed(documentOf('s3:GetObject', 'iam:PassRole')) });
    git.git(git.clone, 'commit', '-q', '-a', '--amend', '--no-edit');
    git.git(git.clone, 'push', '-q', '--force', 'origin', `mine:${BRANCH}`);
    expect(await twice(git, [candidate()])).toEqual(['hands-off', 'hands-off']);
  });

  it('the branch deleted unmerged: rejected, unless asked to propose again', async () => {
    const git = world();
    await git.open([candidate()]);
    git.git(git.bare, 'branch', '-D', BRANCH);
    expect(await twice(git, [candidate()])).toEqual(['rejected', 'rejected']);
    expect(git.branches()).toEqual([]);
    expect(actionsOf(await git.open([candidate()], { recreate: true }))).toEqual(['create']);
    expect(git.branches()).toEqual([BRANCH]);
  });

  it('merged: nothing is left, and the branch goes', async () => {
    const git = world();
    await git.open([candidate()]);
    git.git(git.clone, 'fetch', '-q', 'origin', BRANCH);
    git.git(git.clone, 'merge', '-q', '--no-ff', '-m', 'merge', 'FETCH_HEAD');
    git.git(git.clone, 'push', '-q', 'origin', 'main');
    expect(await twice(git, [candidate()])).toEqual(['close', 'nothing']);
    expect(git.branches()).toEqual([]);
  });

  it('nothing left to remove: closes', async () => {
    const git = world();
    await git.open([candidate()]);
    const none = candidate({ status: 'not-proposed', changes: [], notProposed: 'all is used' });
    const first = await git.open([none]);
    expect(first.map(({ action, why }) => [action, why])).toEqual([['close', 'all is used']]);
    expect(await git.open([none])).toEqual([]);
    expect(git.branches()).toEqual([]);
  });

  it('the base changed in meaning: stale, and an open branch stays as it is', async () => {
    const git = world();
    await git.open([candidate()]);
    const head = git.git(git.bare, 'rev-parse', BRANCH);
    git.commit({
      'policies/deploy.json': printed(documentOf('s3:GetObject', 'iam:PassRole', 'ec2:RunInstances')),
    });
    expect(await twice(git, [candidate()])).toEqual(['stale', 'stale']);
    expect(git.git(git.bare, 'rev-parse', BRANCH)).toBe(head);
  });

  it('the base changed in form only: made again on the new base', async () => {
    const git = world();
    await git.open([candidate()]);
    git.commit({ 'policies/deploy.json': JSON.stringify(BEFORE) });
    expect(await twice(git, [candidate()])).toEqual(['update', 'nothing']);
    expect(git.show(BRANCH, 'policies/deploy.json')).not.toContain('\n');
  });

  it('no file holds the policy: says so', async () => {
    const git = world({ 'README.md': 'nothing here\n' });
    expect(await twice(git, [candidate()])).toEqual(['unmapped', 'unmapped']);
    expect(git.branches()).toEqual([]);
  });

  it('a policy beside the one that changes: a file of its own, which a rollback removes', async () => {
    const git = world();
    const deny: JsonObject = { ...BEFORE, Statement: [{ Effect: 'Deny', Action: 'sqs:*', Resource: '*' }] };
    const created = {
      kind: 'create' as const,
      policyId: `${ROLE}#deploy-paredown-deny`,
      policy: 'deploy-paredown-deny',
      policyKind: 'managed' as const,
      target: ROLE,
      before: null,
      after: deny,
    };
    const proposal = candidate({ changes: [...candidate().changes, created] });
    expect(await twice(git, [proposal])).toEqual(['create', 'nothing']);
    expect(git.show(BRANCH, 'policies/deploy-paredown-deny.json')).toBe(printed(deny));
    const main = git.git(git.bare, 'rev-parse', 'main^{tree}');
    git.git(git.clone, 'fetch', '-q', 'origin', BRANCH);
    git.git(git.clone, 'merge', '-q', '--no-ff', '-m', 'merge', 'FETCH_HEAD');
    git.git(git.clone, 'push', '-q', 'origin', 'main');
    expect(await twice(git, [proposal])).toEqual(['close', 'nothing']);
    const back = rolledBack(proposal);
    expect(await twice(git, [back])).toEqual(['create', 'nothing']);
    expect(git.git(git.bare, 'rev-parse', `${branchOf(back.id)}^{tree}`)).toBe(main);
  });

  it('the base changed elsewhere: nothing', async () => {
    const git = world();
    await git.open([candidate()]);
    git.commit({ 'README.md': 'more\n' });
    expect(await twice(git, [candidate()])).toEqual(['nothing', 'nothing']);
  });
});

describe('what is published', () => {
  it('only what is verified, with everything it needs', async () => {
    const git = world();
    const failed = candidate({ status: 'failed' });
    expect(await git.open([failed])).toEqual([]);
    const needy = candidate({ requires: ['arn:aws:iam::111122223333:policy/shared'] });
    const needed = candidate({ id: 'arn:aws:iam::111122223333:policy/shared', status: 'failed' });
    expect(await git.open([needy, needed])).toEqual([]);
    expect(git.branches()).toEqual([]);
  });

  it('the whole policy when nothing is left of it', async () => {
    const git = world({ 'policies/deploy.json': printed(BEFORE), 'README.md': 'policies\n' });
    expect(await twice(git, [candidate({}, null)])).toEqual(['create', 'nothing']);
    expect(git.git(git.bare, 'ls-tree', '-r', '--name-only', BRANCH)).toBe('README.md');
  });

  it('the same commit for the same proposal', async () => {
    const git = world();
    await git.open([candidate()]);
    const head = git.git(git.bare, 'rev-parse', BRANCH);
    git.git(git.bare, 'branch', '-D', BRANCH);
    await git.open([candidate()], { recreate: true });
    expect(git.git(git.bare, 'rev-parse', BRANCH)).toBe(head);
  });
});

describe('the clone', () => {
  it('stays as it is: dirty files, index, branches and objects', async () => {
    const git = world();
    git.write({ 'policies/deploy.json': 'half an edit', 'new.txt': 'untracked' });
    git.write({ 'staged.txt': 'staged' });
    git.git(git.clone, 'add', 'staged.txt');
    const before = git.state();
    expect(actionsOf(git.plan([candidate()]))).toEqual(['create']);
    expect(actionsOf(await git.open([candidate()]))).toEqual(['create']);
    expect(git.state()).toBe(before);
  });

  it('may have files with hostile names', async () => {
    const names = [
      '--force.json',
      '$(touch pwned).json',
      'a b\t"c" é.json',
      '-/; rm -rf ~.json',
      ':(top)x.json',
    ];
    const original = (index: number) => documentOf('s3:GetObject', 'iam:PassRole', `sqs:${index}`);
    const git = world(Object.fromEntries(names.map((name, index) => [name, printed(original(index))])));
    const [change] = candidate().changes;
    const all = names.map((_name, index) => {
      const after = documentOf('s3:GetObject', `sqs:${index}`);
      const changes =
        change === undefined
          ? []
          : [{ ...change, policyId: `${change.policyId}-${index}`, before: original(index), after }];
      return candidate({ id: `${ROLE}-${index}`, changes });
    });
    expect(await twice(git, all)).toEqual([...names.map(() => 'create'), ...names.map(() => 'nothing')]);
    for (const [index, name] of names.entries()) {
      expect(git.show(branchOf(`${ROLE}-${index}`), name)).toBe(
        printed(documentOf('s3:GetObject', `sqs:${index}`)),
      );
    }
  });

  it('may belong to a principal with a hostile name', async () => {
    const git = world();
    const id = 'arn:aws:iam::111122223333:role/--upload-pack=x/..@{-1}.lock';
    const [row] = await git.open([candidate({ id })]);
    expect(row?.branch).toMatch(/^paredown\/111122223333\/[\w-]+-[0-9a-f]{6}$/);
    expect(git.branches()).toEqual([row?.branch]);
  });
});
