import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gunzip } from 'node:zlib';
import { errorCode } from './error-code.ts';
import { knownSignature } from './file-signature.ts';

export type FileText =
  | { readonly kind: 'text'; readonly text: string; readonly sha256: string }
  /** `sha256` is null when not even the bytes could be read. */
  | { readonly kind: 'unreadable'; readonly reason: string; readonly sha256: string | null };

/** V8 holds no longer string; CloudTrail's own files stay under 50 MB. */
const LARGEST_TEXT = 2 ** 29 - 24;

/**
 * Reads a file as strict UTF-8, inflating gzip by its magic bytes, whatever its name says. Never throws: a file that
 * cannot be read whole is `unreadable`, because half a log must not pass for a log.
 */
export async function readText(path: string): Promise<FileText> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    return { kind: 'unreadable', reason: `cannot be opened (${errorCode(error)})`, sha256: null };
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const unreadable = (reason: string): FileText => ({ kind: 'unreadable', reason, sha256 });
  if (bytes.length === 0) return unreadable('is empty (0 bytes)');
  let plain = bytes;
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    const inflated = await inflate(bytes);
    if (typeof inflated === 'string') return unreadable(inflated);
    plain = inflated;
  }
  if (plain.length > LARGEST_TEXT) return unreadable('holds more than 512 MiB; split it');
  const signature = knownSignature(plain);
  if (signature !== null) return unreadable(`is ${signature}, not JSON`);
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(plain), sha256 };
  } catch {
    return unreadable('is not valid UTF-8');
  }
}

/** The bytes, or why not. Node checks CRC and length of every member; it silently skips zero bytes after the last. */
function inflate(bytes: Buffer): Promise<Buffer | string> {
  return new Promise((resolve) => {
    const done = (error: Error | null, result: unknown): void => {
      if (error !== null) {
        resolve(GZIP_PROBLEMS[errorCode(error)] ?? 'is damaged gzip');
        return;
      }
      const { buffer, engine } = result as { buffer: Buffer; engine: { bytesWritten: number } };
      resolve(engine.bytesWritten === bytes.length ? buffer : 'has bytes after the end of its gzip data');
    };
    gunzip(bytes, { info: true, maxOutputLength: LARGEST_TEXT }, done);
  });
}

const GZIP_PROBLEMS: Readonly<Record<string, string>> = {
  Z_BUF_ERROR: 'is gzip that ends too early (truncated)',
  Z_DATA_ERROR: 'is damaged gzip (bad data, checksum or trailing bytes)',
  ERR_BUFFER_TOO_LARGE: 'inflates to more than 512 MiB; split it',
};
