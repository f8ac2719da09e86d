import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { branchOf, openPullRequests, type PullRequestSettings } from '../../../src/publish/pr/index.ts';
import { actionsOf, candidate, documentOf, GitWorld, ROLE } from './git-world.ts';

const BRANCH = branchOf(ROLE);

/** What GitLab reads: git hands every push option to the hook in a variable of its own. */
const HOOK = `#!/bin/sh
at=0
while [ "$at" -lt "\${GIT_PUSH_OPTION_COUNT:-0}" ]; do
  eval "printf '%s\\\\n' \\"\\$GIT_PUSH_OPTION_$at\\"" >> "$(dirname "$0")/../options"
  at=$((at + 1))
done
`;

let git: GitWorld;

beforeEach(() => {
  git = new GitWorld();
  git.git(git.bare, 'config', 'receive.advertisePushOptions', 'true');
  const hook = join(git.bare, 'hooks', 'pre-receive');
  writeFileSync(hook, HOOK);
  chmodSync(hook, 0o755);
});

afterEach(() => {
  git.remove();
});

/** The options of the pushes since the last look. */
function options(): readonly string[] {
  const file = join(git.bare, 'options');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  rmSync(file);
  return lines;
}

async function open(
  over: Partial<PullRequestSettings> = {},
  title = 'Remove 2 unused permissions',
  proposal = candidate(),
): Promise<readonly string[]> {
  const [repository] = git.settings().repositories;
  if (repository === undefined) throw new Error('the world has no repository');
  const settings = { ...git.settings(over), repositories: [{ ...repository, forge: 'gitlab' as const }] };
  const request = {
    recommendations: [proposal],
    settled: [],
    settings,
    describe: () => ({ title, body: 'Because.\n\nOf the evidence.\n' }),
  };
  return actionsOf((await openPullRequests(request, 'git', '', {})).rows);
}

describe('merge requests by push options', () => {
  it('a push opens one; the same proposal again pushes nothing', async () => {
    expect(await open({ labels: ['paredown', 'iam'] })).toEqual(['create']);
    expect(options()).toEqual([
      'merge_request.create',
      'merge_request.target=main',
      'merge_request.title=Remove 2 unused permissions',
      'merge_request.remove_source_branch',
      'merge_request.label=paredown',
      'merge_request.label=iam',
    ]);
    expect(git.git(git.bare, 'log', '-1', '--format=%b', BRANCH)).toMatch(
      /^Because\.\n\nOf the evidence\.\n\nParedown-Unit: /,
    );
    expect(await open()).toEqual(['nothing']);
    expect(options()).toEqual([]);
  });

  it('partial evidence makes a draft', async () => {
    await open({ draft: true });
    expect(options()).toContain('merge_request.title=Draft: Remove 2 unused permissions');
  });

  it('a changed proposal is pushed with the same options, once', async () => {
    await open();
    options();
    const less = candidate({ removed: ['iam:PassRole'] }, documentOf('s3:GetObject', 'kms:Decrypt'));
    expect(await open({}, 'Remove 1 unused permission', less)).toEqual(['update']);
    expect(options()).toContain('merge_request.title=Remove 1 unused permission');
    expect(await open({}, 'Remove 1 unused permission', less)).toEqual(['nothing']);
  });

  it('nothing left to remove deletes the branch, which closes it', async () => {
    await open();
    options();
    const none = candidate({ status: 'not-proposed', changes: [], notProposed: 'all is used' });
    expect(await open({}, '', none)).toEqual(['close']);
    expect([options(), git.branches()]).toEqual([[], []]);
  });

  it('hostile text stays one option on one line', async () => {
    const title = `x\r\nmerge_request.merge_when_pipeline_succeeds\u0007\u2028$(touch pwned) \`id\` ${'é🙂'.repeat(200)}`;
    expect(await open({ draft: true, labels: ['-o\nci.skip\u0000', '--force'] }, title)).toEqual(['create']);
    const [create, target, shown = '', remove, ...labels] = options();
    expect([create, target, remove]).toEqual([
      'merge_request.create',
      'merge_request.target=main',
      'merge_request.remove_source_branch',
    ]);
    expect(shown).toMatch(
      /^merge_request\.title=Draft: x merge_request\.merge_when_pipeline_succeeds \$\(touch pwned\) `id` (é🙂)+é?$/u,
    );
    expect([...shown.slice('merge_request.title='.length)]).toHaveLength(255);
    expect(labels).toEqual(['merge_request.label=-o ci.skip', 'merge_request.label=--force']);
  });

  it('a server without push options: says so, and pushes nothing', async () => {
    git.git(git.bare, 'config', 'receive.advertisePushOptions', 'false');
    await expect(open()).rejects.toThrow(/receiving end does not support push options/);
    expect(git.branches()).toEqual([]);
  });
});
