import { type AnalyzeOptions, analyze } from '../analyze/index.ts';
import type { Analysis } from '../domain/analysis.ts';
import type { Backtest, BacktestTrial } from '../domain/backtest.ts';
import type { Catalog } from '../domain/catalog.ts';
import type { Collected } from '../domain/collected.ts';
import { UserError } from '../domain/errors.ts';
import type { Target } from '../domain/recommendation.ts';
import { propose } from '../propose/index.ts';
import { type ReplayedActivity, replayActivity, verify } from '../verify/index.ts';
import { after, before, dayAt, daysBetween, type History, historyOf, windowBefore } from './history.ts';
import { rewindTo } from './rewind.ts';
import { tally } from './tally.ts';
import { calledActions, withoutUnknown } from './without-unknown.ts';

export interface BacktestOptions extends Pick<AnalyzeOptions, 'scope' | 'regions' | 'agents'> {
  readonly breakGlassTags: readonly string[];
  /** A day `yyyy-mm-dd`, or the fraction of the history's days that comes before the cut. */
  readonly split: string | number;
  readonly windows: readonly number[];
  readonly targets: readonly Target[];
}

const NOTES = [
  'Policies, principals and trails are those of now: a policy changed since the split is left alone, as it would have been then.',
  'Last accessed is set back to the split: a later time becomes the last attempt the log shows before it, or "never". More may look unused than did, never less.',
  'Exceptions are not asked: what one keeps counts as removed.',
  'Only verified proposals are applied, but for those that remove what is unknown too: these are applied unverified. A call whose resource the log does not tell counts as denied when any resource of it would be.',
];

/**
 * Learns on the first part of history and replays the rest: for every window and target, how many authorised calls the
 * proposals made at the split would have denied. Pure; takes the same evidence as a run.
 *
 * @throws UserError when there is no log or the split leaves nothing on one side of it
 */
export function backtest(collected: Collected, catalog: Catalog, options: BacktestOptions): Backtest {
  const history = historyOf(collected);
  if (history === null)
    throw new UserError('There is no history to cut: give --cloudtrail a folder of logs.');
  const split = splitDay(history, options.split);
  const later = after(collected, split);
  const called = calledActions(replayActivity(later, [], catalog));
  const rewind = rewindTo(split, collected, catalog);
  const trials = options.windows.flatMap((days) => {
    const window = windowBefore(split, days);
    if (window.start.slice(0, 10) < history.from) {
      const has = daysBetween(history.from, split) - 1;
      return options.targets.flatMap((target) =>
        skipped(days, target, `The log has ${has} days before the split.`),
      );
    }
    const past = before(collected, window, rewind);
    const { scope, regions, agents } = options;
    const known = analyze(past, catalog, { scope, regions, agents, window, extent: 'all' });
    const asked = { past, later, split, catalog, options };
    return options.targets.flatMap((target) => [
      trial(asked, known, days, target, 'kept'),
      trial(asked, withoutUnknown(known, called), days, target, 'removed'),
    ]);
  });
  return { split: `${split}T00:00:00Z`, history, notes: NOTES, trials };
}

/** Whether the log is long enough for a trial of the shortest window. */
export function isLongEnough(
  collected: Collected,
  { split, windows }: Pick<BacktestOptions, 'split' | 'windows'>,
): boolean {
  const history = historyOf(collected);
  if (history === null || history.from === history.to) return false;
  const { start } = windowBefore(splitDay(history, split), Math.min(...windows));
  return start.slice(0, 10) >= history.from;
}

function splitDay(history: History, split: string | number): string {
  const day = typeof split === 'number' ? dayAt(history, split) : split;
  if (day > history.from && day <= history.to) return day;
  throw new UserError(
    `The split ${day} leaves nothing to learn from or nothing to replay: the log has ${history.from} to ${history.to}.`,
  );
}

interface Asked {
  readonly past: Collected;
  readonly later: Collected;
  readonly split: string;
  readonly catalog: Catalog;
  readonly options: BacktestOptions;
}

function trial(
  { past, later, split, catalog, options }: Asked,
  analysis: Analysis,
  windowDays: number,
  target: Target,
  unknown: BacktestTrial['unknown'],
): BacktestTrial {
  const { breakGlassTags } = options;
  const proposed = propose(past, analysis, catalog, { breakGlassTags, target, asOf: analysis.window.end });
  // Verification keeps what is unknown; without the bucket there is nobody to hold the proposals back.
  const applied =
    unknown === 'removed'
      ? proposed.filter(({ notProposed }) => notProposed === null)
      : verify(past, analysis, proposed, catalog).filter(({ status }) => status === 'verified');
  const subjects = new Set(
    analysis.principals.filter(({ inScope }) => inScope).map(({ principalArn }) => principalArn),
  );
  const existed = ({ principal }: ReplayedActivity) =>
    subjects.has(principal.arn) && (principal.createDate === null || principal.createDate < split);
  return {
    windowDays,
    target,
    unknown,
    skipped: null,
    proposals: applied.length,
    removals: removedPairs(applied),
    ...tally(replayActivity(later, applied, catalog).filter(existed)),
  };
}

function removedPairs(
  applied: readonly { readonly principalArns: readonly string[]; readonly removed: readonly string[] }[],
): number {
  return new Set(
    applied.flatMap(({ principalArns, removed }) =>
      principalArns.flatMap((arn) => removed.map((action) => `${arn} ${action}`)),
    ),
  ).size;
}

function skipped(windowDays: number, target: Target, why: string): readonly BacktestTrial[] {
  return (['kept', 'removed'] as const).map((unknown) => ({
    windowDays,
    target,
    unknown,
    skipped: why,
    proposals: 0,
    removals: 0,
    ...tally([]),
  }));
}
