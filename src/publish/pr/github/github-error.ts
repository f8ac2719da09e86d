import { PublishError } from '../../../domain/errors.ts';

/** An answer of GitHub that is no success, in words a person can act on. */
export class GitHubError extends PublishError {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** What to do about each status; GitHub's own message stands before it. */
const REMEDIES: Readonly<Record<number, string>> = {
  401: 'The token is wrong or has expired.',
  403: 'The token may not do this: it needs contents and pull requests, read and write, and access to the repository; or a rate limit that ends later holds.',
  404: 'Either there is no such repository, or the token may not see it (GitHub says 404 for both).',
  409: 'The repository is empty or changed at the same moment; run again.',
  410: 'It is switched off for the repository.',
  422: 'GitHub does not accept the request as it is.',
  429: 'A rate limit holds; run again later.',
  451: 'GitHub has blocked the repository.',
};

export function explain(
  method: string,
  path: string,
  response: Pick<Response, 'status' | 'headers'>,
  text: string,
): GitHubError {
  const { status } = response;
  const remedy = REMEDIES[status] ?? (status >= 500 ? 'GitHub has a problem; run again later.' : '');
  const id = response.headers.get('x-github-request-id');
  const trace = id === null ? '' : ` (request ${id.replace(/[^\w:.-]/g, '')})`;
  return new GitHubError(
    status,
    `GitHub answered ${status} to ${method} ${path.replace(/\?.*$/, '')}${trace}: ${said(text)} ${remedy}`.trim(),
  );
}

/** The message of an error answer and its details; cut, and without control characters. */
function said(text: string): string {
  let message = text;
  try {
    const body = JSON.parse(text) as { message?: unknown; errors?: unknown } | null;
    const details = Array.isArray(body?.errors) ? body.errors.map(detail).filter((each) => each !== '') : [];
    message = [String(body?.message ?? ''), ...details].filter((each) => each !== '').join('; ');
  } catch {
    // A proxy answers in HTML; its first words are better than nothing.
  }
  const plain = message
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 300);
  return plain === '' ? 'no message.' : /[.!?]$/.test(plain) ? plain : `${plain}.`;
}

function detail(error: unknown): string {
  if (typeof error === 'string') return error;
  const { message, field, code } = (error ?? {}) as Record<string, unknown>;
  return String(message ?? [field, code].filter((each) => each !== undefined).join(' '));
}
