import type { BacktestExample, BacktestPrincipal } from '../domain/backtest.ts';
import type { Counterexample } from '../domain/recommendation.ts';
import type { ReplayedActivity } from '../verify/index.ts';

export interface Tally {
  readonly calls: number;
  readonly wouldBeDenied: number;
  readonly mayBeDenied: number;
  readonly perThousand: number;
  readonly principals: readonly BacktestPrincipal[];
  readonly examples: readonly BacktestExample[];
}

const EXAMPLES = 10;

/** Counts calls, not rows: a row of activity stands for all calls of a day that are alike. */
export function tally(replayed: readonly ReplayedActivity[]): Tally {
  const principals = new Map<string, { calls: number; wouldBeDenied: number; mayBeDenied: number }>();
  const examples = new Map<string, BacktestExample>();
  for (const { principal, activity, lost, maybeLost } of replayed) {
    const count = principals.get(principal.arn) ?? { calls: 0, wouldBeDenied: 0, mayBeDenied: 0 };
    principals.set(principal.arn, count);
    count.calls += activity.calls;
    if (lost !== null) count.wouldBeDenied += activity.calls;
    if (maybeLost !== null) count.mayBeDenied += activity.calls;
    const broken = lost ?? maybeLost;
    if (broken !== null) addExample(examples, principal.arn, activity, broken, lost !== null);
  }
  const rows = [...principals]
    .map(([principalArn, count]) => ({
      principalArn,
      ...count,
      perThousand: perThousand(count.wouldBeDenied, count.calls),
    }))
    .sort(
      (a, b) =>
        b.wouldBeDenied - a.wouldBeDenied ||
        b.mayBeDenied - a.mayBeDenied ||
        (a.principalArn < b.principalArn ? -1 : 1),
    );
  const total = (of: (row: BacktestPrincipal) => number) => rows.reduce((sum, row) => sum + of(row), 0);
  const [calls, wouldBeDenied] = [total((row) => row.calls), total((row) => row.wouldBeDenied)];
  return {
    calls,
    wouldBeDenied,
    mayBeDenied: total((row) => row.mayBeDenied),
    perThousand: perThousand(wouldBeDenied, calls),
    principals: rows,
    examples: [...examples.entries()]
      .sort(
        ([a, one], [b, other]) =>
          Number(other.certain) - Number(one.certain) || other.calls - one.calls || (a < b ? -1 : 1),
      )
      .slice(0, EXAMPLES)
      .map(([, example]) => example),
  };
}

function addExample(
  examples: Map<string, BacktestExample>,
  principalArn: string,
  { eventSource, eventName, calls, first }: ReplayedActivity['activity'],
  { action, resource, explanation }: Counterexample,
  certain: boolean,
): void {
  const event = `${eventSource} ${eventName}`;
  const key = JSON.stringify([principalArn, action, event, certain]);
  const known = examples.get(key);
  examples.set(key, {
    principalArn,
    action,
    resource: known?.resource ?? resource,
    event,
    certain,
    calls: (known?.calls ?? 0) + calls,
    first: known !== undefined && known.first < first ? known.first : first,
    explanation: known?.explanation ?? explanation,
  });
}

function perThousand(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 100_000) / 100;
}
