import { PublishError, UserError } from '../../../domain/errors.ts';
import { type Clone, openAt } from '../clone.ts';
import { GitRepository } from '../git-repository.ts';
import type { PlanRow, Proposals } from '../plan.ts';
import type { Describe, PullRequestSettings, RepositorySettings } from '../settings.ts';
import { withTrailers } from '../trailers.ts';
import { branchOf } from '../unit.ts';
import { GitHubClient } from './client.ts';
import { authorize, type Environment } from './credentials.ts';
import { GitHubForge } from './forge.ts';
import { type GitHubBranch, observeBranch } from './observe.ts';

/** A repository on GitHub with the clone its files are read from. */
export interface GitHubRepository {
  readonly clone: Clone;
  readonly forge: GitHubForge;
  readonly branches: ReadonlyMap<string, GitHubBranch>;
}

/** Opens a repository at the base branch GitHub has now. */
export async function openGitHub(
  settings: RepositorySettings,
  environment: Environment,
): Promise<Omit<GitHubRepository, 'branches'>> {
  const repository = new GitRepository(settings.path);
  try {
    const url = repository.run(['config', '--get', `remote.${settings.remote}.url`], '', [1]);
    const { host, slug } = placeOf(url, settings);
    const root =
      settings.api ??
      environment.GITHUB_API_URL ??
      (host === 'github.com' ? 'https://api.github.com' : `https://${host}/api/v3`);
    const client = new GitHubClient(root);
    const forge = new GitHubForge(client.with(await authorize(client, slug, environment, Date.now())), slug);
    const baseName = settings.base ?? (await forge.defaultBranch());
    const base = await forge.head(baseName);
    if (base === null) throw new UserError(`${slug} has no branch ${baseName} on GitHub.`);
    return { clone: openAt(settings, repository, baseName, base), forge };
  } catch (error) {
    repository.close();
    throw error;
  }
}

/** `owner/name` and host, from the configuration or any form of a remote's URL. */
function placeOf(url: string, { slug, path, remote }: RepositorySettings): { host: string; slug: string } {
  const match = /^(?:[a-z+]+:\/\/)?(?:[^@/]+@)?([^:/]+)(?::\d+)?[:/](.+?)(?:\.git)?\/?$/.exec(url);
  const found = slug ?? match?.[2] ?? '';
  if (!/^[\w.-]+\/[\w.-]+$/.test(found))
    throw new UserError(
      `Which repository on GitHub is ${path}? Its remote ${remote} does not tell; write slug: owner/name under pullRequests.repositories[].`,
    );
  return { host: match?.[1] ?? 'github.com', slug: found };
}

/** Looks at every branch a proposal is about, and at those of ours that may have no reason any more. */
export async function observeGitHub(
  { clone, forge }: Omit<GitHubRepository, 'branches'>,
  repository: number,
  { prepared, settled }: Proposals,
): Promise<ReadonlyMap<string, GitHubBranch>> {
  const heads = await forge.heads('paredown/');
  const wanted = prepared.filter((each) => each.repository === repository).map(({ unit }) => unit.branch);
  const left = settled.map(({ id }) => branchOf(id)).filter((branch) => heads.has(branch));
  const branches = new Map<string, GitHubBranch>();
  for (const branch of [...wanted, ...left])
    branches.set(branch, await observeBranch(forge, branch, heads.get(branch) ?? null, clone.base));
  return branches;
}

/** Carries the rows of one repository out, and says what was done. One request at a time, as GitHub asks. */
export async function applyGitHub(
  { clone, forge, branches }: GitHubRepository,
  rows: readonly PlanRow[],
  describe: Describe,
  settings: PullRequestSettings,
): Promise<readonly string[]> {
  const done: string[] = [];
  for (const { action, branch, why, prepared } of rows) {
    const seen = branches.get(branch);
    if (action === 'close' && seen?.pull != null) {
      await forge.comment(seen.pull.number, `paredown closes this: ${why.replace(/[`@<>]/g, ' ')}.`);
      await forge.edit(seen.pull.number, { state: 'closed' });
      await forge.deleteBranch(branch);
      done.push(`closed ${seen.pull.html_url}`);
    }
    if ((action !== 'create' && action !== 'update') || prepared === null) continue;
    const { title, body } = describe(prepared, clone.baseName);
    const modes = clone.repository.files(clone.base);
    const sha = await forge.makeCommit(clone.base, prepared.files, modes, (content) =>
      withTrailers(title, prepared.unit, content),
    );
    await placeBranch(forge, branch, seen?.head ?? null, sha);
    const open = seen?.pull?.state === 'open' ? seen.pull : null;
    if (open === null) {
      const pull = await forge.open({
        title,
        head: branch,
        base: clone.baseName,
        body,
        draft: settings.draft,
      });
      await forge.label(pull.number, settings.labels);
      done.push(`opened ${pull.html_url}`);
    } else {
      await forge.edit(open.number, { title, body });
      await forge.comment(
        open.number,
        `paredown has regenerated this proposal: ${why.replace(/[`@<>]/g, ' ')}.`,
      );
      done.push(`updated ${open.html_url}`);
    }
  }
  return done;
}

/** REST has no lease: the head is looked at again right before it is replaced. */
async function placeBranch(
  forge: GitHubForge,
  branch: string,
  seen: string | null,
  sha: string,
): Promise<void> {
  const now = await forge.head(branch);
  if (now !== seen)
    throw new PublishError(
      `${branch} changed on GitHub at the same moment; nothing was overwritten. Run again.`,
    );
  if (now === null) await forge.createBranch(branch, sha);
  else await forge.moveBranch(branch, sha);
}
