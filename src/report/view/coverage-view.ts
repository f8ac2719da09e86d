import type { Assessment } from '../assessment-schema.ts';
import { INTEGRITY_WORDS, integritySentence } from '../integrity-words.ts';
import { VERDICT_WORDS, WITNESS_WORDS } from '../words.ts';
import { type CalendarAxis, type CalendarRow, calendarAxis, calendarRow } from './calendar.ts';
import { formatAmount, formatCount, formatTime } from './format.ts';

export interface CoverageView {
  readonly verdict: Assessment['coverage']['verdict'];
  readonly title: string;
  readonly meaning: string;
  readonly notes: readonly string[];
  readonly notesWords: string;
  /** Too little evidence: what to collect is what the reader came for. */
  readonly openNotes: boolean;
  readonly events: string;
  readonly span: string;
  /** Account by Region by day, of the log. */
  readonly calendar: {
    readonly axis: CalendarAxis;
    readonly rows: readonly (WitnessView & { readonly days: CalendarRow })[];
  };
  /** The witnesses that have no days: IAM's reports. */
  readonly reports: readonly WitnessView[];
  readonly witnesses: readonly WitnessView[];
  readonly complete: string;
  readonly accounting: readonly { readonly what: string; readonly sum: string }[];
  /** Whether the log files are those that CloudTrail delivered; null when there is no log. */
  readonly integrity: string | null;
  readonly integrityRows: readonly {
    readonly place: string;
    readonly status: string;
    readonly files: string;
    readonly digests: string;
    readonly problems: readonly string[];
  }[];
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

export interface WitnessView {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly scope: string;
  readonly period: string;
  readonly complete: boolean;
  readonly gaps: readonly { readonly period: string; readonly reason: string }[];
}

type Witness = Assessment['coverage']['witnesses'][number];

function witnessView({ witness, account, region, scope, from, to, complete, gaps }: Witness): WitnessView {
  return {
    name: WITNESS_WORDS[witness],
    account,
    region: region === '*' ? 'all' : region,
    scope: scope ?? '',
    period: `${formatTime(from)} to ${formatTime(to)}`,
    complete,
    gaps: gaps.map((gap) => ({
      period: `${formatTime(gap.from)} to ${formatTime(gap.to)}`,
      reason: gap.reason,
    })),
  };
}

type Integrity = NonNullable<Assessment['coverage']['integrity']>[number];

function integrityRow({ account, region, status, files, digests, problems }: Integrity) {
  const counts = (named: Readonly<Record<string, number>>): string =>
    Object.entries(named)
      .filter(([, count]) => count > 0)
      .map(([name, count]) => `${formatCount(count)} ${name}`)
      .join(', ') || 'none';
  return {
    place: account === null ? 'path tells no account' : `${account} ${region ?? ''}`.trim(),
    status: INTEGRITY_WORDS[status],
    files: counts(files),
    digests: counts(digests),
    problems: problems.map(({ name, problem }) => `${name}: ${problem}`),
  };
}

const isLog = ({ witness }: Witness): boolean =>
  witness === 'cloudtrail-management' || witness === 'cloudtrail-data';

export function coverageView({ coverage, window }: Assessment): CoverageView {
  const { witnesses, accounting } = coverage;
  const whole = witnesses.filter(({ complete }) => complete).length;
  return {
    verdict: coverage.verdict,
    ...VERDICT_WORDS[coverage.verdict],
    notes: coverage.notes,
    notesWords: `What is missing (${formatCount(coverage.notes.length)})`,
    openNotes: coverage.verdict === 'insufficient',
    events: `${formatAmount(coverage.events, 'distinct event')}, ${formatAmount(coverage.duplicates, 'duplicate')} dropped`,
    span:
      coverage.firstEvent === null || coverage.lastEvent === null
        ? 'no events'
        : `${formatTime(coverage.firstEvent)} to ${formatTime(coverage.lastEvent)}`,
    complete: `${formatCount(whole)} of ${formatAmount(witnesses.length, 'witness', 'witnesses')} covering the whole window`,
    witnesses: witnesses.map(witnessView),
    reports: witnesses.filter((each) => !isLog(each)).map(witnessView),
    calendar: {
      axis: calendarAxis(window),
      rows: witnesses.filter(isLog).map((each) => {
        const view = witnessView(each);
        const name = [view.account, view.region, view.scope || 'management events'].join(' ');
        return { ...view, days: calendarRow(window, each, each.gaps, name) };
      }),
    },
    accounting:
      accounting === null
        ? []
        : [
            // Athena reads objects by itself and does not tell which.
            ...(accounting.files.seen === 0
              ? []
              : [
                  {
                    what: 'Files',
                    sum: `${formatCount(accounting.files.seen)} seen = ${formatCount(accounting.files.used)} used + ${formatCount(accounting.files.excluded)} excluded + ${formatCount(accounting.files.unreadable)} unreadable`,
                  },
                ]),
            {
              what: 'Records',
              sum: `${formatCount(accounting.records.seen)} seen = ${formatCount(accounting.records.distinct)} distinct + ${formatCount(accounting.records.duplicates)} duplicates + ${formatCount(accounting.records.unreadable)} unreadable`,
            },
          ],
    integrity: integritySentence(coverage),
    integrityRows: (coverage.integrity ?? []).map(integrityRow),
    unmapped: coverage.unmappedEvents.map(({ eventSource, eventName, count }) => ({
      event: `${eventSource} ${eventName}`,
      count: formatCount(count),
    })),
    unreadable: coverage.unreadable,
    excludedFiles: coverage.excludedFiles.map((file) => ({ ...file, count: formatCount(file.count) })),
    leftovers: coverage.leftovers.map((leftover) => ({ ...leftover, count: formatCount(leftover.count) })),
  };
}
