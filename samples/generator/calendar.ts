/** Times the whole sample hangs on; all UTC. */
export const AS_OF = '2026-09-30T00:00:00Z';
export const WINDOW_DAYS = 90;

/** One day before the window and the first hours after the as-of time, so that the window's edges are tested. */
export const FIRST_DAY = '2026-07-01';
export const LAST_DAY = '2026-09-30';
export const LAST_DAY_ENDS = '2026-09-30T06:00:00Z';

/** Last-accessed reports and the IAM export were made when the log ends. */
export const EXPORTED_AT = '2026-09-30T06:12:41Z' as const;
export const STALE_REPORT_AT = '2026-08-29T07:03:18Z' as const;

/** Claude workspace data events are logged from here on; before it nobody saw them. */
export const CLAUDE_DATA_TRAIL_STARTED = '2026-08-16T10:42:07Z';
/** `invoice-reader-agent` was deleted and created again: same ARN, new unique id. */
export const INVOICE_READER_RECREATED = '2026-08-12T09:31:26Z';
export const RELEASE_NOTES_CREATED = '2026-08-25T08:20:11Z';
export const RELEASE_NOTES_FIRST_DAY = '2026-08-26';
/** No log of the development account was delivered for these days. */
export const DEVELOPMENT_GAP: readonly string[] = ['2026-08-11', '2026-08-12', '2026-08-13'];

const DAY_MS = 86_400_000;

export const millis = (iso: string): number => Date.parse(iso);
/** CloudTrail writes whole seconds. */
export const iso = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
export const dayOf = (isoTime: string): string => isoTime.slice(0, 10);

export function days(): readonly string[] {
  const out: string[] = [];
  for (let ms = millis(`${FIRST_DAY}T00:00:00Z`); ms <= millis(`${LAST_DAY}T00:00:00Z`); ms += DAY_MS) {
    out.push(dayOf(iso(ms)));
  }
  return out;
}

/** A stretch of one day; each account and region has one log file per slot. */
export interface Slot {
  readonly day: string;
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

export function slots(filesPerDay: number): readonly Slot[] {
  return days().flatMap((day) => {
    const start = millis(`${day}T00:00:00Z`);
    const end = Math.min(start + DAY_MS, day === LAST_DAY ? millis(LAST_DAY_ENDS) : Number.POSITIVE_INFINITY);
    const size = Math.floor(DAY_MS / filesPerDay);
    const out: Slot[] = [];
    for (let index = 0; start + index * size < end && index < filesPerDay; index++) {
      out.push({ day, index, start: start + index * size, end: Math.min(start + (index + 1) * size, end) });
    }
    return out;
  });
}

/** Share of a plain day's work per hour of the day, and how much of it happens at the weekend. */
const RHYTHMS = {
  steady: { weekend: 1, hours: (_hour: number) => 1 },
  office: { weekend: 0.04, hours: (hour: number) => (hour >= 8 && hour < 18 ? (hour === 12 ? 1 : 3) : 0.1) },
  parcels: { weekend: 0.55, hours: (hour: number) => (hour >= 6 && hour < 22 ? 2 : 0.4) },
  nightly: { weekend: 1, hours: (hour: number) => (hour === 2 || hour === 3 ? 1 : 0) },
  'on-call': { weekend: 0.8, hours: (_hour: number) => 1 },
} as const;
export type Rhythm = keyof typeof RHYTHMS;

/** How much of a plain day's work falls into the slot; 1 for a whole weekday. */
export function share(rhythm: Rhythm, slot: Slot): number {
  const { weekend, hours } = RHYTHMS[rhythm];
  const weekday = new Date(slot.start).getUTCDay();
  let total = 0;
  let inSlot = 0;
  for (let quarter = 0; quarter < 96; quarter++) {
    const weight = hours(Math.floor(quarter / 4));
    const from = millis(`${slot.day}T00:00:00Z`) + quarter * 900_000;
    total += weight;
    const overlap = Math.max(0, Math.min(from + 900_000, slot.end) - Math.max(from, slot.start));
    inSlot += (weight * overlap) / 900_000;
  }
  return (inSlot / total) * (weekday === 0 || weekday === 6 ? weekend : 1);
}

/** A moment of the slot that fits the rhythm; the last minutes stay free, as delivery takes some. */
export function moment(rhythm: Rhythm, slot: Slot, random: () => number): number {
  const { hours } = RHYTHMS[rhythm];
  const length = slot.end - slot.start;
  const usable = length - Math.min(600_000, length / 5);
  let at = slot.start;
  for (let tries = 0; tries < 40; tries++) {
    at = slot.start + Math.floor(random() * usable);
    if (random() * 3 < hours(new Date(at).getUTCHours())) break;
  }
  return at;
}
