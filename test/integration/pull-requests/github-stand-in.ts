import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GitWorld } from './git-world.ts';
import type { Exchange } from './github-description.ts';

/** One request as it arrived. */
export interface Seen {
  readonly method: string;
  /** Below `/repos/acme/infra`, or whole when it is elsewhere. */
  readonly path: string;
  readonly body: Record<string, unknown> | null;
  readonly authorization: string;
}

/** An answer given once instead of the real one, to the next request that fits. */
export interface Trouble {
  readonly on: RegExp;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface Pull {
  readonly number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  merged_at: string | null;
  readonly draft: boolean;
  readonly head: string;
  readonly base: string;
  readonly labels: string[];
  readonly comments: string[];
  readonly html_url: string;
}

type Answer = readonly [status: number, body: unknown];

/**
 * As much of GitHub's REST API as pull requests need, with the state it keeps: objects and refs are a real bare
 * repository, pull requests a list. It refuses what GitHub refuses (a second open pull request of a branch, an unknown
 * token, a ref that exists).
 */
export class GitHubStandIn {
  readonly world: GitWorld;
  readonly seen: Seen[] = [];
  readonly exchanges: Exchange[] = [];
  readonly pulls: Pull[] = [];
  readonly troubles: Trouble[] = [];
  token = 'secret-token';
  #server: Server | null = null;

  constructor(world: GitWorld) {
    this.world = world;
  }

  async start(): Promise<string> {
    const server = createServer((request, response) => {
      void readBody(request).then((body) => {
        const troubles = this.troubles.length;
        const [status, answer, headers] = this.#answer(request, body);
        this.exchanges.push({
          method: request.method ?? '',
          url: request.url ?? '',
          body: body === '' ? null : JSON.parse(body),
          answer: troubles === this.troubles.length ? { status, body: answer } : null,
        });
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end(status === 204 ? '' : JSON.stringify(answer));
      });
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  #answer(
    request: IncomingMessage,
    text: string,
  ): readonly [number, unknown, Readonly<Record<string, string>>] {
    const method = request.method ?? 'GET';
    const url = new URL(request.url ?? '/', 'http://localhost');
    const path = decodeURIComponent(url.pathname).replace('/repos/acme/infra', '') || '/';
    const body = text === '' ? null : (JSON.parse(text) as Record<string, unknown>);
    const authorization = request.headers.authorization ?? '';
    this.seen.push({ method, path, body, authorization });
    const at = this.troubles.findIndex(({ on }) => on.test(`${method} ${path}`));
    const [trouble] = at < 0 ? [] : this.troubles.splice(at, 1);
    if (trouble !== undefined)
      return [trouble.status, trouble.body ?? { message: 'trouble' }, trouble.headers ?? {}];
    if (path.startsWith('/app/')) return [201, { token: this.token, expires_at: '2026-10-01T01:00:00Z' }, {}];
    if (path === '/installation') return [200, { id: 42 }, {}];
    if (authorization !== `Bearer ${this.token}`) return [401, { message: 'Bad credentials' }, {}];
    const [status, answer] = this.#route(method, path, url.searchParams, body ?? {});
    return [status, answer, {}];
  }

  #git(...args: readonly string[]): string {
    return this.world.git(this.world.bare, ...args);
  }

  #has(ref: string): string | null {
    try {
      return this.#git('rev-parse', '--verify', '-q', ref);
    } catch {
      return null;
    }
  }

  #route(method: string, path: string, query: URLSearchParams, body: Record<string, unknown>): Answer {
    if (path === '/') return [200, { default_branch: 'main' }];
    const [, ref] = /^\/git\/refs?\/(heads\/.+)$/.exec(path) ?? [];
    if (ref !== undefined) return this.#ref(method, `refs/${ref}`, body);
    if (path === '/git/refs') return this.#createRef(String(body.ref), String(body.sha));
    if (path.startsWith('/git/matching-refs/')) {
      const prefix = `refs/${path.slice('/git/matching-refs/'.length)}`;
      const lines = this.#git('for-each-ref', '--format=%(objectname) %(refname)').split('\n');
      const refs = lines.map((line) => line.split(' ')).filter(([, name]) => name?.startsWith(prefix));
      return [200, refs.map(([sha, name]) => ({ ref: name, object: { sha } }))];
    }
    if (path.startsWith('/git/')) return this.#objects(method, path, body);
    if (path.startsWith('/compare/')) return this.#compare(path.slice('/compare/'.length));
    if (path.startsWith('/contents/')) {
      const sha = this.#has(`${query.get('ref')}:${path.slice('/contents/'.length)}`);
      return sha === null ? [404, { message: 'Not Found' }] : [200, { sha }];
    }
    return this.#discussion(method, path, query, body);
  }

