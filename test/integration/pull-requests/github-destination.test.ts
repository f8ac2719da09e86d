import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { branchOf, openPullRequests, type PullRequestSettings } from '../../../src/publish/pr/index.ts';
import type { Candidate } from '../../../src/publish/pr/unit.ts';
import { AFTER, actionsOf, BEFORE, candidate, documentOf, GitWorld, printed, ROLE } from './git-world.ts';
import { operationIdOf, operationIds, problemsOf } from './github-description.ts';
import { GitHubStandIn } from './github-stand-in.ts';

const BRANCH = branchOf(ROLE);
const LESS = candidate({ removed: ['iam:PassRole'] }, documentOf('s3:GetObject', 'kms:Decrypt'));
const NONE = candidate({ status: 'not-proposed', changes: [], notProposed: 'all is used' });

let git: GitWorld;
let github: GitHubStandIn;
let api: string;

beforeEach(async () => {
  git = new GitWorld();
  github = new GitHubStandIn(git);
  api = await github.start();
});

const used = new Set<string | undefined>();

/** Whatever a test is about: every request that went out, and every answer of the stand-in, is as GitHub describes it. */
afterEach(async () => {
  expect(github.exchanges.flatMap(problemsOf)).toEqual([]);
  for (const exchange of github.exchanges) used.add(operationIdOf(exchange));
  await github.stop();
  git.remove();
});

async function open(
  recommendations: readonly Candidate[],
  over: Partial<PullRequestSettings> = {},
  environment: Readonly<Record<string, string>> = { GITHUB_TOKEN: 'secret-token' },
): Promise<readonly string[]> {
  const repository = {
    path: git.clone,
    remote: 'origin',
    base: null,
    forge: 'github' as const,
    slug: 'acme/infra',
    api,
    files: [],
  };
  const settings = { ...git.settings(over), repositories: [repository] };
  const describe: Parameters<typeof openPullRequests>[0]['describe'] = ({ unit }) => ({
    title: 'Remove 2 unused permissions',
    body: `Because.\n<!-- paredown branch=${unit.branch} fingerprint=${unit.fingerprint} -->\n`,
  });
  const { rows } = await openPullRequests(
    { recommendations, settled: [], settings, describe },
    'github',
    '',
    environment,
  );
  return actionsOf(rows);
}

const twice = async (...args: Parameters<typeof open>): Promise<readonly string[]> => [
  ...(await open(...args)),
  ...(await open(...args)),
];

/** Every request that changed something, since the last look. */
const writes = (): readonly string[] =>
  github.seen
    .splice(0)
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path }) => `${method} ${path}`);

