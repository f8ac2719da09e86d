/** Numbers and times for people, the same on every machine: no locale, no time zone but UTC. */

export const formatCount = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

/** `0` to `100` with at most one decimal. */
export const formatShare = (value: number): string => String(Math.round(value * 10) / 10);

/** `2026-11-22T00:00:00Z` -> `2026-11-22 00:00 UTC`; anything else stays as it is. */
export function formatTime(iso: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?Z$/.exec(iso);
  return match === null ? iso : `${match[1]} ${match[2]} UTC`;
}

export const formatDay = (iso: string): string => iso.slice(0, 10);

/** `1 call`, `2 calls`; the plural is the singular with `s` unless given. */
export const formatAmount = (value: number, singular: string, plural = `${singular}s`): string =>
  `${formatCount(value)} ${value === 1 ? singular : plural}`;

/** `privilege-escalation` -> `privilege escalation`. */
export const formatCategory = (category: string): string => category.replaceAll('-', ' ');
