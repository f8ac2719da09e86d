import type { Observed, ObservedBranch, ObservedRequest } from '../decide.ts';
import { trailersOf } from '../trailers.ts';
import { sha256 } from '../unit.ts';
import type { GitHubForge, PullRequest } from './forge.ts';

/** A branch on GitHub and its newest pull request. */
export interface GitHubBranch extends Observed {
  readonly head: string | null;
  readonly pull: PullRequest | null;
}

export async function observeBranch(
  forge: GitHubForge,
  branch: string,
  head: string | null,
  base: string,
): Promise<GitHubBranch> {
  const pull = await forge.request(branch);
  const judged = head === null ? null : await judge(forge, head, base);
  return { head, pull, branch: judged, request: pull === null ? null : requestOf(pull), deleted: false };
}

function requestOf({ state, merged_at, body }: PullRequest): ObservedRequest {
  const fingerprint = /<!-- paredown [^>]*\bfingerprint=([0-9a-f]{64}) -->/.exec(body ?? '')?.[1] ?? null;
  return { state: merged_at !== null ? 'merged' : state, fingerprint };
}

/** The same judgement as of a branch in a clone: one unaltered commit of ours on a commit of the base. */
async function judge(forge: GitHubForge, head: string, base: string): Promise<ObservedBranch> {
  const foreign: ObservedBranch = { ours: false, fingerprint: null, current: false };
  const { message, parents } = await forge.commit(head);
  const trailers = trailersOf(`\n${message}`);
  const [parent] = parents;
  if (trailers === null || parent === undefined || parents.length > 1) return foreign;
  const { files = [] } = await forge.compare(parent.sha, head);
  const changed = files.flatMap(({ filename, previous_filename, sha, status }) => [
    ...(previous_filename === undefined || status !== 'renamed'
      ? []
      : [{ path: previous_filename, sha: 'deleted' }]),
    { path: filename, sha: status === 'removed' ? 'deleted' : (sha ?? '') },
  ]);
  const content = changed
    .map(({ path, sha }) => `${path}\t${sha}`)
    .sort()
    .join('\n');
  if (sha256(content) !== trailers.content) return foreign;
  const ours = { ours: true, fingerprint: trailers.fingerprint };
  if (parent.sha === base) return { ...ours, current: true };
  if ((await forge.compare(base, parent.sha)).ahead_by > 0) return foreign;
  for (const { path } of changed) {
    if ((await forge.blob(path, parent.sha)) !== (await forge.blob(path, base)))
      return { ...ours, current: false };
  }
  return { ...ours, current: true };
}
