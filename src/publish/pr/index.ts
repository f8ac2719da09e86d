import { join } from 'node:path';
import { writeBranchFiles } from './branch-files.ts';
import { type Clone, openOffline, openOnline } from './clone.ts';
import { observeGit, openGit } from './git-destination.ts';
import type { Environment } from './github/credentials.ts';
import { applyGitHub, type GitHubRepository, observeGitHub, openGitHub } from './github/destination.ts';
import { openLocal } from './local-destination.ts';
import { type PlanRow, plan, proposals } from './plan.ts';
import type { Describe, PullRequestSettings, Settled } from './settings.ts';
import type { Candidate } from './unit.ts';

export type { FileMapping } from './locate.ts';
export type { PlanRow } from './plan.ts';
export type { PreparedUnit } from './prepared.ts';
export { rolledBack } from './rollback.ts';
export type { Describe, PullRequestSettings, RepositorySettings, RequestText, Settled } from './settings.ts';
export { branchOf, proposedBy } from './unit.ts';

export type DestinationName = 'local' | 'git' | 'github';

export interface PullRequestRequest {
  readonly recommendations: readonly Candidate[];
  readonly settled: readonly Settled[];
  readonly settings: PullRequestSettings;
  readonly describe: Describe;
}

export interface Opened {
  readonly rows: readonly PlanRow[];
  /** What was done, a line each. */
  readonly done: readonly string[];
}

/** The state table as the clones tell it since their last fetch; no network. */
export function planPullRequests(request: PullRequestRequest): readonly PlanRow[] {
  return withClones(request, openOffline, (clones) => rowsOf(request, clones));
}

/**
 * Carries the plan out.
 * @param out the folder of the local destination
 * @throws UserError for what the configuration has to settle; PublishError when git or the forge refuses
 */
export async function openPullRequests(
  request: PullRequestRequest,
  to: DestinationName,
  out: string,
  environment: Environment,
): Promise<Opened> {
  const { settings, describe } = request;
  if (to === 'local') {
    return withClones(request, openOffline, (clones) => {
      const rows = rowsOf(request, clones, 'nothing is known of branches');
      const files = clones.flatMap((clone, index) => {
        const own = rows.filter(({ repository }) => repository === index);
        return [
          ...openLocal(clone, own, describe, settings, clones.length > 1 ? `repository-${index + 1}/` : ''),
        ];
      });
      writeBranchFiles(out, new Map(files));
      const done = files.flatMap(([path]) => (path.endsWith('/PR_BODY.md') ? [join(out, path, '..')] : []));
      return { rows, done };
    });
  }
  if (to === 'github') return openOnGitHub(request, environment);
  return withClones(request, openOnline, (clones) => {
    const rows = rowsOf(request, clones);
    const done = clones.flatMap((clone, index) =>
      openGit(
        clone,
        rows.filter(({ repository }) => repository === index),
        describe,
        settings,
      ),
    );
    return { rows, done };
  });
}

async function openOnGitHub(
  { recommendations, settled, settings, describe }: PullRequestRequest,
  environment: Environment,
): Promise<Opened> {
  const opened: Omit<GitHubRepository, 'branches'>[] = [];
  try {
    for (const repository of settings.repositories) opened.push(await openGitHub(repository, environment));
    const found = proposals(
      recommendations,
      settled,
      opened.map(({ clone }) => clone),
      settings,
    );
    const seen: GitHubRepository[] = [];
    for (const [index, each] of opened.entries())
      seen.push({ ...each, branches: await observeGitHub(each, index, found) });
    const nothing = { branch: null, request: null, deleted: false };
    const rows = plan(
      found,
      seen.length,
      (repository, branch) => seen[repository]?.branches.get(branch) ?? nothing,
      settings.recreate,
    );
    const done: string[] = [];
    for (const [index, each] of seen.entries())
      done.push(
        ...(await applyGitHub(
          each,
          rows.filter(({ repository }) => repository === index),
          describe,
          settings,
        )),
      );
    return { rows, done };
  } finally {
    for (const { clone } of opened) clone.repository.close();
  }
}

function rowsOf(
  { recommendations, settled, settings }: PullRequestRequest,
  clones: readonly Clone[],
  blank?: string,
): readonly PlanRow[] {
  const found = proposals(recommendations, settled, clones, settings);
  return plan(
    found,
    clones.length,
    (repository, branch) => {
      const clone = clones[repository];
      const nothing = { branch: null, request: undefined, deleted: false };
      return clone === undefined || blank !== undefined ? nothing : observeGit(clone, branch);
    },
    settings.recreate,
  );
}

/** Opens every repository, and in the end removes what was made beside them. */
function withClones<T>(
  { settings }: PullRequestRequest,
  open: (settings: PullRequestSettings['repositories'][number]) => Clone,
  work: (clones: readonly Clone[]) => T,
): T {
  const clones: Clone[] = [];
  try {
    for (const repository of settings.repositories) clones.push(open(repository));
    return work(clones);
  } finally {
    for (const { repository } of clones) repository.close();
  }
}
