import { Session } from 'node:inspector/promises';

/**
 * Collects garbage now, for what was let go at once and is much: V8 waits until a good part of it was made anew. The
 * inspector's protocol (HeapProfiler.collectGarbage) is the way that needs no flag.
 */
export async function collectGarbage(): Promise<void> {
  const session = new Session();
  session.connect();
  try {
    await session.post('HeapProfiler.collectGarbage');
  } finally {
    session.disconnect();
  }
}
