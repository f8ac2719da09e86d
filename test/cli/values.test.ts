import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDays, parseInstant, parseList, windowOf } from '../../src/cli/values.ts';
import { UserError } from '../../src/domain/errors.ts';

describe('parseInstant', () => {
  it.each([
    ['2026-07-01', '2026-07-01T00:00:00Z'],
    ['2026-07-01T12:30Z', '2026-07-01T12:30:00Z'],
    ['2026-07-01T12:30:59Z', '2026-07-01T12:30:59Z'],
    ['2026-07-01T12:30:59.999Z', '2026-07-01T12:30:59Z'],
    ['2026-07-01T01:00:00+02:00', '2026-06-30T23:00:00Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z'],
  ])('%s is %s', (text, instant) => {
    expect(parseInstant(text)).toBe(instant);
  });

  it.each([
    'yesterday',
    '2026-7-1',
    '2026-02-29',
    '2026-13-01',
    '2026-07-01T24:00Z',
    '2026-07-01T12:00:00',
    '01/07/2026',
    '20260701',
    '',
  ])('"%s" is refused', (text) => {
    expect(() => parseInstant(text)).toThrow(UserError);
  });

  it('gives text that sorts as time does', () => {
    const time = fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(time, time, (a, b) => {
        const [x, y] = [a, b].map((date) => parseInstant(date.toISOString()));
        if (Math.floor(a.getTime() / 1000) < Math.floor(b.getTime() / 1000))
          expect((x ?? '') < (y ?? '')).toBe(true);
      }),
    );
  });
});

describe('parseDays', () => {
  it.each([
    ['90', 90],
    ['90d', 90],
    ['1 day', 1],
    [30, 30],
  ])('%s is %d days', (text, days) => {
    expect(parseDays(text)).toBe(days);
  });

  it.each(['0', '-1', '1.5', '3w', '90h', '', '99999', 'all'])('"%s" is refused', (text) => {
    expect(() => parseDays(text)).toThrow(/number of days/);
  });
});

describe('windowOf', () => {
  it('ends at as-of and is as long as said', () => {
    expect(windowOf('2026-07-01T00:00:00Z', 90)).toEqual({
      start: '2026-04-02T00:00:00Z',
      end: '2026-07-01T00:00:00Z',
      days: 90,
    });
  });
});

describe('parseList', () => {
  it('takes commas, lists and both, once each', () => {
    expect(parseList('eu-west-1, us-east-1,eu-west-1')).toEqual(['eu-west-1', 'us-east-1']);
    expect(parseList(['a,b', 'c'])).toEqual(['a', 'b', 'c']);
    expect(parseList('')).toEqual([]);
  });
});
