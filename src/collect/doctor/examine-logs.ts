import pLimit from 'p-limit';
import type { ExaminedLogs, LogDays } from '../../domain/diagnosis.ts';
import type { Window } from '../../domain/window.ts';
import { awsError, describeAwsError } from '../aws/aws-error.ts';
import type { AwsSession } from '../aws/aws-session.ts';
import { Bucket } from '../s3/bucket.ts';
import type { S3Location } from '../s3/s3-location.ts';

const AT_ONCE = 8;
const DAY_MS = 86_400_000;
/** Accounts and regions looked at: a few calls each; more are told to be more. */
const MOST_PLACES = 100;
const MOST_ACCOUNTS = 50;

/**
 * Which days of the window have log files, by the folders of a trail's bucket, and how much a day is. A folder is a day
 * of delivery: a quiet region has none on quiet days.
 */
export async function examineLogs(
  session: AwsSession,
  { bucket: name, prefix }: S3Location,
  window: Window,
): Promise<ExaminedLogs> {
  const bucket = new Bucket(name, await session.s3(await session.region()));
  const limit = pLimit(AT_ONCE);
  const problems: string[] = [];
  const attempt = async <T>(place: string, ask: () => Promise<T>): Promise<T | null> => {
    try {
      return await limit(ask);
    } catch (error) {
      problems.push(`s3://${name}/${place}: ${describeAwsError(awsError(error))}`);
      return null;
    }
  };
  const folders = async (place: string, wanted: RegExp): Promise<string[]> => {
    const found = await attempt(place, () => bucket.folders(place));
    return (found?.folders ?? []).filter((folder) => wanted.test(folder.slice(place.length)));
  };

  const root = /(?:^|\/)AWSLogs\/$/.test(prefix) ? prefix : `${prefix}AWSLogs/`;
  const top = await folders(root, /^(?:\d{12}|o-[a-z0-9]{10,32})\/$/);
  const accounts = (
    await Promise.all(
      top.map(async (folder) => (/\/o-[a-z0-9]+\/$/.test(folder) ? folders(folder, /^\d{12}\/$/) : [folder])),
    )
  ).flat();
  if (accounts.length === 0 && problems.length === 0)
    problems.push(`s3://${name}/${root}: holds no log of any account`);
  if (accounts.length > MOST_ACCOUNTS) {
    problems.push(`${accounts.length - MOST_ACCOUNTS} of ${accounts.length} accounts were not looked at`);
  }
  const regions = (
    await Promise.all(
      accounts
        .slice(0, MOST_ACCOUNTS)
        .map((account) => folders(`${account}CloudTrail/`, /^[a-z]{2}[a-z0-9-]+\/$/)),
    )
  ).flat();
  if (regions.length > MOST_PLACES) {
    problems.push(`${regions.length - MOST_PLACES} of ${regions.length} regions were not looked at`);
  }
  const places = regions.slice(0, MOST_PLACES);
  const days = await Promise.all(
    places.map(async (place): Promise<LogDays> => {
      const months = monthsOf(window).map((month) => `${place}${month}/`);
      const found = (await Promise.all(months.map((month) => folders(month, /^\d\d\/$/)))).flat();
      const inWindow = found.map((folder) => dayOf(folder, place)).filter((day) => isIn(window, day));
      const [, account = '', region = ''] = /(\d{12})\/CloudTrail\/([^/]+)\/$/.exec(place) ?? [];
      return {
        account,
        region,
        days: inWindow.length,
        of: daysIn(window),
        first: inWindow[0] ?? null,
        last: inWindow.at(-1) ?? null,
      };
    }),
  );
  const newest = days
    .map(({ last }) => last ?? '')
    .sort()
    .at(-1);
  const whole = newest === undefined || newest === '' ? null : previousDay(newest);
  const sizes =
    whole === null
      ? []
      : await Promise.all(
          places.map((place) => {
            const folder = `${place}${whole.replaceAll('-', '/')}/`;
            return attempt(folder, () => bucket.objects(folder));
          }),
        );
  const objects = sizes.flatMap((found) => found ?? []);
  return {
    location: `s3://${name}/${prefix}`,
    days,
    bytesADay: whole === null ? null : objects.reduce((sum, { size }) => sum + size, 0),
    objectsADay: whole === null ? null : objects.length,
    problems: [...new Set(problems)].sort(),
  };
}

function monthsOf({ start, end }: Window): string[] {
  const months = new Set<string>();
  for (let time = Date.parse(start); time < Date.parse(end); time += DAY_MS) {
    months.add(new Date(time).toISOString().slice(0, 7).replace('-', '/'));
  }
  months.add(new Date(Date.parse(end) - 1).toISOString().slice(0, 7).replace('-', '/'));
  return [...months].sort();
}

const dayOf = (folder: string, place: string): string => folder.slice(place.length, -1).replaceAll('/', '-');
const lastDay = ({ end }: Window): string => new Date(Date.parse(end) - 1).toISOString().slice(0, 10);
const isIn = (window: Window, day: string): boolean =>
  day >= window.start.slice(0, 10) && day <= lastDay(window);
const daysIn = (window: Window): number =>
  (Date.parse(lastDay(window)) - Date.parse(window.start.slice(0, 10))) / DAY_MS + 1;
/** The newest day may not be over. */
const previousDay = (day: string): string => new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10);
