import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { JsonObject } from '../../src/domain/json.ts';
import type { Slot } from './calendar.ts';
import { DEVELOPMENT_GAP, iso, millis } from './calendar.ts';
import { type DeliveredLog, digestFiles, sha256, VALIDATED_SINCE } from './digest-files.ts';
import { ALPHANUMERIC, prng } from './prng.ts';
import type { CloudTrailRecord, Entry } from './records.ts';
import { recordedBy, type TrailName, trailFolder } from './trails.ts';
import type { Region } from './world.ts';
import { DEVELOPMENT, ORGANIZATION_ID, PRODUCTION, REGIONS } from './world.ts';

/** Deliveries that went wrong or came twice, by the day they did; all in us-east-1 but the empty file. */
const TRUNCATED_ON = '2026-09-08';
const EMPTY_ON = '2026-07-19';
const REDELIVERED_ON: readonly string[] = ['2026-07-14', '2026-08-20', '2026-09-17'];

export interface LogWriter {
  /** Writes the files of one slot. */
  write(slot: Slot, entries: readonly Entry[]): void;
  /** Digests and Insights events, which stand beside the log and are not part of it. */
  writeSiblings(): void;
  readonly totals: { readonly files: number; readonly records: number; readonly bytes: number };
}

/** gzip with the operating system byte set to `unknown`, so that only the zlib version can change the bytes. */
function compress(text: string, level: number): Buffer {
  const bytes = gzipSync(Buffer.from(text, 'utf8'), { level });
  bytes[9] = 255;
  return bytes;
}

interface Place {
  readonly trail: TrailName;
  readonly account: string;
  readonly region: Region;
}

/**
 * Writes log files as CloudTrail lays them out in S3, one for each trail, account, region and slot.
 * @param level gzip's, 1 to 9
 */
export function createLogWriter(folder: string, seed: string, level: number): LogWriter {
  const totals = { files: 0, records: 0, bytes: 0 };

  const put = (path: string, bytes: Buffer) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    totals.files += 1;
    totals.bytes += bytes.length;
  };

  const delivered: DeliveredLog[] = [];
  const deliveredAt = (slot: Slot, copy: number) => slot.end - 60_000 + copy * 300_000;

  /** `copy` tells files of one slot apart; the name carries the time of delivery, as CloudTrail's do. */
  const pathOf = ({ trail, account, region }: Place, slot: Slot, copy: number) => {
    const stamp = iso(deliveredAt(slot, copy))
      .replaceAll(/[-:]/g, '')
      .replace(/\d\dZ$/, 'Z');
    const id = prng(seed, 'file', trail, account, region, slot.day, slot.index, copy).text(ALPHANUMERIC, 16);
    const date = slot.day.replaceAll('-', '/');
    return `${trailFolder(trail)}/${account}/CloudTrail/${region}/${date}/${account}_CloudTrail_${region}_${stamp}_${id}.json.gz`;
  };

  const putRecords = (
    place: Place,
    slot: Slot,
    records: readonly CloudTrailRecord[],
    copy = 0,
    truncate = false,
  ) => {
    const text = JSON.stringify({ Records: records });
    const bytes = compress(text, level);
    const key = pathOf(place, slot, copy);
    const at = deliveredAt(slot, copy);
    const { trail, account, region } = place;
    if (trail === 'larkfield-organization' && account === PRODUCTION && at >= millis(VALIDATED_SINCE)) {
      const times = records.map(({ eventTime }) => eventTime).sort();
      const [oldest = iso(slot.start), newest = oldest] = [times[0], times.at(-1)];
      delivered.push({ key, region, delivered: at, hash: sha256(text), oldest, newest });
    }
    put(key, truncate ? bytes.subarray(0, Math.floor(bytes.length * 0.6)) : bytes);
    if (!truncate) totals.records += records.length;
  };

  const writePlace = (place: Place, slot: Slot, records: readonly CloudTrailRecord[]) => {
    const isOrganization = place.trail === 'larkfield-organization';
    const first = isOrganization && slot.index === 0 && place.region === 'us-east-1';
    if (first && place.account === DEVELOPMENT && slot.day === TRUNCATED_ON) {
      const half = Math.ceil(records.length / 2);
      putRecords(place, slot, records.slice(0, half));
      putRecords(place, slot, records.slice(half), 1, true);
      return;
    }
    putRecords(place, slot, records);
    if (first && place.account === PRODUCTION && REDELIVERED_ON.includes(slot.day)) {
      putRecords(place, slot, records.slice(0, 8), 1);
    }
  };

  return {
    totals,
    write(slot, entries) {
      for (const [place, records] of grouped(entries)) {
        if (place.account === DEVELOPMENT && DEVELOPMENT_GAP.includes(slot.day)) continue;
        writePlace(place, slot, records);
      }
      if (slot.day === EMPTY_ON && slot.index === 0) {
        const place = { trail: 'larkfield-organization', account: PRODUCTION, region: 'eu-west-1' } as const;
        putRecords(place, slot, [], 2);
      }
    },
    writeSiblings() {
      const ofRegion = (region: Region) => delivered.filter((log) => log.region === region);
      const digests = REGIONS.flatMap((region) => digestFiles(seed, region, ofRegion(region)));
      for (const [path, content] of [...digests, ...insights()])
        put(path, compress(JSON.stringify(content), level));
    },
  };
}

/** Records by place, in the order of their times. */
function grouped(entries: readonly Entry[]): readonly (readonly [Place, readonly CloudTrailRecord[]])[] {
  const places = new Map<string, [Place, CloudTrailRecord[]]>();
  for (const entry of entries) {
    const trail = recordedBy(entry);
    if (trail === null) continue;
    const { account, region } = entry;
    const key = `${trail} ${account} ${region}`;
    const found = places.get(key) ?? [{ trail, account, region }, []];
    places.set(key, found);
    found[1].push(entry.record);
  }
  for (const [, records] of places.values()) records.sort(byTime);
  return [...places.values()];
}

const byTime = (a: CloudTrailRecord, b: CloudTrailRecord): number =>
  a.eventTime === b.eventTime ? (a.eventID < b.eventID ? -1 : 1) : a.eventTime < b.eventTime ? -1 : 1;

function insights(): readonly (readonly [string, JsonObject])[] {
  const base = `AWSLogs/${ORGANIZATION_ID}`;
  const insight: readonly [string, JsonObject] = [
    `${base}/${PRODUCTION}/CloudTrail-Insight/us-east-1/2026/08/03/${PRODUCTION}_CloudTrail-Insight_us-east-1_20260803T1005Z_Qw7eRt9yUi1oPa3s.json.gz`,
    {
      Records: [
        {
          eventVersion: '1.11',
          eventTime: '2026-08-03T09:40:00Z',
          awsRegion: 'us-east-1',
          eventID: 'b1f6c0de-77a1-4c1e-8a60-2f0d3c9a5e11',
          eventType: 'AwsCloudTrailInsight',
          recipientAccountId: PRODUCTION,
          insightDetails: {
            state: 'Start',
            eventSource: 'cloudformation.amazonaws.com',
            eventName: 'CreateChangeSet',
            insightType: 'ApiCallRateInsight',
          },
          eventCategory: 'Insight',
        },
      ],
    },
  ];
  return [insight];
}
