import type { FileChange } from '../prepared.ts';
import type { GitHubClient } from './client.ts';
import { GitHubError } from './github-error.ts';

/** Of a pull request, what is read. */
export interface PullRequest {
  readonly number: number;
  readonly html_url: string;
  readonly state: 'open' | 'closed';
  readonly merged_at: string | null;
  readonly body: string | null;
}

interface Ref {
  readonly ref: string;
  readonly object: { readonly sha: string };
}

export interface Commit {
  readonly sha: string;
  readonly message: string;
  readonly tree: { readonly sha: string };
  readonly parents: readonly { readonly sha: string }[];
}

interface Comparison {
  readonly ahead_by: number;
  readonly files?: readonly {
    readonly filename: string;
    readonly previous_filename?: string;
    readonly sha: string | null;
    readonly status: string;
  }[];
}

/** Every character of a branch or path that means something in a URL, slashes kept. */
const inUrl = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/** The calls of GitHub's REST API that pull requests need, for one repository. */
export class GitHubForge {
  readonly #client: GitHubClient;
  readonly #slug: string;
  readonly #repo: string;

  constructor(client: GitHubClient, slug: string) {
    this.#client = client;
    this.#slug = slug;
    this.#repo = `/repos/${slug}`;
  }

  async defaultBranch(): Promise<string> {
    return (await this.#client.get<{ default_branch: string }>(this.#repo)).default_branch;
  }

  /** The commit of a branch, or null. */
  async head(branch: string): Promise<string | null> {
    const ref = await this.#client.find<Ref>(`${this.#repo}/git/ref/heads/${inUrl(branch)}`);
    return ref?.object.sha ?? null;
  }

  /** Branches that begin with a text, and their commits. */
  async heads(prefix: string): Promise<ReadonlyMap<string, string>> {
    const refs = await this.#client.list<Ref>(`${this.#repo}/git/matching-refs/heads/${inUrl(prefix)}`);
    return new Map(refs.map(({ ref, object }) => [ref.slice('refs/heads/'.length), object.sha]));
  }

  /** The newest pull request of a branch of this repository, or null. */
  async request(branch: string): Promise<PullRequest | null> {
    const owner = this.#slug.slice(0, this.#slug.indexOf('/'));
    const query = new URLSearchParams({
      head: `${owner}:${branch}`,
      state: 'all',
      sort: 'created',
      direction: 'desc',
      per_page: '100',
    });
    const [newest] = await this.#client.get<readonly PullRequest[]>(`${this.#repo}/pulls?${query}`);
    return newest ?? null;
  }

  commit(sha: string): Promise<Commit> {
    return this.#client.get<Commit>(`${this.#repo}/git/commits/${sha}`);
  }

  compare(from: string, to: string): Promise<Comparison> {
    return this.#client.get<Comparison>(`${this.#repo}/compare/${from}...${to}`);
  }

  /** Object id of a file in a commit, or null. */
  async blob(path: string, commit: string): Promise<string | null> {
    const found = await this.#client.find<{ sha: string }>(
      `${this.#repo}/contents/${inUrl(path)}?ref=${commit}`,
    );
    return found?.sha ?? null;
  }

  /**
   * Makes one commit on `base`. Author and date are left to GitHub, which signs what an App or Actions commits only then
   * (docs, "About commit signature verification").
   * @param message gets the changed paths with their object ids
   */
  async makeCommit(
    base: string,
    files: readonly FileChange[],
    modes: ReadonlyMap<string, { readonly mode: string }>,
    message: (content: string) => string,
  ): Promise<string> {
    const tree: TreeEntry[] = [];
    for (const { path, after } of files) {
      const sha = after === null ? null : await this.#makeBlob(after);
      tree.push({ path, mode: modes.get(path)?.mode === '100755' ? '100755' : '100644', type: 'blob', sha });
    }
    const content = tree
      .map(({ path, sha }) => `${path}\t${sha ?? 'deleted'}`)
      .sort()
      .join('\n');
    const { tree: old } = await this.commit(base);
    const made = await this.#send<{ sha: string }>('POST', '/git/trees', { base_tree: old.sha, tree });
    const commit = { message: message(content), tree: made.sha, parents: [base] };
    return (await this.#send<{ sha: string }>('POST', '/git/commits', commit)).sha;
  }

  async #makeBlob(text: string): Promise<string> {
    const blob = { content: Buffer.from(text, 'utf8').toString('base64'), encoding: 'base64' };
    return (await this.#send<{ sha: string }>('POST', '/git/blobs', blob)).sha;
  }

  async createBranch(branch: string, sha: string): Promise<void> {
    await this.#send('POST', '/git/refs', { ref: `refs/heads/${branch}`, sha });
  }

  async moveBranch(branch: string, sha: string): Promise<void> {
    await this.#send('PATCH', `/git/refs/heads/${inUrl(branch)}`, { sha, force: true });
  }

  async deleteBranch(branch: string): Promise<void> {
    try {
      await this.#client.send('DELETE', `${this.#repo}/git/refs/heads/${inUrl(branch)}`, null);
    } catch (error) {
      // GitHub may be set to delete the branch by itself; it says 422 for a ref that is not there.
      if (!(error instanceof GitHubError && (error.status === 422 || error.status === 404))) throw error;
    }
  }

  /** Opens a pull request; as an ordinary one where the plan of the repository has no drafts. */
  async open(request: NewPullRequest): Promise<PullRequest> {
    try {
      return await this.#send<PullRequest>('POST', '/pulls', request);
    } catch (error) {
      const noDrafts = error instanceof GitHubError && error.status === 422 && /draft/i.test(error.message);
      if (!noDrafts || !request.draft) throw error;
      return this.#send<PullRequest>('POST', '/pulls', {
        ...request,
        title: `Draft: ${request.title}`,
        draft: false,
      });
    }
  }

  async edit(
    number: number,
    change: { readonly title?: string; readonly body?: string; readonly state?: 'closed' },
  ): Promise<void> {
    await this.#send('PATCH', `/pulls/${number}`, change);
  }

  async label(number: number, labels: readonly string[]): Promise<void> {
    if (labels.length > 0) await this.#send('POST', `/issues/${number}/labels`, { labels });
  }

  async comment(number: number, body: string): Promise<void> {
    await this.#send('POST', `/issues/${number}/comments`, { body });
  }

  #send<T>(method: 'POST' | 'PATCH', path: string, body: object): Promise<T> {
    return this.#client.send<T>(method, `${this.#repo}${path}`, body);
  }
}

export interface NewPullRequest {
  readonly title: string;
  readonly head: string;
  readonly base: string;
  readonly body: string;
  readonly draft: boolean;
}

interface TreeEntry {
  readonly path: string;
  readonly mode: '100644' | '100755';
  readonly type: 'blob';
  readonly sha: string | null;
}
