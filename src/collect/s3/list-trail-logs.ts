import pLimit from 'p-limit';
import { UserError } from '../../domain/errors.ts';
import type { Window } from '../../domain/window.ts';
import { asSourceError, awsError, describeAwsError } from '../aws/aws-error.ts';
import type { PassedOver } from '../files/input-file.ts';
import type { Bucket, S3Object } from './bucket.ts';
import type { S3Location } from './s3-location.ts';

export interface TrailLogs {
  readonly objects: readonly S3Object[];
  /** What could not be listed: a gap, as far as its path tells. */
  readonly passedOver: readonly PassedOver[];
}

const LISTINGS_AT_ONCE = 16;
const DAY_MS = 86_400_000;

/** Folders of logs of one account and region, to the day if the prefix goes that far. */
const REGION_FOLDER =
  /^(?:.*\/)?\d{12}\/CloudTrail(-Digest)?\/[a-z]{2}[a-z0-9-]+\/(?=(?:\d{4}\/(?:\d\d\/){0,2})?$)/;
/** The way there, a level at a time (CloudTrail User Guide, "Finding your CloudTrail log files"). */
const LEVELS: readonly { readonly under: RegExp; readonly child: RegExp }[] = [
  { under: /\/CloudTrail(-Digest)?\/$/, child: /^[a-z]{2}[a-z0-9-]+\/$/ },
  { under: /(?:^|\/)\d{12}\/$/, child: /^CloudTrail(-Digest)?\/$/ },
  { under: /(?:^|\/)o-[a-z0-9]{10,32}\/$/, child: /^\d{12}\/$/ },
  { under: /(?:^|\/)AWSLogs\/$/, child: /^(?:\d{12}|o-[a-z0-9]{10,32})\/$/ },
  { under: /^/, child: /^(?:AWSLogs|\d{12}|o-[a-z0-9]{10,32})\/$/ },
];

/**
 * Lists the log and digest files of the window in a bucket: accounts and regions are discovered folder by folder, and
 * of each only the days of delivery that can hold events of the window are listed. Under a prefix that is not laid out
 * so, all objects are listed.
 *
 * @throws SourceError when the credentials do not work; UserError when the bucket does not exist or holds no AWSLogs/
 */
export async function listTrailLogs(
  bucket: Bucket,
  { prefix }: S3Location,
  window: Window,
): Promise<TrailLogs> {
  const limit = pLimit(LISTINGS_AT_ONCE);
  const objects: S3Object[] = [];
  const passedOver: PassedOver[] = [];

  /** Asks, and makes a gap of a failure. */
  const attempt = async <T>(place: string, ask: () => Promise<T>): Promise<T | null> => {
    try {
      return await limit(ask);
    } catch (error) {
      const location = `s3://${bucket.name}/${place}`;
      const info = awsError(error);
      if (info.kind === 'credentials') throw asSourceError(location, error);
      if (info.code === 'NoSuchBucket') {
        throw new UserError(
          `There is no bucket ${bucket.name}. Check the name, or the account you are signed in to.`,
        );
      }
      passedOver.push({ location, reason: `could not be listed: ${describeAwsError(info)}`, broken: true });
      return null;
    }
  };

  const descend = async (place: string): Promise<void> => {
    const region = REGION_FOLDER.exec(place)?.[0];
    if (region !== undefined) {
      const { after, end } = deliveryDays(window, region);
      const found = await attempt(place, () => bucket.objects(place, after, end));
      objects.push(...(found ?? []));
      return;
    }
    const level = LEVELS.find(({ under }) => under.test(place));
    const answer = await attempt(place, () => bucket.folders(place));
    if (answer === null) return;
    const next = answer.folders.filter((folder) => level?.child.test(folder.slice(place.length)));
    if (next.length === 0 && place === prefix) return listAll(answer);
    await Promise.all(next.map(descend));
  };

  /** A prefix of no layout: what somebody copied or exported there. */
  const listAll = async (found: { readonly folders: readonly string[]; readonly hasObjects: boolean }) => {
    if (prefix === '' || (found.folders.length === 0 && !found.hasObjects)) {
      const instead = found.folders.slice(0, 5).join(', ');
      throw new UserError(
        `s3://${bucket.name}/${prefix} holds no AWSLogs/ folder${instead === '' ? '' : ` (it holds ${instead})`}. Name the prefix that the trail delivers to.`,
      );
    }
    objects.push(...((await attempt(prefix, () => bucket.objects(prefix))) ?? []));
  };

  await descend(prefix);
  return {
    objects: objects.sort((a, b) => (a.key < b.key ? -1 : 1)),
    passedOver: passedOver.sort((a, b) => (a.location < b.location ? -1 : 1)),
  };
}

/**
 * The keys between which the days of the window lie. Folders are days of delivery: the last events of a day may come
 * after midnight, and the digest that names those files a day later still.
 */
function deliveryDays(window: Window, region: string): { readonly after: string; readonly end: string } {
  const late = (region.includes('/CloudTrail-Digest/') ? 3 : 2) * DAY_MS;
  const folder = (time: number): string => `${region}${dayFolder(time)}`;
  return {
    after: folder(Date.parse(window.start)),
    end: folder(Date.parse(window.end) - 1 + late),
  };
}

const dayFolder = (time: number): string =>
  `${new Date(time).toISOString().slice(0, 10).replaceAll('-', '/')}/`;
