import type {
  DestinationName,
  Opened,
  PlanRow,
  PullRequestRequest,
  PullRequestSettings,
} from '../publish/pr/index.ts';
import { type Assessment, pullRequest, settledOf } from '../report/index.ts';

export type { FileMapping, PlanRow, PullRequestSettings, RepositorySettings } from '../publish/pr/index.ts';

/** What pull requests are made of: an assessment, whole or the recommendations of it that are to be taken back. */
export interface Proposal {
  readonly assessment: Assessment;
  readonly settings: PullRequestSettings;
  /** Null: propose what was verified. Else the ids of recommendations to roll back. */
  readonly rollback: readonly string[] | null;
}

/** The most characters a description may have: GitHub's limit; GitLab's is larger. */
const LONGEST_BODY = { none: 1_000_000, gitlab: 1_048_576, github: 65_536 } as const;

async function requestOf(
  { assessment, settings, rollback }: Proposal,
  to: DestinationName | null,
): Promise<PullRequestRequest> {
  const { branchOf, proposedBy, rolledBack } = await import('../publish/pr/index.ts');
  const chosen = assessment.recommendations.filter(({ id }) => rollback?.includes(id) ?? true);
  return {
    recommendations: rollback === null ? chosen : chosen.map(rolledBack),
    settled: rollback === null ? settledOf(assessment) : [],
    settings,
    describe: ({ unit, repository, files, sidecars }, base) => {
      const forge =
        to === 'github' || to === 'local' ? 'github' : (settings.repositories[repository]?.forge ?? 'none');
      return pullRequest(assessment, proposedBy(unit.id), {
        branch: unit.branch,
        base,
        fingerprint: unit.fingerprint,
        files: files.map(({ path, after }) => ({ path, deleted: after === null })),
        sidecars,
        requires: unit.requires.map((id) => ({ id, branch: branchOf(id) })),
        limit: LONGEST_BODY[forge],
        rollback: rollback !== null,
      });
    },
  };
}

/** The state table of pull requests, from the clones alone. */
export async function planPullRequests(proposal: Proposal): Promise<readonly PlanRow[]> {
  const publisher = await import('../publish/pr/index.ts');
  return publisher.planPullRequests(await requestOf(proposal, null));
}

/** Carries the state table out at a destination; `out` is the folder of the local one. */
export async function openPullRequests(
  proposal: Proposal,
  to: DestinationName,
  out: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Opened> {
  const publisher = await import('../publish/pr/index.ts');
  return publisher.openPullRequests(await requestOf(proposal, to), to, out, environment);
}