describe('the state table on GitHub, each row driven twice', () => {
  it('no pull request: opens one, then leaves it alone', async () => {
    expect(await open([candidate()], { draft: true, labels: ['paredown', 'iam'] })).toEqual(['create']);
    expect(writes()).toEqual([
      'POST /git/blobs',
      'POST /git/trees',
      'POST /git/commits',
      'POST /git/refs',
      'POST /pulls',
      'POST /issues/1/labels',
    ]);
    expect(github.pulls).toMatchObject([
      { state: 'open', draft: true, head: BRANCH, base: 'main', labels: ['paredown', 'iam'] },
    ]);
    expect(git.show(BRANCH, 'policies/deploy.json')).not.toContain('iam:PassRole');
    expect(await open([candidate()])).toEqual(['nothing']);
    expect(writes()).toEqual([]);
  });

  it('the proposal changed: regenerates branch, text, and says so', async () => {
    await open([candidate()]);
    expect(await twice([LESS])).toEqual(['update', 'nothing']);
    expect(github.pulls).toHaveLength(1);
    expect(github.pulls[0]?.comments).toHaveLength(1);
    expect(git.show(BRANCH, 'policies/deploy.json')).toContain('kms:Decrypt');
  });

  it("somebody else's commit: hands off", async () => {
    await open([candidate()]);
    git.commitOn(BRANCH, 'note.txt', 'wait\n');
    writes();
    expect(await twice([LESS])).toEqual(['hands-off', 'hands-off']);
    expect(await twice([NONE])).toEqual(['hands-off', 'hands-off']);
    expect(writes()).toEqual([]);
  });

  it.each([
    ['the same proposal', candidate()],
    ['another proposal', LESS],
  ])('closed unmerged, %s: rejected, unless asked', async (_what, next) => {
    await open([candidate()]);
    const [pull] = github.pulls;
    if (pull !== undefined) pull.state = 'closed';
    writes();
    expect(await twice([next])).toEqual(['rejected', 'rejected']);
    expect(writes()).toEqual([]);
    expect(await open([next], { recreate: true })).toEqual(['create']);
    expect(github.pulls.map(({ state }) => state)).toEqual(['closed', 'open']);
  });

  it('merged: nothing is left; a later proposal gets a pull request of its own', async () => {
    await open([candidate()]);
    git.commit({ 'policies/deploy.json': printed(documentOf('s3:GetObject')) });
    const [pull] = github.pulls;
    if (pull !== undefined) Object.assign(pull, { state: 'closed', merged_at: '2026-10-01T00:00:00Z' });
    expect(await twice([candidate()])).toEqual(['nothing', 'nothing']);
    git.commit({
      'policies/deploy.json': printed(documentOf('s3:GetObject', 'iam:PassRole', 'kms:Decrypt')),
    });
    expect(await twice([LESS])).toEqual(['create', 'nothing']);
    expect(github.pulls).toHaveLength(2);
  });

  it('merged and taken back since: rejected, unless asked', async () => {
    await open([candidate()]);
    const [pull] = github.pulls;
    if (pull !== undefined) Object.assign(pull, { state: 'closed', merged_at: '2026-10-01T00:00:00Z' });
    git.git(git.bare, 'branch', '-D', BRANCH);
    writes();
    expect(await twice([candidate()])).toEqual(['rejected', 'rejected']);
    expect(writes()).toEqual([]);
    expect(await open([candidate()], { recreate: true })).toEqual(['create']);
    expect(github.pulls).toHaveLength(2);
  });

  it('the branch of the open pull request is gone: made again', async () => {
    await open([candidate()]);
    git.git(git.bare, 'branch', '-D', BRANCH);
    expect(await twice([candidate()])).toEqual(['update', 'nothing']);
    expect(github.pulls).toHaveLength(1);
    expect(git.branches()).toEqual([BRANCH]);
  });

  it('no file holds the policy: says so, and asks nothing of anybody', async () => {
    git.git(git.clone, 'rm', '-q', 'policies/deploy.json');
    git.commit({ 'README.md': 'nothing here\n' });
    expect(await twice([candidate()])).toEqual(['unmapped', 'unmapped']);
    expect(writes()).toEqual([]);
  });

  it('nothing left to remove: comments, closes and deletes the branch', async () => {
    await open([candidate()]);
    writes();
    expect(await open([NONE])).toEqual(['close']);
    expect(writes()).toEqual([
      'POST /issues/1/comments',
      'PATCH /pulls/1',
      `DELETE /git/refs/heads/${BRANCH}`,
    ]);
    expect(github.pulls[0]).toMatchObject({
      state: 'closed',
      comments: ['paredown closes this: all is used.'],
    });
    expect(await open([NONE])).toEqual([]);
  });

  it('the base changed in meaning: stale', async () => {
    await open([candidate()]);
    git.commit({ 'policies/deploy.json': printed(documentOf('s3:GetObject', 'ec2:RunInstances')) });
    writes();
    expect(await twice([candidate()])).toEqual(['stale', 'stale']);
    expect(writes()).toEqual([]);
  });

  it('the base changed around the same policy: made again; elsewhere: nothing', async () => {
    await open([candidate()]);
    git.commit({ 'README.md': 'more\n' });
    expect(await open([candidate()])).toEqual(['nothing']);
    git.commit({
      'policies/deploy.json': JSON.stringify(documentOf('s3:GetObject', 'iam:PassRole', 'kms:Decrypt')),
    });
    expect(await twice([candidate()])).toEqual(['update', 'nothing']);
  });

  it('a file with a hostile name: each row as of any other', async () => {
    const path = 'a b/-#1?x=%41&"é.json';
    git.git(git.clone, 'rm', '-q', 'policies/deploy.json');
    git.commit({ [path]: printed(BEFORE) });
    expect(await twice([candidate()])).toEqual(['create', 'nothing']);
    expect(git.show(BRANCH, path)).toBe(printed(AFTER));
    git.commit({ 'README.md': 'more\n' });
    expect(await twice([candidate()])).toEqual(['nothing', 'nothing']);
    git.commit({ [path]: JSON.stringify(BEFORE) });
    expect(await twice([candidate()])).toEqual(['update', 'nothing']);
    expect(await twice([NONE])).toEqual(['close']);
  });

  it('interrupted after the push: opens the pull request of the branch that is there', async () => {
    github.troubles.push({ on: /POST \/pulls/, status: 422, body: { message: 'Validation Failed' } });
    await expect(open([candidate()])).rejects.toThrow(/422.*Validation Failed/);
    expect(github.pulls).toEqual([]);
    expect(await twice([candidate()])).toEqual(['create', 'nothing']);
  });
});

