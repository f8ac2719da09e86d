import type { BacktestTrial } from '../../domain/backtest.ts';
import type { Assessment } from '../assessment-schema.ts';
import { formatAmount, formatCount, formatDay, formatTime } from './format.ts';

/** The error rate of proposals made earlier; `given` is false when no backtest was made. */
export interface BacktestView {
  readonly given: boolean;
  readonly cut: string;
  /** One a trial that could be made: window x target x what became of the unknown. */
  readonly rows: readonly BacktestRow[];
  /** `90 days: The log has 60 days before the split.` */
  readonly skipped: readonly string[];
  /** What would have broken, by trial. */
  readonly broken: readonly BrokenView[];
  readonly notes: readonly string[];
}

interface Denials {
  readonly calls: string;
  readonly denied: string;
  readonly perThousand: string;
  readonly possibly: string;
}

export interface BacktestRow extends Denials {
  readonly window: string;
  readonly target: string;
  readonly unknown: string;
  readonly proposals: string;
  readonly removals: string;
  /** Whether a call would certainly have been denied. */
  readonly denies: boolean;
}

export interface BrokenView {
  readonly title: string;
  readonly principals: readonly (Denials & { readonly principalArn: string })[];
  readonly more: string;
  readonly examples: readonly {
    readonly principalArn: string;
    readonly action: string;
    readonly resource: string;
    readonly event: string;
    readonly how: string;
    readonly explanation: string;
  }[];
}

/** Principals named for each trial; `assessment.json` has all. */
const MOST_PRINCIPALS = 10;

export function backtestView({ backtest }: Assessment): BacktestView {
  if (backtest === undefined) return { given: false, cut: '', rows: [], skipped: [], broken: [], notes: [] };
  const { split, history, trials, notes } = backtest;
  const tried = trials.filter(({ skipped }) => skipped === null);
  const calls = Math.max(0, ...tried.map((trial) => trial.calls));
  const reasons = new Map(
    trials.flatMap(({ windowDays, skipped }) => (skipped === null ? [] : [[windowDays, skipped] as const])),
  );
  return {
    given: true,
    cut: `The log of ${history.from} to ${history.to} was cut at ${formatDay(split)}: proposals were made from what is before the cut, and the ${formatAmount(calls, 'authorised call')} after it replayed on them.`,
    rows: tried.map(backtestRow),
    skipped: [...reasons].map(([days, reason]) => `${formatAmount(days, 'day')}: not tried. ${reason}`),
    broken: tried.flatMap(brokenView),
    notes,
  };
}

const denials = (
  counted: Pick<BacktestTrial, 'calls' | 'wouldBeDenied' | 'mayBeDenied' | 'perThousand'>,
) => ({
  calls: formatCount(counted.calls),
  denied: formatCount(counted.wouldBeDenied),
  perThousand: counted.perThousand.toFixed(2),
  possibly: formatCount(counted.mayBeDenied),
});

const backtestRow = (trial: BacktestTrial): BacktestRow => ({
  window: formatAmount(trial.windowDays, 'day'),
  target: trial.target,
  unknown: trial.unknown,
  proposals: formatCount(trial.proposals),
  removals: formatCount(trial.removals),
  ...denials(trial),
  denies: trial.wouldBeDenied > 0,
});

function brokenView(trial: BacktestTrial): readonly BrokenView[] {
  const hurt = trial.principals.filter(({ wouldBeDenied, mayBeDenied }) => wouldBeDenied + mayBeDenied > 0);
  if (hurt.length === 0 && trial.examples.length === 0) return [];
  const more = hurt.length - MOST_PRINCIPALS;
  return [
    {
      title: `${formatAmount(trial.windowDays, 'day')}, target ${trial.target}, unknown ${trial.unknown}`,
      principals: hurt
        .slice(0, MOST_PRINCIPALS)
        .map(({ principalArn, ...counted }) => ({ principalArn, ...denials(counted) })),
      more: more > 0 ? `and ${formatAmount(more, 'more principal')}` : '',
      examples: trial.examples.map(
        ({ principalArn, action, resource, event, certain, calls, first, explanation }) => ({
          principalArn,
          action,
          resource: resource ?? '',
          event,
          how: `${formatAmount(calls, 'call')} ${certain ? 'denied' : 'possibly denied'}, the first at ${formatTime(first)}`,
          explanation,
        }),
      ),
    },
  ];
}
