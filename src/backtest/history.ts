import type { Collected } from '../domain/collected.ts';
import type { Activity } from '../domain/facts.ts';
import type { Window } from '../domain/window.ts';
import type { Rewind } from './rewind.ts';

/** First and last day with a record, whatever it is about; null without a log. */
export interface History {
  readonly from: string;
  readonly to: string;
}

const DAY_MS = 86_400_000;

export function historyOf({ usage }: Collected): History | null {
  let from: string | null = null;
  let to: string | null = null;
  for (const { day, events } of usage?.coverage ?? []) {
    if (events === 0) continue;
    if (from === null || day < from) from = day;
    if (to === null || day > to) to = day;
  }
  return from === null || to === null ? null : { from, to };
}

/** Days from one to the other, both inclusive. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * DAY_MS).toISOString().slice(0, 10);
}

/** The day at a fraction of the history, never its first. */
export function dayAt({ from, to }: History, fraction: number): string {
  const days = daysBetween(from, to);
  return addDays(from, Math.min(days - 1, Math.max(1, Math.round(days * fraction))));
}

/** So many days up to the split. */
export function windowBefore(split: string, days: number): Window {
  const at = (day: string) => `${day}T00:00:00Z`;
  return { start: at(addDays(split, -days)), end: at(split), days };
}

/** What was known at the split, of a window: later records are gone, last accessed is what it would have said then. */
export function before(collected: Collected, window: Window, rewind: Rewind): Collected {
  const [first, split] = [window.start.slice(0, 10), window.end.slice(0, 10)];
  const within = ({ day }: { readonly day: string }) => day >= first && day < split;
  const { usage } = collected;
  return {
    ...collected,
    usage:
      usage === null
        ? null
        : {
            ...usage,
            activity: usage.activity.filter(within),
            coverage: usage.coverage.filter(({ day }) => day < split),
          },
    lastAccessed: rewind(collected.lastAccessed),
  };
}

/** The account as it is with the calls made from the split on, and nothing else. */
export function after(collected: Collected, split: string): Collected {
  const { usage } = collected;
  const later = (activity: Activity) => activity.day >= split;
  return {
    ...collected,
    usage: usage === null ? null : { ...usage, activity: usage.activity.filter(later) },
  };
}
