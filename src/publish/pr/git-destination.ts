import type { Clone } from './clone.ts';
import { ledgerOf } from './clone.ts';
import type { Observed } from './decide.ts';
import type { PlanRow } from './plan.ts';
import type { PreparedUnit } from './prepared.ts';
import type { Describe, PullRequestSettings, RequestText } from './settings.ts';
import { judgeBranch, withTrailers } from './trailers.ts';

/** What is known of a branch from the refs alone. */
export function observeGit({ repository, base, heads }: Clone, branch: string): Observed {
  const head = heads.branches.get(branch);
  const pushed = heads.ledger.get(branch.slice('paredown/'.length));
  const judged = head === undefined ? null : judgeBranch(repository, head, base);
  // The memory holds the last commit pushed: gone from the branches and not in the base, somebody said no.
  const deleted = head === undefined && pushed !== undefined && !repository.contains(base, pushed);
  return { branch: judged, request: undefined, deleted };
}

/** Makes the unit's one commit; its message is the pull request, for whoever sees only the branch. */
export function commitUnit(
  { repository, base }: Clone,
  { unit, files }: PreparedUnit,
  { title, body }: RequestText,
  { author, date }: PullRequestSettings,
): string {
  return repository.commit(base, files, (content) => ({
    message: withTrailers(`${title}\n\n${body}`, unit, content),
    author,
    date,
  }));
}

/** Carries the rows of one repository out on its remote, and says what was done. */
export function openGit(
  clone: Clone,
  rows: readonly PlanRow[],
  describe: Describe,
  settings: PullRequestSettings,
): readonly string[] {
  const { repository, heads } = clone;
  const { remote } = clone.settings;
  // By URL: a push by name would move the clone's remote-tracking branches, to objects that the clone does not have.
  const url = repository.run(['remote', 'get-url', '--push', '--', remote]);
  const memory: string[] = [];
  const done: string[] = [];
  for (const { action, branch, prepared } of rows) {
    const ref = `refs/heads/${branch}`;
    // Only what was seen is replaced: a push in between makes this one fail instead of being lost.
    const lease = `--force-with-lease=${ref}:${heads.branches.get(branch) ?? ''}`;
    if (action === 'close') {
      repository.run(['push', '--quiet', lease, '--end-of-options', url, `:${ref}`]);
      if (heads.ledger.has(branch.slice('paredown/'.length))) memory.push(`:${ledgerOf(branch)}`);
      done.push(`${branch}: deleted on ${remote}`);
    }
    if ((action === 'create' || action === 'update') && prepared !== null) {
      const text = describe(prepared, clone.baseName);
      const commit = commitUnit(clone, prepared, text, settings);
      const options =
        clone.settings.forge === 'gitlab' ? mergeRequestOptions(clone.baseName, text, settings) : [];
      const pushed = `${commit}:${ref}`;
      repository.run(['push', '--quiet', lease, ...options, '--end-of-options', url, pushed]);
      memory.push(`+${commit}:${ledgerOf(branch)}`);
      done.push(`${branch}: pushed to ${remote}`);
    }
  }
  // A remote may refuse refs of this kind; then only the memory of deleted branches is missing.
  if (memory.length > 0) repository.run(['push', '--quiet', '--end-of-options', url, ...memory], '', [1]);
  return done;
}

/** GitLab cuts an MR's title at 255 characters; a push option ends at 65,516 bytes (pkt-line) and holds no line break. */
const LONGEST_OPTION = 255;

/**
 * GitLab makes a merge request of a push (GitLab docs, "Push options for merge requests"). Options hold no line breaks
 * (gitlab-org/gitlab#241710), so title and description are left to the commit, which GitLab takes them from when no
 * option says otherwise (MergeRequests::PushOptionsHandlerService#create_params).
 */
function mergeRequestOptions(
  base: string,
  { title }: RequestText,
  { labels, draft }: PullRequestSettings,
): readonly string[] {
  // Nor may an argument of a program hold a NUL; no control character means anything in a title or a label.
  const plain = (text: string): string =>
    [...text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')].slice(0, LONGEST_OPTION).join('').trim();
  return [
    'merge_request.create',
    `merge_request.target=${base}`,
    `merge_request.title=${plain(draft ? `Draft: ${title}` : title)}`,
    'merge_request.remove_source_branch',
    ...labels.map((label) => `merge_request.label=${plain(label)}`),
  ].flatMap((option) => ['-o', option]);
}
