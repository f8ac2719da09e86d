import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { errorCode } from './error-code.ts';
import { knownSignature } from './file-signature.ts';

export type FileBytes =
  | { readonly kind: 'bytes'; readonly bytes: Buffer; readonly sha256: string }
  /** `sha256` is null when not even the bytes could be read. */
  | { readonly kind: 'unreadable'; readonly reason: string; readonly sha256: string | null };

/** V8 holds no longer string; CloudTrail's own files stay under 50 MB. */
const LARGEST = 2 ** 29 - 24;
/** What zlib is given at once when the trailer says nothing sensible. */
const SMALLEST_CHUNK = 16 * 1024;
const LARGEST_CHUNK = 64 * 1024 * 1024;
/** Deflate cannot pack better than 1032:1 (zlib's own documentation, "Maximum compression factor"). */
const BEST_RATIO = 1032;

/**
 * Reads a file, inflating gzip by its magic bytes, whatever its name says; `sha256` is of the file as stored. Never
 * throws: a file that cannot be read whole is `unreadable`, because half a log must not pass for a log. Synchronous:
 * whoever reads many files reads them in threads.
 */
export function readBytes(path: string): FileBytes {
  let stored: Buffer;
  try {
    stored = readFileSync(path);
  } catch (error) {
    return { kind: 'unreadable', reason: `cannot be opened (${errorCode(error)})`, sha256: null };
  }
  const sha256 = createHash('sha256').update(stored).digest('hex');
  const unreadable = (reason: string): FileBytes => ({ kind: 'unreadable', reason, sha256 });
  if (stored.length === 0) return unreadable('is empty (0 bytes)');
  let bytes = stored;
  if (stored[0] === 0x1f && stored[1] === 0x8b) {
    const inflated = inflate(stored);
    if (typeof inflated === 'string') return unreadable(inflated);
    bytes = inflated;
  }
  if (bytes.length > LARGEST) return unreadable('holds more than 512 MiB; split it');
  const signature = knownSignature(bytes);
  return signature === null ? { kind: 'bytes', bytes, sha256 } : unreadable(`is ${signature}, not JSON`);
}

/** The bytes, or why not. Node checks CRC and length of every member; it silently skips zero bytes after the last. */
function inflate(stored: Buffer): Buffer | string {
  try {
    const options = { info: true, maxOutputLength: LARGEST, chunkSize: chunkSize(stored) };
    const { buffer, engine } = gunzipSync(stored, options) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return engine.bytesWritten === stored.length ? buffer : 'has bytes after the end of its gzip data';
  } catch (error) {
    return GZIP_PROBLEMS[errorCode(error)] ?? 'is damaged gzip';
  }
}

/**
 * Room for the whole output at once, as the trailer tells it (RFC 1952, ISIZE: length modulo 2^32 of the last member),
 * and a byte more, so that zlib sees the end. Only a hint: a wrong one costs time, nothing else.
 */
function chunkSize(stored: Buffer): number {
  const told = stored.length < 18 ? 0 : stored.readUInt32LE(stored.length - 4) + 1;
  return Math.max(SMALLEST_CHUNK, Math.min(told, stored.length * BEST_RATIO, LARGEST_CHUNK));
}

const GZIP_PROBLEMS: Readonly<Record<string, string>> = {
  Z_BUF_ERROR: 'is gzip that ends too early (truncated)',
  Z_DATA_ERROR: 'is damaged gzip (bad data, checksum or trailing bytes)',
  ERR_BUFFER_TOO_LARGE: 'inflates to more than 512 MiB; split it',
};
