import type { Window } from '../../domain/window.ts';
import { formatAmount, formatDay } from './format.ts';

const DAY = 86_400_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Days of the window as columns; one picture a row, all on this scale. */
export interface CalendarAxis {
  readonly days: number;
  readonly width: number;
  /** Dash and space that make one column a day, as SVG's `stroke-dasharray` has it. */
  readonly dash: string;
  readonly months: readonly { readonly x: number; readonly label: string }[];
}

/** Each a `path` of level strokes, one stretch of days each; the dash cuts it into days. */
export interface CalendarRow {
  readonly covered: string;
  readonly part: string;
  readonly missing: string;
  /** `85 of 90 days`. */
  readonly share: string;
  /** The days not covered, `none` when there are none. */
  readonly gap: string;
  /** What the picture shows, in words. */
  readonly label: string;
}

interface Period {
  readonly from: string;
  readonly to: string;
}

type State = 'covered' | 'part' | 'missing';

/** Pixels a day: a quarter leaves room for what is not covered, a year still fits a page. */
const columnWidth = (days: number): number => (days <= 100 ? 4 : days <= 200 ? 3 : 2);

const firstDay = (window: Window): number => Math.floor(Date.parse(window.start) / DAY);
const dayCount = (window: Window): number =>
  Math.max(1, Math.ceil(Date.parse(window.end) / DAY) - firstDay(window));

export function calendarAxis(window: Window): CalendarAxis {
  const days = dayCount(window);
  const column = columnWidth(days);
  const starts = Array.from({ length: days }, (_, index) => new Date((firstDay(window) + index) * DAY));
  const months = starts.flatMap((date, index) => {
    if (date.getUTCDate() !== 1 && index !== 0) return [];
    const label = MONTHS[date.getUTCMonth()] ?? '';
    return [{ x: index * column, label }];
  });
  return {
    days,
    width: days * column,
    dash: `${column - 1} 1`,
    // A month of which only the last days show would be written over by the next.
    months: months.filter(({ x }, index) => (months[index + 1]?.x ?? x + 99) - x >= 26),
  };
}

/** What a witness could see of each day of the window: all of it, a part, or nothing. */
export function calendarRow(
  window: Window,
  seen: Period,
  gaps: readonly Period[],
  name: string,
): CalendarRow {
  const start = firstDay(window);
  const states = Array.from(
    { length: dayCount(window) },
    (_, index): State => dayState(window, (start + index) * DAY, seen, gaps),
  );
  const column = columnWidth(states.length);
  const runs = stretches(states);
  const path = (wanted: State): string =>
    runs
      .filter(({ state }) => state === wanted)
      .map(({ at, length }) => `M${at * column} 8h${length * column - 1}`)
      .join('');
  const covered = states.filter((state) => state === 'covered').length;
  const share = `${covered} of ${formatAmount(states.length, 'day')}`;
  const uncovered = runs
    .filter(({ state }) => state !== 'covered')
    .map(({ state, at, length }) => {
      const from = dayAt(start + at);
      const to = dayAt(start + at + length - 1);
      return `${from === to ? from : `${from} to ${to}`}${state === 'part' ? ' (in part)' : ''}`;
    });
  return {
    covered: path('covered'),
    part: path('part'),
    missing: path('missing'),
    share,
    gap: uncovered.length === 0 ? 'none' : uncovered.join(', '),
    label: `${name}: ${share} covered${uncovered.length === 0 ? '' : `; not covered ${uncovered.join(', ')}`}`,
  };
}

const dayAt = (day: number): string => formatDay(new Date(day * DAY).toISOString());

function dayState(window: Window, day: number, seen: Period, gaps: readonly Period[]): State {
  const from = Math.max(day, Date.parse(window.start));
  // Witnesses end their last day at 23:59:59.
  const to = Math.min(day + DAY, Date.parse(window.end)) - 1000;
  const within = ({ from: start, to: end }: Period): boolean =>
    Date.parse(start) <= from && to <= Date.parse(end);
  const meets = ({ from: start, to: end }: Period): boolean =>
    Date.parse(start) < to && from < Date.parse(end);
  if (!meets(seen) || gaps.some(within)) return 'missing';
  return within(seen) && !gaps.some(meets) ? 'covered' : 'part';
}

function stretches(states: readonly State[]): readonly { state: State; at: number; length: number }[] {
  const runs: { state: State; at: number; length: number }[] = [];
  states.forEach((state, at) => {
    const last = runs.at(-1);
    if (last?.state === state) last.length++;
    else runs.push({ state, at, length: 1 });
  });
  return runs;
}
