import { expect, it } from 'vitest';
import { tooShort } from '../../src/analyze/log-span.ts';
import type { CoverageDay } from '../../src/domain/facts.ts';
import { collected } from '../support/builders.ts';

const WINDOW = { start: '2026-09-01T00:00:00Z', end: '2026-09-11T00:00:00Z', days: 10 };
const { usage } = collected([], []);

function spans(first: string, last: string, coverage: readonly Partial<CoverageDay>[] = []): boolean {
  if (usage === null) throw new Error('a log is given');
  const rows = coverage.map((row) => ({
    account: '111122223333',
    region: 'eu-west-1',
    day: '2026-09-01',
    category: 'Management' as const,
    resourceType: null,
    events: 0,
    duplicates: 0,
    files: 1,
    ...row,
  }));
  const facts = { ...usage, firstEvent: `${first}Z`, lastEvent: `${last}Z`, coverage: rows };
  return tooShort(facts, WINDOW).length === 0;
}

it.each<[string, boolean, Parameters<typeof spans>]>([
  ['an hour', false, ['2026-09-04T10:00:00', '2026-09-04T11:00:00']],
  ['half of it', true, ['2026-09-04T10:00:00', '2026-09-09T10:00:00']],
  ['less than half', false, ['2026-09-04T10:00:00', '2026-09-09T09:59:59']],
  ['from long before to its fifth day', true, ['2026-01-01T00:00:00', '2026-09-06T00:00:00']],
  ['all of it before', false, ['2026-01-01T00:00:00', '2026-06-01T00:00:00']],
  ['an hour, and files without an event', true, ['2026-09-09T10:00:00', '2026-09-09T11:00:00', [{}]]],
  [
    'an hour, a file of the same day',
    false,
    ['2026-09-04T10:00:00', '2026-09-04T11:00:00', [{ day: '2026-09-04' }]],
  ],
  ['an hour, and its own day', false, ['2026-09-09T10:00:00', '2026-09-09T11:00:00', [{ events: 3 }]]],
])('a log of %s', (_what, isEnough, given) => {
  expect(spans(...given)).toBe(isEnough);
});
