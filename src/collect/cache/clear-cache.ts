import { rmSync } from 'node:fs';

/** Removes all that is kept in a cache folder. */
export function clearCache(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
