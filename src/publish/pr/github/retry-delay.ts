/** Longer than this a person waits better than a program. */
const LONGEST_WAIT_MS = 15 * 60_000;
const MINUTE = 60_000;

/**
 * How long to wait before the same request again, in milliseconds; null when it would not help. By GitHub's "Best
 * practices for using the REST API": `retry-after` when it is there; until `x-ratelimit-reset` when nothing remains;
 * else, for a secondary limit, a minute that doubles.
 * @param response null when no answer came
 * @param attempt how many have been made
 * @param now milliseconds since 1970
 */
export function retryDelay(
  response: Pick<Response, 'status' | 'headers'> | null,
  text: string,
  attempt: number,
  now: number,
): number | null {
  const backoff = 1000 * 2 ** (attempt - 1);
  if (response === null) return backoff;
  const { status, headers } = response;
  const after = headers.get('retry-after');
  const limited = status === 429 || status === 403;
  if (limited || status === 503) {
    if (after !== null && /^\d+$/.test(after)) return within(Number(after) * 1000);
    if (limited && headers.get('x-ratelimit-remaining') === '0') {
      const reset = Number(headers.get('x-ratelimit-reset'));
      return Number.isFinite(reset) ? within(Math.max(0, reset * 1000 - now) + 1000) : null;
    }
    if (limited && (status === 429 || /secondary rate limit|abuse/i.test(text)))
      return within(MINUTE * 2 ** (attempt - 1));
  }
  return status >= 500 ? backoff : null;
}

const within = (delay: number): number | null => (delay <= LONGEST_WAIT_MS ? delay : null);
