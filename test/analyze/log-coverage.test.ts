import { describe, expect, it } from 'vitest';
import { LogCoverage } from '../../src/analyze/log-coverage.ts';
import type { Collected, Unreadable } from '../../src/domain/collected.ts';
import type { CoverageDay, Trail } from '../../src/domain/facts.ts';
import type { Window } from '../../src/domain/window.ts';

const ACCOUNT = '111122223333';
const WINDOW = { start: '2026-09-01T00:00:00Z', end: '2026-09-11T00:00:00Z', days: 10 };
const DAYS = Array.from({ length: 10 }, (_, i) => `2026-09-${String(i + 1).padStart(2, '0')}`);

function delivered(region: string, days: readonly string[], events = 1): CoverageDay[] {
  return days.map((day) => ({
    account: ACCOUNT,
    region,
    day,
    category: 'Management',
    resourceType: null,
    events,
    duplicates: 0,
    files: 1,
  }));
}

function coverage(
  rows: readonly CoverageDay[],
  more: {
    trails?: readonly Trail[];
    unreadable?: readonly Unreadable[];
    regions?: readonly string[];
    window?: Window;
  } = {},
) {
  const collected: Collected = {
    principals: [],
    policies: new Map(),
    usage: {
      activity: [],
      sessions: [],
      coverage: rows,
      leftovers: [],
      excludedFiles: [],
      accounting: {
        files: { seen: 0, used: 0, excluded: 0, unreadable: 0 },
        records: { seen: 0, distinct: 0, duplicates: 0, unreadable: 0 },
      },
      firstEvent: null,
      lastEvent: null,
    },
    lastAccessed: [],
    trails: more.trails ?? null,
    inputs: [],
    unreadable: more.unreadable ?? [],
  };
  return new LogCoverage(collected, more.window ?? WINDOW, more.regions ?? null).of(ACCOUNT);
}

const MULTI_REGION: Trail = {
  arn: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main`,
  account: ACCOUNT,
  homeRegion: 'us-east-1',
  multiRegion: true,
  organization: false,
  globalServiceEvents: true,
  isLogging: true,
  loggingSince: null,
  management: { read: true, write: true, excludedSources: [] },
  data: [],
};

describe('LogCoverage', () => {
  it('has no gap when every region delivers every day', () => {
    const { basis, management } = coverage([
      ...delivered('us-east-1', DAYS),
      ...delivered('eu-west-1', DAYS),
    ]);
    expect(basis).toBe('log');
    expect([...management.values()].flat()).toEqual([]);
  });

  it('names the days of a busy region without any event', () => {
    const { management } = coverage([
      ...delivered('us-east-1', DAYS),
      ...delivered('eu-west-1', [...DAYS.slice(0, 4), ...DAYS.slice(6)]),
    ]);
    expect(management.get('eu-west-1')).toEqual([
      {
        from: '2026-09-05T00:00:00Z',
        to: '2026-09-07T00:00:00Z',
        reason: 'no event of eu-west-1, which has some on 8 of 10 days',
      },
    ]);
  });

  it('takes quiet days of a quiet region as covered while the account delivers', () => {
    const { management } = coverage([
      ...delivered('us-east-1', DAYS),
      ...delivered('eu-west-1', DAYS.slice(0, 2)),
    ]);
    expect(management.get('eu-west-1')).toEqual([]);
  });

  describe('over ninety days', () => {
    const window = { start: '2026-07-03T00:00:00Z', end: '2026-10-01T00:00:00Z', days: 90 };
    const days = Array.from({ length: 90 }, (_, day) =>
      new Date(Date.parse(window.start) + day * 86_400_000).toISOString().slice(0, 10),
    );
    const gapsOf = (region: string, seen: readonly string[]) =>
      coverage([...delivered('us-west-2', days), ...delivered(region, seen)], { window }).management.get(
        region,
      );

    it.each(['us-east-1', 'eu-west-1'])('takes two months missing of %s for missing', (region) => {
      const gaps = gapsOf(region, days.slice(62));
      expect(gaps?.map(({ from, to }) => [from, to])).toEqual([[window.start, '2026-09-03T00:00:00Z']]);
      expect(gaps?.[0]?.reason).toMatch(
        /^no event of .+ on 62 days in a row, which has some on 28 of the other 28: /,
      );
      expect(gapsOf(region, [...days.slice(0, 20), ...days.slice(50)])).toHaveLength(1);
    });

    it('takes weekends, holidays and a region that is seldom used for quiet', () => {
      const isWorkday = (day: string) => ![0, 6].includes(new Date(day).getUTCDay());
      const workdays = days.filter(isWorkday);
      expect(gapsOf('eu-west-1', workdays)).toEqual([]);
      expect(
        gapsOf(
          'eu-west-1',
          workdays.filter((day) => day < '2026-08-03' || day > '2026-08-14'),
        ),
      ).toEqual([]);
      expect(
        gapsOf(
          'eu-west-1',
          days.filter((_, day) => day % 11 === 0),
        ),
      ).toEqual([]);
      expect(gapsOf('eu-west-1', days.slice(40, 55))).toEqual([]);
    });
  });

  it('counts a file without records as delivery', () => {
    const { management } = coverage([...delivered('us-east-1', DAYS, 0), ...delivered('eu-west-1', DAYS, 0)]);
    expect([...management.values()].flat()).toEqual([]);
  });

  it('does not know the regions from a log of one', () => {
    expect(coverage(delivered('eu-west-1', DAYS)).basis).toBe('one-region');
    expect(coverage(delivered('eu-west-1', DAYS), { regions: ['eu-west-1'] }).basis).toBe('declared');
    expect(coverage(delivered('eu-west-1', DAYS), { trails: [MULTI_REGION] }).basis).toBe('trail');
  });

  it('takes a list of no regions for none given', () => {
    expect(coverage(delivered('eu-west-1', DAYS), { regions: [] }).basis).toBe('one-region');
  });

  it('never covers global services by a log without us-east-1', () => {
    const { management } = coverage(delivered('eu-west-1', DAYS), { regions: ['eu-west-1'] });
    expect(management.get('us-east-1')?.[0]?.reason).toBe('no event of us-east-1 anywhere in the log');
  });

  it('says that nothing is known of an account the log does not have', () => {
    expect(coverage([]).basis).toBe('none');
  });

  it('takes an unreadable file as a gap of its day and the evening before', () => {
    const unreadable: Unreadable = {
      kind: 'cloudtrail',
      location: 'x.json.gz',
      reason: 'truncated gzip',
      account: ACCOUNT,
      region: 'eu-west-1',
      day: '2026-09-05',
    };
    const { management } = coverage([...delivered('us-east-1', DAYS), ...delivered('eu-west-1', DAYS)], {
      unreadable: [unreadable],
    });
    expect(management.get('us-east-1')).toEqual([]);
    expect(management.get('eu-west-1')?.map(({ from, to }) => [from, to])).toEqual([
      ['2026-09-04T00:00:00Z', '2026-09-06T00:00:00Z'],
    ]);
  });

  it('takes an unreadable file of unknown origin as a gap everywhere', () => {
    const unreadable: Unreadable = {
      kind: 'cloudtrail',
      location: 'x.json.gz',
      reason: 'truncated gzip',
      account: null,
      region: null,
      day: null,
    };
    const { management } = coverage([...delivered('us-east-1', DAYS), ...delivered('eu-west-1', DAYS)], {
      unreadable: [unreadable],
    });
    expect([...management.values()].every((gaps) => gaps.length === 1)).toBe(true);
  });
});
