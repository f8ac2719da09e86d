import type { Backtest, BacktestTrial } from '../domain/backtest.ts';
import { visibleLines } from '../domain/visible.ts';

/** A backtest for people: a table of all trials, then what would have broken and for whom. */
export function backtestText({ split, history, notes, trials }: Backtest): string {
  const tried = trials.filter(({ skipped }) => skipped === null);
  const calls = Math.max(0, ...tried.map((trial) => trial.calls));
  return visibleLines([
    `History ${history.from} to ${history.to}, cut at ${split.slice(0, 10)}: ${calls} authorised calls come after.`,
    '',
    ...table([
      ['window', 'target', 'unknown', 'proposals', 'removals', 'denied', 'per 1,000', 'possibly'],
      ...tried.map((trial) => [
        `${trial.windowDays} days`,
        trial.target,
        trial.unknown,
        String(trial.proposals),
        String(trial.removals),
        String(trial.wouldBeDenied),
        trial.perThousand.toFixed(2),
        String(trial.mayBeDenied),
      ]),
    ]),
    ...skippedLines(trials),
    ...tried.flatMap(broken),
    '',
    'How to read it:',
    '  denied: calls after the cut that the proposals made at the cut would have refused; possibly: they may have.',
    '  unknown removed: as if what the evidence leaves unknown had been removed too.',
    ...notes.map((note) => `  ${note}`),
  ]);
}

function skippedLines(trials: readonly BacktestTrial[]): readonly string[] {
  const reasons = new Map(
    trials.flatMap(({ windowDays, skipped }) => (skipped === null ? [] : [[windowDays, skipped] as const])),
  );
  return [...reasons].map(([days, reason]) => `${days} days: not tried. ${reason}`);
}

function broken(trial: BacktestTrial): readonly string[] {
  if (trial.examples.length === 0) return [];
  const hurt = trial.principals.filter((one) => one.wouldBeDenied + one.mayBeDenied > 0);
  return [
    '',
    `${trial.windowDays} days, ${trial.target}, unknown ${trial.unknown}:`,
    ...hurt.map(
      (one) =>
        `  ${one.principalArn}: ${one.wouldBeDenied} of ${one.calls} calls denied, ${one.mayBeDenied} possibly (${one.perThousand.toFixed(2)} per 1,000)`,
    ),
    ...trial.examples.map(
      (one) =>
        `    ${one.action}${one.certain ? '' : ' (possibly)'} by ${one.event}: ${one.calls} call${one.calls === 1 ? '' : 's'}, the first at ${one.first}`,
    ),
  ];
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column < 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}
