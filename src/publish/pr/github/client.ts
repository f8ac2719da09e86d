import { setTimeout as sleep } from 'node:timers/promises';
import { PublishError } from '../../../domain/errors.ts';
import { explain, GitHubError } from './github-error.ts';
import { retryDelay } from './retry-delay.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

const MOST_ATTEMPTS = 6;
const REQUEST_TIMEOUT_MS = 60_000;

/** A server that sends pages for ever is no server to follow. */
const MOST_PAGES = 100;

/** GitHub's REST API: JSON in and out, with the waits its rate limits ask for and errors a person can act on. */
export class GitHubClient {
  readonly #root: string;
  readonly #token: string | null;

  /** @param root e.g. `https://api.github.com` or `https://github.example.com/api/v3` */
  constructor(root: string, token: string | null = null) {
    this.#root = root.replace(/\/+$/, '');
    this.#token = token;
  }

  /** The same API with another credential. */
  with(token: string): GitHubClient {
    return new GitHubClient(this.#root, token);
  }

  async get<T>(path: string): Promise<T> {
    return (await this.#call('GET', path)).body as T;
  }

  /** Null for what is not there. */
  async find<T>(path: string): Promise<T | null> {
    try {
      return await this.get<T>(path);
    } catch (error) {
      if (error instanceof GitHubError && error.status === 404) return null;
      throw error;
    }
  }

  /** Every page of a list. */
  async list<T>(path: string): Promise<readonly T[]> {
    const items: T[] = [];
    let next: string | null = path;
    for (let page = 0; next !== null && page < MOST_PAGES; page++) {
      const { body, link }: { body: unknown; link: string | null } = await this.#call('GET', next);
      items.push(...(body as T[]));
      next = this.#nextPage(link);
    }
    return items;
  }

  /** The path of the next page; only on this API, so that a credential never goes elsewhere. */
  #nextPage(link: string | null): string | null {
    const url = /<([^>]+)>;\s*rel="next"/.exec(link ?? '')?.[1];
    return url?.startsWith(`${this.#root}/`) === true ? url.slice(this.#root.length) : null;
  }

  async send<T>(method: Exclude<Method, 'GET'>, path: string, body: object | null): Promise<T> {
    return (await this.#call(method, path, body)).body as T;
  }

  async #call(
    method: Method,
    path: string,
    body: object | null = null,
  ): Promise<{ body: unknown; link: string | null }> {
    for (let attempt = 1; ; attempt++) {
      const response = await this.#fetch(method, path, body);
      if (response instanceof Error) {
        if (attempt >= MOST_ATTEMPTS)
          throw new PublishError(`GitHub cannot be reached at ${this.#root}: ${reason(response)}.`);
        await sleep(retryDelay(null, '', attempt, Date.now()) ?? 0);
        continue;
      }
      const text = await response.text();
      if (response.ok) {
        return { body: text === '' ? null : parsed(text, this.#root), link: response.headers.get('link') };
      }
      const delay = retryDelay(response, text, attempt, Date.now());
      if (delay === null || attempt >= MOST_ATTEMPTS) throw explain(method, path, response, text);
      await sleep(delay);
    }
  }

  async #fetch(method: Method, path: string, body: object | null): Promise<Response | Error> {
    const headers: Record<string, string> = {
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
      'user-agent': 'paredown',
    };
    if (this.#token !== null) headers.authorization = `Bearer ${this.#token}`;
    if (body !== null) headers['content-type'] = 'application/json';
    try {
      return await fetch(`${this.#root}${path}`, {
        method,
        headers,
        body: body === null ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      });
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}

function parsed(text: string, root: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PublishError(
      `${root} does not answer like GitHub's REST API. Check pullRequests.repositories[].api.`,
    );
  }
}

/** fetch hides why it failed in `cause`. */
const reason = (error: Error): string =>
  error.cause instanceof Error ? error.cause.message || String(error.cause) : error.message;
