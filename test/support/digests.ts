import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { ACCOUNT } from '../collect/support.ts';

/** A key pair as CloudTrail has one for each region. */
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const FINGERPRINT = '31e8b5433410dfb61a9dc45cc65b22ff';
const BUCKET = 'trail-bucket';

/** As `aws cloudtrail list-public-keys` prints it. */
export function publicKeysJson(type: 'pkcs1' | 'spki' = 'pkcs1', key = publicKey): string {
  const Value = key.export({ format: 'der', type }).toString('base64');
  return JSON.stringify({
    PublicKeyList: [
      {
        Value,
        ValidityStartTime: '2025-01-01T00:00:00Z',
        ValidityEndTime: '2027-01-01T00:00:00Z',
        Fingerprint: FINGERPRINT,
      },
    ],
  });
}

export const otherKeysJson = (): string =>
  publicKeysJson('pkcs1', generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey);

export const sha256 = (content: string | Buffer): string =>
  createHash('sha256').update(content).digest('hex');

export interface LogOfHour {
  /** Key in the bucket. */
  readonly key: string;
  readonly content: string;
  readonly oldest?: string;
  readonly newest?: string;
}

export interface MadeDigest {
  readonly key: string;
  readonly file: Buffer;
  readonly signature: string;
}

/** A chain of hourly digest files over the logs of each hour, signed as CloudTrail signs them. */
export function digestsOf(
  day: string,
  hours: readonly (readonly LogOfHour[])[],
  { region = 'eu-west-1', firstHour = 10 } = {},
): readonly MadeDigest[] {
  const made: (MadeDigest & { readonly text: string })[] = [];
  for (const [index, logs] of hours.entries()) {
    const [start, end] = [firstHour + index, firstHour + index + 1].map(
      (hour) => `${day}T${String(hour).padStart(2, '0')}:00:00Z`,
    ) as [string, string];
    const key = `AWSLogs/${ACCOUNT}/CloudTrail-Digest/${region}/${day.replaceAll('-', '/')}/${ACCOUNT}_CloudTrail-Digest_${region}_trail_${region}_${end.replaceAll(/[-:]/g, '')}.json.gz`;
    const previous = made.at(-1) ?? null;
    const text = JSON.stringify({
      awsAccountId: ACCOUNT,
      digestStartTime: start,
      digestEndTime: end,
      digestS3Bucket: BUCKET,
      digestS3Object: key,
      digestPublicKeyFingerprint: FINGERPRINT,
      digestSignatureAlgorithm: 'SHA256withRSA',
      newestEventTime: null,
      oldestEventTime: null,
      previousDigestS3Bucket: previous === null ? null : BUCKET,
      previousDigestS3Object: previous?.key ?? null,
      previousDigestHashValue: previous === null ? null : sha256(previous.text),
      previousDigestHashAlgorithm: previous === null ? null : 'SHA-256',
      previousDigestSignature: previous?.signature ?? null,
      logFiles: logs.map(({ key: s3Object, content, oldest, newest }) => ({
        s3Bucket: BUCKET,
        s3Object,
        hashValue: sha256(content),
        hashAlgorithm: 'SHA-256',
        newestEventTime: newest ?? `${day}T10:30:00Z`,
        oldestEventTime: oldest ?? `${day}T10:20:00Z`,
      })),
    });
    const signed = `${end}\n${BUCKET}/${key}\n${sha256(text)}\n${previous?.signature ?? 'null'}`;
    const signature = createSign('RSA-SHA256').update(signed).sign(privateKey, 'hex');
    made.push({ key, text, signature, file: gzipSync(text) });
  }
  return made;
}