describe('credentials', () => {
  it('a GitHub App signs in with a token for this repository', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().replaceAll('\n', '\\n');
    expect(await open([candidate()], {}, { GITHUB_APP_ID: '7', GITHUB_APP_PRIVATE_KEY: pem })).toEqual([
      'create',
    ]);
    const asked = github.seen.find(({ path }) => path === '/app/installations/42/access_tokens');
    expect(asked?.body).toEqual({
      repositories: ['infra'],
      permissions: { contents: 'write', pull_requests: 'write' },
    });
    const [header = '', claims = ''] = (asked?.authorization ?? '').replace('Bearer ', '').split('.');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg: 'RS256', typ: 'JWT' });
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ iss: '7' });
  });

  it('none: says which to set', async () => {
    await expect(open([candidate()], {}, {})).rejects.toThrow(/Set GITHUB_TOKEN/);
  });

  it('a wrong one: says so, and does not show it', async () => {
    await expect(open([candidate()], {}, { GH_TOKEN: 'wrong-token' })).rejects.toThrow(
      /401.*token is wrong or has expired/,
    );
    await expect(open([candidate()], {}, { GH_TOKEN: 'wrong-token' })).rejects.not.toThrow(/wrong-token/);
  });
});

describe('trouble', () => {
  it.each([
    [
      403,
      { message: 'Resource not accessible by integration' },
      /403.*not accessible.*contents and pull requests/,
    ],
    [404, { message: 'Not Found' }, /404.*token may not see it/],
    [409, { message: 'Git Repository is empty.' }, /409.*run again/],
    [
      422,
      { message: 'Validation Failed', errors: [{ field: 'base', code: 'invalid' }] },
      /422.*base invalid/,
    ],
  ])('%i: says what GitHub said and what to do', async (status, body, message) => {
    github.troubles.push({ on: /POST \/git\/trees/, status, body });
    await expect(open([candidate()])).rejects.toThrow(message);
    expect(github.pulls).toEqual([]);
  });

  it.each([
    [
      'a primary rate limit',
      { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' } },
    ],
    [
      'a secondary rate limit',
      {
        status: 403,
        headers: { 'retry-after': '0' },
        body: { message: 'You have exceeded a secondary rate limit.' },
      },
    ],
    ['too many requests', { status: 429, headers: { 'retry-after': '0' } }],
    ['a server error', { status: 502, body: '<html>Bad gateway</html>' }],
  ])('%s: waits and goes on', async (_what, trouble) => {
    github.troubles.push({ on: /POST \/git\/commits/, ...trouble });
    expect(await twice([candidate()])).toEqual(['create', 'nothing']);
    expect(github.pulls).toHaveLength(1);
  });

  it('no drafts in this plan: an ordinary pull request that says it is a draft', async () => {
    github.troubles.push({
      on: /POST \/pulls/,
      status: 422,
      body: { message: 'Draft pull requests are not supported in this repository.' },
    });
    expect(await open([candidate()], { draft: true })).toEqual(['create']);
    expect(github.pulls[0]).toMatchObject({ draft: false, title: 'Draft: Remove 2 unused permissions' });
  });

  it('a push in between is not overwritten', async () => {
    await open([candidate()]);
    const before = git.git(git.bare, 'rev-parse', BRANCH);
    const foreign = git.git(git.bare, 'rev-parse', 'main');
    github.troubles.push({
      on: new RegExp(`GET /git/ref/heads/${BRANCH}`),
      status: 200,
      body: { ref: '', object: { sha: foreign } },
    });
    await expect(open([LESS])).rejects.toThrow(/changed on GitHub at the same moment/);
    expect(git.git(git.bare, 'rev-parse', BRANCH)).toBe(before);
  });
});

describe("GitHub's published description of its API", () => {
  it('has every operation in use, and every one it was cut to is used', () => {
    expect([...used].sort()).toEqual(operationIds.toSorted());
  });
});
