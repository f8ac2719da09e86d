import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { InputFile } from '../../files/input-file.ts';
import { readBytes } from '../../files/read-bytes.ts';
import { decodeText } from '../../files/read-text.ts';

const text = z.string();

/** CloudTrail User Guide, "CloudTrail digest file structure"; the fields of the digest before are null in a first one. */
const schema = z.object({
  digestStartTime: text,
  digestEndTime: text,
  digestS3Bucket: text,
  digestS3Object: text,
  digestPublicKeyFingerprint: text,
  digestSignatureAlgorithm: text,
  previousDigestS3Object: text.nullish(),
  previousDigestHashValue: text.nullish(),
  previousDigestHashAlgorithm: text.nullish(),
  previousDigestSignature: text.nullish(),
  logFiles: z.array(
    z.object({
      s3Object: text,
      hashValue: text,
      hashAlgorithm: text,
      newestEventTime: text.nullish(),
      oldestEventTime: text.nullish(),
    }),
  ),
});

type DigestContent = z.infer<typeof schema>;
export type DigestedLog = DigestContent['logFiles'][number];

/** One digest file: what it says, and the hash of its uncompressed content. */
export interface Digest {
  readonly file: InputFile;
  readonly content: DigestContent;
  readonly hash: string;
}

export type DigestFile =
  | { readonly kind: 'digest'; readonly digest: Digest; readonly sha256: string }
  | { readonly kind: 'unreadable'; readonly reason: string; readonly sha256: string | null };

/** Never throws: a digest that cannot be read vouches for nothing, and that is said. */
export function readDigest(file: InputFile): DigestFile {
  if (file.problem !== undefined) return { kind: 'unreadable', reason: file.problem, sha256: null };
  const read = readBytes(file.path);
  if (read.kind === 'unreadable') return read;
  const { bytes, sha256 } = read;
  const unreadable = (reason: string): DigestFile => ({ kind: 'unreadable', reason, sha256 });
  const json = parse(decodeText(bytes));
  if (json === undefined) return unreadable('is not valid JSON');
  const content = schema.safeParse(json);
  if (!content.success) return unreadable('does not have the form of a digest file');
  const hash = createHash('sha256').update(bytes).digest('hex');
  return { kind: 'digest', digest: { file, content: content.data, hash }, sha256 };
}

/**
 * The name of a log or digest file wherever it was copied to, unpacked or not. CloudTrail's names are unique: account,
 * region, time and 16 random characters (CloudTrail User Guide, "CloudTrail log file name format").
 */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.gz$/, '');
}

function parse(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
