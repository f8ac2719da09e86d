import type { Window } from '../domain/window.ts';

const DAY_MS = 86_400_000;

/** UTC day of an ISO time, `yyyy-mm-dd`. */
export function dayOf(time: string): string {
  return time.slice(0, 10);
}

export function addDays(day: string, days: number): string {
  return dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString());
}

/** Every UTC day the window touches, in order. */
export function daysOf(window: Window): string[] {
  const last = dayOf(new Date(Date.parse(window.end) - 1).toISOString());
  const days: string[] = [];
  for (let day = dayOf(window.start); day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}

/** Consecutive days folded into `[from, to)` intervals of whole UTC days. */
export function intervals(days: readonly string[]): { from: string; to: string }[] {
  const folded: { from: string; to: string }[] = [];
  for (const day of days) {
    const last = folded.at(-1);
    if (last && last.to === `${day}T00:00:00Z`) last.to = `${addDays(day, 1)}T00:00:00Z`;
    else folded.push({ from: `${day}T00:00:00Z`, to: `${addDays(day, 1)}T00:00:00Z` });
  }
  return folded;
}

export function daysBetween(earlier: string, later: string): number {
  return (Date.parse(later) - Date.parse(earlier)) / DAY_MS;
}