  #ref(method: string, ref: string, { sha }: Record<string, unknown>): Answer {
    const found = this.#has(ref);
    if (method === 'GET')
      return found === null ? [404, { message: 'Not Found' }] : [200, { ref, object: { sha: found } }];
    if (found === null) return [422, { message: 'Reference does not exist' }];
    if (method === 'DELETE') {
      this.#git('update-ref', '-d', ref);
      return [204, null];
    }
    this.#git('update-ref', ref, String(sha));
    return [200, { ref, object: { sha } }];
  }

  #createRef(ref: string, sha: string): Answer {
    if (this.#has(ref) !== null) return [422, { message: 'Reference already exists' }];
    this.#git('update-ref', ref, sha);
    return [201, { ref, object: { sha } }];
  }

  #objects(method: string, path: string, body: Record<string, unknown>): Answer {
    if (method === 'GET') {
      const sha = path.slice('/git/commits/'.length);
      const [tree, parents = '', ...message] = this.#git('show', '-s', '--format=%T%n%P%n%B', sha).split(
        '\n',
      );
      const ids = parents.split(' ').filter((id) => id !== '');
      return [
        200,
        { sha, message: message.join('\n'), tree: { sha: tree }, parents: ids.map((id) => ({ sha: id })) },
      ];
    }
    if (path === '/git/blobs') {
      const content = Buffer.from(String(body.content), 'base64');
      return [201, { sha: this.world.gitInput(this.world.bare, content, 'hash-object', '-w', '--stdin') }];
    }
    if (path === '/git/trees') {
      const entries = body.tree as { path: string; mode: string; sha: string | null }[];
      const lines = entries.map((entry) =>
        entry.sha === null
          ? `0 ${'0'.repeat(40)}\t${entry.path}\n`
          : `${entry.mode} ${entry.sha}\t${entry.path}\n`,
      );
      return [201, { sha: this.world.treeOf(String(body.base_tree), lines.join('')) }];
    }
    const parents = (body.parents as string[]).flatMap((parent) => ['-p', parent]);
    const message = Buffer.from(String(body.message));
    return [
      201,
      { sha: this.world.gitInput(this.world.bare, message, 'commit-tree', String(body.tree), ...parents) },
    ];
  }

  #compare(range: string): Answer {
    const [from = '', to = ''] = range.split('...');
    const base = this.#git('merge-base', from, to);
    const status: Readonly<Record<string, string>> = { A: 'added', D: 'removed', M: 'modified' };
    const fields = this.#git('diff-tree', '-r', '-z', '--no-renames', base, to).split('\0');
    const files = fields.flatMap((filename, index) => {
      if (index % 2 === 0) return [];
      const [, , old, renewed, kind = ''] = (fields[index - 1] ?? '').split(' ');
      return [{ filename, sha: kind === 'D' ? old : renewed, status: status[kind] }];
    });
    return [200, { ahead_by: Number(this.#git('rev-list', '--count', `${from}..${to}`)), files }];
  }

  #discussion(method: string, path: string, query: URLSearchParams, body: Record<string, unknown>): Answer {
    if (path === '/pulls' && method === 'GET') {
      const head = (query.get('head') ?? '').replace('acme:', '');
      return [
        200,
        this.pulls
          .filter((pull) => pull.head === head)
          .toReversed()
          .map(shown),
      ];
    }
    if (path === '/pulls') {
      const { title, head, base, body: text, draft } = body as Record<string, string> & { draft: boolean };
      if (this.pulls.some((pull) => pull.head === head && pull.state === 'open'))
        return [
          422,
          {
            message: 'Validation Failed',
            errors: [{ message: `A pull request already exists for acme:${head}.` }],
          },
        ];
      const number = this.pulls.length + 1;
      const pull: Pull = {
        number,
        title: title ?? '',
        body: text ?? '',
        state: 'open',
        merged_at: null,
        draft,
        head: head ?? '',
        base: base ?? '',
        labels: [],
        comments: [],
        html_url: `https://github.example/acme/infra/pull/${number}`,
      };
      this.pulls.push(pull);
      return [201, shown(pull)];
    }
    const [, number, what] = /^\/(?:pulls|issues)\/(\d+)(?:\/(\w+))?$/.exec(path) ?? [];
    const pull = this.pulls[Number(number) - 1];
    if (pull === undefined) return [404, { message: 'Not Found' }];
    if (what === 'labels') {
      pull.labels.push(...(body.labels as string[]));
      return [200, pull.labels.map((name) => ({ name }))];
    }
    if (what === 'comments') {
      pull.comments.push(String(body.body));
      return [201, { id: pull.comments.length, body: body.body }];
    }
    Object.assign(pull, body);
    return [200, shown(pull)];
  }
}

/** A pull request as GitHub shows it, as far as anybody looks. */
const shown = ({ number, title, body, state, merged_at, draft, head, base, labels, html_url }: Pull) => ({
  ...{ number, title, body, state, merged_at, draft, html_url },
  head: { ref: head },
  base: { ref: base },
  labels: labels.map((name) => ({ name })),
});

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
