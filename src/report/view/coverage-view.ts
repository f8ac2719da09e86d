import type { Assessment } from '../assessment-schema.ts';
import { VERDICT_WORDS, WITNESS_WORDS } from '../words.ts';
import { coverageBar, type Stretch } from './charts.ts';
import { formatAmount, formatCount, formatTime } from './format.ts';

export interface CoverageView {
  readonly verdict: Assessment['coverage']['verdict'];
  readonly title: string;
  readonly meaning: string;
  readonly notes: readonly string[];
  readonly events: string;
  readonly span: string;
  readonly witnesses: readonly {
    readonly name: string;
    readonly account: string;
    readonly region: string;
    readonly scope: string;
    readonly period: string;
    readonly complete: boolean;
    readonly bar: { readonly covered: readonly Stretch[]; readonly gaps: readonly Stretch[] };
    readonly gapCount: string;
    readonly gaps: readonly { readonly period: string; readonly reason: string }[];
  }[];
  readonly complete: string;
  readonly accounting: readonly { readonly what: string; readonly sum: string }[];
  readonly unmapped: readonly { readonly event: string; readonly count: string }[];
  readonly unreadable: Assessment['coverage']['unreadable'];
  readonly excludedFiles: readonly {
    readonly reason: string;
    readonly count: string;
    readonly example: string;
  }[];
  readonly leftovers: readonly {
    readonly reason: string;
    readonly key: string;
    readonly count: string;
    readonly example: string;
  }[];
}

export function coverageView({ coverage, window }: Assessment): CoverageView {
  const { witnesses, accounting } = coverage;
  const whole = witnesses.filter(({ complete }) => complete).length;
  return {
    verdict: coverage.verdict,
    ...VERDICT_WORDS[coverage.verdict],
    notes: coverage.notes,
    events: `${formatAmount(coverage.events, 'distinct event')}, ${formatAmount(coverage.duplicates, 'duplicate')} dropped`,
    span:
      coverage.firstEvent === null || coverage.lastEvent === null
        ? 'no events'
        : `${formatTime(coverage.firstEvent)} to ${formatTime(coverage.lastEvent)}`,
    complete: `${formatCount(whole)} of ${formatAmount(witnesses.length, 'witness', 'witnesses')} covering the whole window`,
    witnesses: witnesses.map(({ witness, account, region, scope, from, to, complete, gaps }) => ({
      name: WITNESS_WORDS[witness],
      account,
      region: region === '*' ? 'all' : region,
      scope: scope ?? '',
      period: `${formatTime(from)} to ${formatTime(to)}`,
      complete,
      bar: coverageBar(window, { from, to }, gaps),
      gapCount: formatAmount(gaps.length, 'gap'),
      gaps: gaps.map((gap) => ({
        period: `${formatTime(gap.from)} to ${formatTime(gap.to)}`,
        reason: gap.reason,
      })),
    })),
    accounting:
      accounting === null
        ? []
        : [
            {
              what: 'Files',
              sum: `${formatCount(accounting.files.seen)} seen = ${formatCount(accounting.files.used)} used + ${formatCount(accounting.files.excluded)} excluded + ${formatCount(accounting.files.unreadable)} unreadable`,
            },
            {
              what: 'Records',
              sum: `${formatCount(accounting.records.seen)} seen = ${formatCount(accounting.records.distinct)} distinct + ${formatCount(accounting.records.duplicates)} duplicates + ${formatCount(accounting.records.unreadable)} unreadable`,
            },
          ],
    unmapped: coverage.unmappedEvents.map(({ eventSource, eventName, count }) => ({
      event: `${eventSource} ${eventName}`,
      count: formatCount(count),
    })),
    unreadable: coverage.unreadable,
    excludedFiles: coverage.excludedFiles.map((file) => ({ ...file, count: formatCount(file.count) })),
    leftovers: coverage.leftovers.map((leftover) => ({ ...leftover, count: formatCount(leftover.count) })),
  };
}
