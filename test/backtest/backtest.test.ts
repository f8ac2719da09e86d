import { describe, expect, it } from 'vitest';
import { type BacktestOptions, backtest, isLongEnough } from '../../src/backtest/index.ts';
import type { Collected } from '../../src/domain/collected.ts';
import type { Activity, CoverageDay, LastAccessedReport } from '../../src/domain/facts.ts';
import {
  ACCOUNT,
  activity,
  allow,
  attached,
  collected,
  doc,
  inlinePolicy,
  role,
  roleArn,
  tinyCatalog,
} from '../support/builders.ts';

const catalog = tinyCatalog();
const FIRST = '2026-06-01';
const DAYS = 90;
const day = (index: number) => new Date(Date.parse(FIRST) + index * 86_400_000).toISOString().slice(0, 10);
/** Day 60: two thirds of the history. */
const SPLIT = day(60);

const policy = inlinePolicy(
  roleArn('agent'),
  'p',
  doc(allow('kms:Decrypt', 'iam:CreateUser', 'iam:AttachRolePolicy', 's3:GetObject', 'kms:DescribeKey')),
);
const agent = role('agent', [attached(policy)]);

const called = (event: string, index: number, calls: number): Activity =>
  activity(agent, event, {
    day: day(index),
    calls,
    first: `${day(index)}T10:00:00Z`,
    last: `${day(index)}T11:00:00Z`,
  });

/** Every day logged in both regions, so that non-use of management actions is proven. */
function world(calls: readonly Activity[], reports: readonly LastAccessedReport[] = []): Collected {
  const base = collected([agent], [policy], calls);
  const coverage = Array.from(
    { length: DAYS },
    (_, index): CoverageDay => ({
      account: ACCOUNT,
      region: 'us-east-1',
      day: day(index),
      category: 'Management',
      resourceType: null,
      events: 5,
      duplicates: 0,
      files: 1,
    }),
  );
  if (base.usage === null) throw new Error('no usage');
  return { ...base, usage: { ...base.usage, coverage }, lastAccessed: reports };
}

const OPTIONS: BacktestOptions = {
  scope: 'all',
  regions: ['us-east-1'],
  agents: [],
  breakGlassTags: [],
  split: SPLIT,
  windows: [30],
  targets: ['sensitive'],
};

function trials(evidence: Collected, options: Partial<BacktestOptions> = {}) {
  return backtest(evidence, catalog, { ...OPTIONS, ...options }).trials.map(
    ({ windowDays, unknown, skipped, calls, wouldBeDenied, perThousand, examples }) => ({
      windowDays,
      unknown,
      skipped,
      calls,
      wouldBeDenied,
      perThousand,
      broken: examples.map(({ action, calls: count }) => `${action} ${count}`),
    }),
  );
}

describe('backtest', () => {
  it('denies nothing of what goes on as before', () => {
    const [kept] = trials(world([called('kms:Decrypt', 50, 3), called('kms:Decrypt', 70, 400)]));
    expect(kept).toMatchObject({ calls: 400, wouldBeDenied: 0, perThousand: 0, broken: [] });
  });

  it('counts the calls of an action that was not used in the window and is used again', () => {
    const calls = [
      called('iam:CreateUser', 10, 1),
      called('kms:Decrypt', 50, 3),
      called('kms:Decrypt', 70, 396),
      called('iam:CreateUser', 75, 3),
      called('iam:CreateUser', 80, 1),
    ];
    const [kept] = trials(world(calls));
    expect(kept).toMatchObject({
      calls: 400,
      wouldBeDenied: 4,
      perThousand: 10,
      broken: ['iam:CreateUser 4'],
    });
    // Sixty days reach back to its first use.
    expect(trials(world(calls), { windows: [60] })[0]).toMatchObject({ wouldBeDenied: 0 });
  });

  it('does not let what came later tell what was known before: last accessed is set back', () => {
    const report: LastAccessedReport = {
      principalArn: agent.arn,
      generatedAt: `${day(90)}T00:00:00Z`,
      location: 'test',
      services: [
        { namespace: 'iam', lastAuthenticated: `${day(75)}T10:00:00Z`, region: null, actions: null },
      ],
    };
    const [kept] = trials(world([called('iam:CreateUser', 75, 2)], [report]));
    expect(kept).toMatchObject({ wouldBeDenied: 2, broken: ['iam:CreateUser 2'] });
  });

  it('tells what taking no evidence for no use would have cost', () => {
    // No log of data events: whether s3:GetObject is used is unknown, so it is kept; without the bucket it goes.
    const data = tinyCatalog();
    const blind = {
      ...data,
      witnesses: (action: string) => ({
        ...data.witnesses(action),
        ...(action === 's3:GetObject'
          ? { cloudTrail: { kind: 'data' as const, resourceTypes: ['AWS::S3::Object'] } }
          : {}),
      }),
    };
    const evidence = world([called('s3:GetObject', 70, 5)]);
    const [kept, removed] = backtest(evidence, blind, OPTIONS).trials;
    expect(kept).toMatchObject({ unknown: 'kept', wouldBeDenied: 0 });
    expect(removed).toMatchObject({ unknown: 'removed', wouldBeDenied: 5, perThousand: 1000 });
  });

  it('leaves out a window that the log does not reach back for, and says so', () => {
    expect(trials(world([called('kms:Decrypt', 70, 1)]), { windows: [30, 90] })).toMatchObject([
      { windowDays: 30, skipped: null },
      { windowDays: 30, skipped: null },
      { windowDays: 90, skipped: 'The log has 60 days before the split.', calls: 0 },
      { windowDays: 90, skipped: 'The log has 60 days before the split.', calls: 0 },
    ]);
  });

  it('cuts at a fraction of the history', () => {
    expect(backtest(world([]), catalog, { ...OPTIONS, split: 2 / 3 })).toMatchObject({
      split: `${SPLIT}T00:00:00Z`,
      history: { from: FIRST, to: day(89) },
    });
  });

  it.each([FIRST, day(90)])('refuses a split with nothing on one side: %s', (split) => {
    expect(() => backtest(world([]), catalog, { ...OPTIONS, split })).toThrow(/nothing to learn from/);
  });

  it('needs a log', () => {
    const evidence = collected([agent], [policy]);
    expect(() => backtest({ ...evidence, usage: null }, catalog, OPTIONS)).toThrow(/no history/);
  });

  it('does not depend on the order of the evidence', () => {
    const calls = [
      called('iam:CreateUser', 75, 3),
      called('kms:Decrypt', 50, 1),
      called('kms:Decrypt', 70, 9),
    ];
    const one = backtest(world(calls), catalog, OPTIONS);
    expect(JSON.stringify(backtest(world([...calls].reverse()), catalog, OPTIONS))).toBe(JSON.stringify(one));
  });
});

it('is tried only where the shortest window lies before the cut', () => {
  const evidence = world([]);
  const long = (split: string | number, windows: readonly number[]) =>
    isLongEnough(evidence, { split, windows });
  expect(long(2 / 3, [30, 60, 90])).toBe(true);
  expect(long(day(30), [60, 30])).toBe(true);
  expect(long(day(29), [60, 30])).toBe(false);
  expect(isLongEnough({ ...evidence, usage: null }, { split: 2 / 3, windows: [1] })).toBe(false);
});
