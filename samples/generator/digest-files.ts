import { createHash } from 'node:crypto';
import type { JsonObject } from '../../src/domain/json.ts';
import { iso, LAST_DAY_ENDS, millis } from './calendar.ts';
import { prng } from './prng.ts';
import { trailFolder } from './trails.ts';
import type { Region } from './world.ts';
import { PRODUCTION } from './world.ts';

/** Log file validation of the organisation trail was turned on late: the digests begin here. */
export const VALIDATED_SINCE = '2026-09-28T00:00:00Z';
const HOUR_MS = 3_600_000;
const BUCKET = 'larkfield-cloudtrail';
const TRAIL = 'larkfield-organization';

/** A log file as it was delivered. */
export interface DeliveredLog {
  readonly key: string;
  readonly region: Region;
  /** Milliseconds since the epoch. */
  readonly delivered: number;
  /** SHA-256 of the uncompressed file. */
  readonly hash: string;
  readonly oldest: string;
  readonly newest: string;
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * The hourly digest files of the production account in one region, each with the hash of the one before. Their
 * signatures are random text: only CloudTrail has the keys.
 */
export function digestFiles(
  seed: string,
  region: Region,
  logs: readonly DeliveredLog[],
): readonly (readonly [path: string, content: JsonObject])[] {
  const out: [string, JsonObject][] = [];
  for (let start = millis(VALIDATED_SINCE); start <= millis(LAST_DAY_ENDS); start += HOUR_MS) {
    const end = iso(start + HOUR_MS);
    const folder = `${trailFolder(TRAIL)}/${PRODUCTION}/CloudTrail-Digest/${region}/${end.slice(0, 10).replaceAll('-', '/')}`;
    const path = `${folder}/${PRODUCTION}_CloudTrail-Digest_${region}_${TRAIL}_us-east-1_${end.replaceAll(/[-:]/g, '')}.json.gz`;
    const [previousPath, previous] = out.at(-1) ?? [null, null];
    const listed = logs.filter(({ delivered }) => delivered >= start && delivered < start + HOUR_MS);
    const newest =
      listed
        .map((log) => log.newest)
        .sort()
        .at(-1) ?? null;
    const oldest = listed.map((log) => log.oldest).sort()[0] ?? null;
    out.push([
      path,
      {
        awsAccountId: PRODUCTION,
        digestStartTime: iso(start),
        digestEndTime: end,
        digestS3Bucket: BUCKET,
        digestS3Object: path,
        digestPublicKeyFingerprint: prng(seed, 'digest-key', region).hex(32),
        digestSignatureAlgorithm: 'SHA256withRSA',
        newestEventTime: newest,
        oldestEventTime: oldest,
        previousDigestS3Bucket: previous === null ? null : BUCKET,
        previousDigestS3Object: previousPath,
        previousDigestHashValue: previous === null ? null : sha256(JSON.stringify(previous)),
        previousDigestHashAlgorithm: previous === null ? null : 'SHA-256',
        previousDigestSignature:
          previous === null ? null : prng(seed, 'digest-signature', region, iso(start)).hex(512),
        logFiles: listed.map((log) => ({
          s3Bucket: BUCKET,
          s3Object: log.key,
          hashValue: log.hash,
          hashAlgorithm: 'SHA-256',
          newestEventTime: log.newest,
          oldestEventTime: log.oldest,
        })),
      },
    ]);
  }
  return out;
}
