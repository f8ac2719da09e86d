import { UserError } from '../domain/errors.ts';
import type { Window } from '../domain/window.ts';
import { didYouMean } from './nearest.ts';

const DAY = 86_400_000;
const LONGEST_WINDOW_DAYS = 3_650;

/** `yyyy-mm-ddThh:mm:ssZ`: CloudTrail's own form, so that instants compare as strings. */
function isoSeconds(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/**
 * An instant as people write it: `2026-07-01` (that day's first moment, UTC), `2026-07-01T12:00Z`, with seconds, or
 * with an offset instead of `Z`. A time without a zone is refused: it would depend on the machine.
 */
export function parseInstant(text: string): string {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.exec(
    text,
  );
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00', zone = 'Z'] =
    match ?? [];
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const asUtc = Date.parse(`${local}Z`);
  // Date.parse rolls 30 February over to March; a round trip does not.
  if (match === null || Number.isNaN(asUtc) || isoSeconds(asUtc) !== `${local}Z`) {
    throw new UserError(
      `"${text}" is not a date. Write 2026-07-01 (the start of that day, UTC) or 2026-07-01T12:00:00Z.`,
    );
  }
  return isoSeconds(Date.parse(`${local}${zone}`));
}

/** A number of whole days: `90` or `90d`. */
export function parseDays(value: string | number): number {
  const match = /^(\d{1,5})\s*(?:d|days?)?$/i.exec(String(value).trim());
  const days = Number(match?.[1]);
  if (match === null || days < 1 || days > LONGEST_WINDOW_DAYS) {
    throw new UserError(`"${value}" is not a number of days. Write 90 or 90d (1 to ${LONGEST_WINDOW_DAYS}).`);
  }
  return days;
}

/** The interval of `days` days that ends at `asOf`. */
export function windowOf(asOf: string, days: number): Window {
  return { start: isoSeconds(Date.parse(asOf) - days * DAY), end: asOf, days };
}

/** `a, b` or `[a, b]`: the items without blanks and repetitions, in the order given. */
export function parseList(value: string | readonly string[]): readonly string[] {
  const items = (typeof value === 'string' ? [value] : value).flatMap((item) => item.split(','));
  return [...new Set(items.map((item) => item.trim()).filter((item) => item !== ''))];
}

/** Reads one of the choices. */
export function choice<T extends string>(choices: readonly T[]): (value: unknown) => T {
  return (value) => {
    const chosen = choices.find((candidate) => candidate === value);
    if (chosen !== undefined) return chosen;
    throw new UserError(`"${value}" is none of ${choices.join(', ')}.${didYouMean(String(value), choices)}`);
  };
}

/** Reads a switch, as a variable or the file gives it. */
export function truth(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === '1') return true;
  if (value === 'false' || value === '0') return false;
  throw new UserError(`"${value}" is neither true nor false.`);
}
