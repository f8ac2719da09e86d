import { setTimeout as sleep } from 'node:timers/promises';
import type { CloudTrailClient, Event, LookupEventsResponse } from '@aws-sdk/client-cloudtrail';
import { MalformedAnswer } from '../aws-error.ts';
import type { SnapshotGap, SnapshotHistory } from '../snapshot/snapshot-schema.ts';
import type { AccountWork } from './account-work.ts';
import { allPages, ask, FailedCall } from './ask.ts';
import { inParallel } from './in-parallel.ts';

const CALL = 'cloudtrail:LookupEvents';
const DAY_MS = 86_400_000;
/** How far back the history goes (CloudTrail User Guide, "Working with CloudTrail event history"). */
const DAYS_BACK = 90;
/** A window of 90 days that was set when the run began still counts as within reach a little later. */
const REACH_TOLERANCE_MS = 3_600_000;
/** "The rate of lookup requests is limited to two per second, per account, per Region" (API reference). */
export const LOOKUP_INTERVAL_MS = 500;
const REGIONS_AT_ONCE = 8;
const PAGE_SIZE = 50;
/** The list of a busy account has no length that could be called too long, but pages that bring nothing have. */
const MOST_PAGES_WITHOUT_EVENTS = 1_000;

/**
 * The event history of an account: every management event of each region, a document for each UTC day as
 * `aws cloudtrail lookup-events` prints it. A day counts only when every page of it was read; data events are not in it.
 */
export async function fetchEventHistory(
  work: AccountWork,
  regions: readonly string[],
  window: { readonly start: string; readonly end: string },
  intervalMs: number,
  gaps: readonly SnapshotGap[],
): Promise<readonly SnapshotHistory[]> {
  const days = reachableDays(window);
  const history: SnapshotHistory[] = [];
  await inParallel(regions, REGIONS_AT_ONCE, async (region) => {
    const missing = days.filter((day) => !work.snapshot.has(pathOf(work, region, day)));
    const wanted = { kind: 'cloudtrail', path: work.path('CloudTrail', region), region } as const;
    if (missing.length > 0)
      await work.attempt(wanted, () => lookUp(work, region, missing, window, intervalMs));
    const read = days.filter((day) => work.snapshot.has(pathOf(work, region, day))).sort();
    const failure = gaps.find((gap) => gap.path === wanted.path)?.reason ?? null;
    history.push({ account: work.account, region, days: read, failure });
  });
  return history.sort((a, b) => (a.region < b.region ? -1 : 1));
}

/** In the layout of a trail's bucket, so that account, region and day are told by the path. */
function pathOf(work: AccountWork, region: string, day: string): string {
  return work.path('CloudTrail', region, ...day.split('-'), 'event-history.json.gz');
}

/** UTC days of the window that the history still has, the newest first. */
function reachableDays({ start, end }: { readonly start: string; readonly end: string }): string[] {
  const oldest = Date.now() - DAYS_BACK * DAY_MS - REACH_TOLERANCE_MS;
  const days: string[] = [];
  for (let time = Date.parse(start); dayOf(time) <= dayOf(Date.parse(end) - 1); time += DAY_MS) {
    const begin = Math.max(Date.parse(start), Date.parse(`${dayOf(time)}T00:00:00Z`));
    if (begin >= oldest) days.push(dayOf(time));
  }
  return days.reverse();
}

/**
 * Events come newest first ("The events list is sorted by time. The most recent event is listed first", API
 * reference), so a day is whole once days before the one before it come. Days are asked in runs without a break.
 */
async function lookUp(
  work: AccountWork,
  region: string,
  missing: readonly string[],
  window: { readonly start: string; readonly end: string },
  intervalMs: number,
): Promise<void> {
  const client = await work.session.cloudTrail(region);
  let notBefore = 0;
  const paced = async (input: LookupInput): Promise<LookupEventsResponse & { Events: Event[] }> => {
    const wait = notBefore - Date.now();
    if (wait > 0) await sleep(wait);
    notBefore = Date.now() + intervalMs;
    return page(client, input);
  };
  for (const run of runsOf(missing)) {
    const [newest = '', oldest = newest] = [run[0], run.at(-1)];
    const StartTime = new Date(Math.max(Date.parse(window.start), Date.parse(`${oldest}T00:00:00Z`)));
    const EndTime = new Date(
      Math.min(Date.parse(window.end), Date.parse(`${newest}T00:00:00Z`) + DAY_MS) - 1,
    );
    const open = new Map<string, Event>();
    let left = [...run];
    let idle = 0;
    const close = (until: string): void => {
      for (const day of left.filter((one) => one > until)) {
        const events = [...open.values()].filter(({ EventTime }) => dayOf(Number(EventTime)) === day);
        work.snapshot.write(pathOf(work, region, day), { Events: events.sort(newestFirst) });
        for (const { EventId = '' } of events) open.delete(EventId);
      }
      left = left.filter((one) => one <= until);
    };
    await allPages(
      CALL,
      (NextToken) => paced({ StartTime, EndTime, ...(NextToken !== undefined && { NextToken }) }),
      ({ NextToken }) => (NextToken === '' ? undefined : NextToken),
      ({ Events }) => {
        idle = Events.every(({ EventId = '' }) => open.has(EventId)) ? idle + 1 : 0;
        if (idle >= MOST_PAGES_WITHOUT_EVENTS) {
          throw new FailedCall(
            CALL,
            new MalformedAnswer(
              `${idle} pages in a row bring no new event and name another: the list does not end`,
            ),
          );
        }
        for (const event of Events) {
          const day = dayOf(Number(event.EventTime));
          if (!left.includes(day)) {
            throw new FailedCall(CALL, new MalformedAnswer(`an event of ${day} came out of order`));
          }
          open.set(event.EventId ?? '', event);
          // A day later than told by the order alone: events around midnight may come in either order.
          close(dayOf(Date.parse(day) + DAY_MS));
        }
      },
      [],
      Number.POSITIVE_INFINITY,
    );
    close('');
  }
}

interface LookupInput {
  readonly StartTime: Date;
  readonly EndTime: Date;
  readonly NextToken?: string;
}

async function page(client: CloudTrailClient, input: LookupInput) {
  const { LookupEventsCommand } = await import('@aws-sdk/client-cloudtrail');
  const answer = await ask(CALL, client.send(new LookupEventsCommand({ ...input, MaxResults: PAGE_SIZE })), [
    'Events',
  ]);
  const broken = answer.Events.find(
    ({ EventId, EventTime, CloudTrailEvent }) =>
      EventId === undefined || EventTime === undefined || CloudTrailEvent === undefined,
  );
  if (broken !== undefined) {
    throw new FailedCall(CALL, new MalformedAnswer('an event has no EventId, EventTime or CloudTrailEvent'));
  }
  return answer;
}

/** Days without a break between them, each run newest first. */
function runsOf(days: readonly string[]): string[][] {
  const runs: string[][] = [];
  for (const day of days) {
    const last = runs.at(-1)?.at(-1);
    if (last !== undefined && Date.parse(last) - Date.parse(day) === DAY_MS) runs.at(-1)?.push(day);
    else runs.push([day]);
  }
  return runs;
}

function newestFirst(a: Event, b: Event): number {
  const order = Number(b.EventTime) - Number(a.EventTime);
  return order !== 0 ? order : (a.EventId ?? '') < (b.EventId ?? '') ? -1 : 1;
}

function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
