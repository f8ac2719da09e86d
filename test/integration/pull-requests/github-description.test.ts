import { describe, expect, it } from 'vitest';
import { check, problemsOf, promises } from './github-description.ts';

describe("GitHub's published description of its API", () => {
  it.each([
    ['repos/get', 200, 'default_branch'],
    ['apps/get-repo-installation', 200, 'id'],
    ['apps/create-installation-access-token', 201, 'token'],
    ['git/get-ref', 200, 'object.sha'],
    ['git/list-matching-refs', 200, '[].ref'],
    ['git/list-matching-refs', 200, '[].object.sha'],
    ['git/get-commit', 200, 'message'],
    ['git/get-commit', 200, 'tree.sha'],
    ['git/get-commit', 200, 'parents.[].sha'],
    ['git/create-blob', 201, 'sha'],
    ['git/create-tree', 201, 'sha'],
    ['git/create-commit', 201, 'sha'],
    ['repos/compare-commits-with-basehead', 200, 'ahead_by'],
    ['pulls/list', 200, '[].number'],
    ['pulls/list', 200, '[].html_url'],
    ['pulls/list', 200, '[].state'],
    ['pulls/list', 200, '[].merged_at'],
    ['pulls/list', 200, '[].body'],
    ['pulls/create', 201, 'number'],
    ['pulls/create', 201, 'html_url'],
  ])('promises what is read: %s %i %s', (operation, status, path) => {
    expect(promises(operation, status, path)).toBe(true);
    expect(promises(operation, status, `${path}x`)).toBe(false);
  });

  const repo = '/repos/acme/infra';
  it.each<[what: string, method: string, url: string, body: unknown, problem: RegExp]>([
    ['another path', 'POST', `${repo}/pull`, {}, /no such operation/],
    ['a missing property', 'POST', `${repo}/pulls`, { head: 'a' }, /body\.base: is missing/],
    [
      'a property nobody knows',
      'POST',
      `${repo}/pulls`,
      { head: 'a', base: 'b', labels: [] },
      /body\.labels: is not/,
    ],
    ['a wrong type', 'POST', `${repo}/git/commits`, { message: 1, tree: 'x' }, /body\.message: is no string/],
    ['a wrong word', 'PATCH', `${repo}/pulls/1`, { state: 'shut' }, /"shut" is none of open, closed/],
    ['a wrong mode', 'POST', `${repo}/git/trees`, { tree: [{ mode: '644' }] }, /tree\[0\]\.mode/],
    ['a query nobody knows', 'GET', `${repo}/pulls?branch=x`, null, /query: branch is not described/],
    ['a wrong query', 'GET', `${repo}/pulls?state=any`, null, /query\.state: "any" is none of/],
    ['a body where none belongs', 'DELETE', `${repo}/git/refs/heads/x`, {}, /body: none is described/],
    ['no body', 'POST', `${repo}/git/refs`, null, /body: is missing/],
  ])('is not met by %s', (_what, method, url, body, problem) => {
    expect(problemsOf({ method, url, body, answer: null }).join()).toMatch(problem);
  });

  it('is not met by an answer of another shape', () => {
    const made = { method: 'POST', url: `${repo}/git/blobs`, body: { content: '' } };
    expect(problemsOf({ ...made, answer: { status: 201, body: { sha: 1 } } })).toHaveLength(1);
    expect(problemsOf({ ...made, answer: { status: 200, body: {} } })).toHaveLength(1);
    expect(check({ type: 'array', items: { type: 'integer' } }, [1, 'x'], 'at')).toEqual([
      'at[1]: is no integer',
    ]);
  });
});
