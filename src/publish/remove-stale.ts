import { createHash } from 'node:crypto';
import { existsSync, lstatSync, realpathSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EarlierFile } from './earlier-files.ts';
import { fileChunks } from './file-chunks.ts';

/**
 * Removes what an earlier run wrote into `folder` and this one does not: files of the earlier manifest, unchanged
 * since, and the folders they leave empty. A file that somebody changed or added stays; `verify` names it.
 *
 * @param earlier the earlier manifest's entries
 * @param kept paths of the new run
 */
export function removeStale(
  folder: string,
  earlier: readonly EarlierFile[],
  kept: ReadonlySet<string>,
): void {
  for (const { path, sha256 } of earlier) {
    if (kept.has(path) || !path.split('/').every((segment) => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(segment)))
      continue;
    const place = join(folder, path);
    if (!existsSync(place) || !lstatSync(place).isFile()) continue;
    // A linked folder on the way could lead out of it.
    if (realpathSync(place) !== join(realpathSync(folder), path)) continue;
    if (hashOf(place) !== sha256) continue;
    rmSync(place);
    removeEmpty(folder, dirname(path));
  }
}

function hashOf(place: string): string {
  const hash = createHash('sha256');
  for (const chunk of fileChunks(place)) hash.update(chunk);
  return hash.digest('hex');
}

function removeEmpty(folder: string, path: string): void {
  if (path === '.') return;
  try {
    rmdirSync(join(folder, path));
  } catch {
    // Not empty: something else is in it.
    return;
  }
  removeEmpty(folder, dirname(path));
}
