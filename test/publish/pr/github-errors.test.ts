import { describe, expect, it } from 'vitest';
import { explain } from '../../../src/publish/pr/github/github-error.ts';
import { retryDelay } from '../../../src/publish/pr/github/retry-delay.ts';

const NOW = Date.UTC(2026, 8, 30);
const MINUTE = 60_000;

const answer = (status: number, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(null, { status, headers });

describe('when the same request is sent again', () => {
  const soon = String(NOW / 1000 + 90);
  const late = String(NOW / 1000 + 3600);
  it.each<[what: string, response: Response | null, text: string, attempt: number, delay: number | null]>([
    ['no answer', null, '', 3, 4000],
    ['500', answer(500), '', 1, 1000],
    ['502 again', answer(502), '<html>', 4, 8000],
    ['503 that says when', answer(503, { 'retry-after': '7' }), '', 1, 7000],
    ['429 that says when', answer(429, { 'retry-after': '30' }), '', 1, 30_000],
    ['429 that does not', answer(429), '', 2, 2 * MINUTE],
    [
      'a primary limit that ends soon',
      answer(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': soon }),
      '',
      1,
      91_000,
    ],
    [
      'a primary limit that ends in an hour',
      answer(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': late }),
      '',
      1,
      null,
    ],
    ['a secondary limit', answer(403), '{"message":"You have exceeded a secondary rate limit"}', 1, MINUTE],
    ['abuse detection', answer(403), '{"message":"You have triggered an abuse detection"}', 3, 4 * MINUTE],
    ['a secondary limit too often', answer(403), 'secondary rate limit', 5, null],
    ['a wait of hours', answer(429, { 'retry-after': '7200' }), '', 1, null],
    ['403 that forbids', answer(403), '{"message":"Resource not accessible"}', 1, null],
    ['401', answer(401), '', 1, null],
    ['404', answer(404), '', 1, null],
    ['409', answer(409), '', 1, null],
    ['422', answer(422), '', 1, null],
  ])('%s', (_what, response, text, attempt, delay) => {
    expect(retryDelay(response, text, attempt, NOW)).toBe(delay);
  });
});

describe('an answer that is no success', () => {
  it.each<[status: number, text: string, says: RegExp]>([
    [
      401,
      '{"message":"Bad credentials"}',
      /401 to POST \/x \(request AB:1\): Bad credentials\. The token is/,
    ],
    [403, '{"message":"Resource not accessible by integration"}', /needs contents and pull requests/],
    [404, '{"message":"Not Found"}', /the token may not see it/],
    [409, '{"message":"Git Repository is empty."}', /run again/],
    [422, '{"message":"No","errors":[{"field":"head","code":"invalid"},"x"]}', /No; head invalid; x\. /],
    [
      500,
      '<html>\u001b[31mOops\n\u0007</html>',
      /500 to POST \/x .*: <html> \[31mOops <\/html>\. GitHub has/,
    ],
    [418, '', /no message\./],
    [422, `{"message":${JSON.stringify('x'.repeat(5000))}}`, /^.{1,500}$/],
  ])('%i says what happened and what to do', (status, text, says) => {
    const error = explain(
      'POST',
      '/x?token=1',
      answer(status, { 'x-github-request-id': 'AB:1\u00e9' }),
      text,
    );
    expect(error.status).toBe(status);
    expect(error.message).toMatch(says);
    expect(error.message).not.toContain('token=1');
  });
});
