import { gunzipSync, gzipSync } from 'node:zlib';
import { UserError } from '../domain/errors.ts';

/** Texts below this stay readable as they are. */
const LARGE = 256 * 1024;
const OS_BYTE = 9;
const UNKNOWN_OS = 255;
const SUFFIX = '.gz';

/**
 * Large texts as gzip under their path with `.gz`, the others as they are. The header says nothing of the machine: no
 * time (Node writes none), and `unknown` for the operating system (RFC 1952, 2.3). Another version of zlib may
 * compress otherwise; the hash in the manifest is of the bytes that were written.
 */
export function compressLarge(files: ReadonlyMap<string, string>): ReadonlyMap<string, Uint8Array> {
  return new Map(
    [...files].map(([path, text]) => {
      const bytes = Buffer.from(text, 'utf8');
      return bytes.length < LARGE ? ([path, bytes] as const) : ([`${path}${SUFFIX}`, gzip(bytes)] as const);
    }),
  );
}

function gzip(bytes: Uint8Array): Uint8Array {
  const compressed = gzipSync(bytes, { level: 6 });
  compressed[OS_BYTE] = UNKNOWN_OS;
  return compressed;
}

/**
 * The texts back, by their path without `.gz`.
 * @throws UserError that names a file that cannot be inflated
 */
export function inflate(files: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, string> {
  return new Map(
    [...files].map(([path, bytes]) => {
      if (!path.endsWith(SUFFIX)) return [path, Buffer.from(bytes).toString('utf8')];
      try {
        return [path.slice(0, -SUFFIX.length), gunzipSync(bytes).toString('utf8')];
      } catch {
        throw new UserError(`${path} is damaged: it is not gzip.`);
      }
    }),
  );
}
