import type { UsageFacts } from '../domain/collected.ts';
import type { Window } from '../domain/window.ts';
import { addDays, daysBetween } from './days.ts';

/** What of a window a log does not show. */
export interface Gap {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/**
 * A day with an event counts as covered, which says little of a window of a day or two: a log of one hour is no log of the
 * day. From its first event to its last it has to span this share of the window.
 */
const LEAST_SPAN = 0.5;

/**
 * A gap of the whole window where the log is that short. Events outside it show, too, that the log reaches its ends, and
 * so does a file that was delivered without an event.
 */
export function tooShort(usage: UsageFacts | null, { start, end }: Window): readonly Gap[] {
  if (usage === null || usage.firstEvent === null || usage.lastEvent === null) return [];
  const empty = usage.coverage.filter(({ events, files }) => events === 0 && files > 0);
  const times = [
    usage.firstEvent,
    usage.lastEvent,
    ...empty.flatMap(({ day }) => [`${day}T00:00:00Z`, `${addDays(day, 1)}T00:00:00Z`]),
  ];
  const [first, last] = [times.reduce(earlier), times.reduce(later)];
  const [from, to] = [later(first, start), earlier(last, end)];
  const share = Math.max(0, daysBetween(from, to)) / daysBetween(start, end);
  if (share >= LEAST_SPAN) return [];
  const reason = `the log goes from ${from} to ${to}, less than half of the window: give more of it, or ask about less`;
  return [{ from: start, to: end, reason }];
}

const earlier = (a: string, b: string): string => (a < b ? a : b);
const later = (a: string, b: string): string => (a > b ? a : b);
