import { closeSync, openSync, readSync } from 'node:fs';

const CHUNK = 1 << 20;

/** The bytes of the file at `path`, in order, in chunks of up to 1 MiB; each is the reader's to keep. */
export function* fileChunks(path: string): Generator<Uint8Array, void, undefined> {
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK);
      const read = readSync(file, chunk, 0, CHUNK, null);
      if (read === 0) return;
      yield chunk.subarray(0, read);
    }
  } finally {
    closeSync(file);
  }
}
