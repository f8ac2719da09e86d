export const TIME =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d+))?\s?(Z|[+-]\d\d:?\d\d)?)?$/;

/** Seconds since the epoch, as older AWS CLIs print times; anything larger is milliseconds. */
const LARGEST_EPOCH_SECONDS = 1e11;

/**
 * Milliseconds since the epoch of a time as AWS tools print it: ISO 8601 with `T` or a blank, with `Z`, an offset or
 * none (UTC), epoch numbers, and the `{"__class__": "datetime", "year": ...}` objects of recorded boto3 responses.
 * Null when it is none of these or no real date.
 */
export function parseAwsTime(value: unknown): number | null {
  if (typeof value === 'number') {
    if (!Number.isFinite(value) || value < 0) return null;
    return Math.floor(value < LARGEST_EPOCH_SECONDS ? value * 1000 : value);
  }
  if (typeof value === 'object' && value !== null)
    return fromRecordedDatetime(value as Record<string, unknown>);
  if (typeof value !== 'string') return null;
  const match = TIME.exec(value.trim());
  if (match === null) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  const local = utc(year, month, day, hour, minute, second);
  return local === null ? null : local + Number(`${fraction}000`.slice(0, 3)) - offsetMinutes(zone) * 60_000;
}

const DAY = 86_400;
const DAYS = new Map<number, string>();
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** By second of the day; each is made once, because joining texts leaves every step of it in memory. */
const TIMES: string[] = new Array(DAY).fill('');

/** `yyyy-mm-ddThh:mm:ssZ`, the one form of a time in everything collected: whole seconds, so that strings compare. */
export function isoSeconds(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const days = Math.floor(seconds / DAY);
  const rest = seconds - days * DAY;
  return isoDay(days) + (TIMES[rest] || timeOfDay(rest));
}

function timeOfDay(seconds: number): string {
  const [hour, minute] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const time = `T${TWO_DIGITS[hour]}:${TWO_DIGITS[minute]}:${TWO_DIGITS[seconds % 60]}Z`;
  TIMES[seconds] = time;
  return time;
}

/** `yyyy-mm-dd` of a number of days since the epoch; each is made once, because logs have few. */
export function isoDay(days: number): string {
  const known = DAYS.get(days);
  if (known !== undefined) return known;
  const day = new Date(days * DAY * 1000).toISOString().slice(0, -'T00:00:00.000Z'.length);
  if (DAYS.size < 100_000) DAYS.set(days, day);
  return day;
}

function fromRecordedDatetime(value: Readonly<Record<string, unknown>>): number | null {
  if (value.__class__ !== 'datetime') return null;
  const { year, month, day, hour, minute, second } = value;
  return utc(year, month, day, hour ?? 0, minute ?? 0, second ?? 0);
}

function utc(...parts: readonly unknown[]): number | null {
  const [year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN, second = NaN] = parts.map(Number);
  const time = Date.UTC(year, month - 1, day, hour, minute, second);
  if (Number.isNaN(time)) return null;
  const date = new Date(time);
  const isReal =
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 61;
  return isReal ? time : null;
}

function offsetMinutes(zone: string): number {
  if (zone === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
}
