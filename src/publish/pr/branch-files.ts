import { createHash } from 'node:crypto';
import { writeFiles } from '../write-files.ts';

/** A name that is safe as one segment of a path on every system, and is not git's own folder. */
const SAFE = /^(?!\.{1,2}$)(?!\.git$)[^\p{Cc}/\\:*?"<>|]{1,200}$/iu;

/**
 * Writes what would go onto branches. Paths of a repository are anybody's: a segment that is not safe is written under
 * another name with a hash of its own; the patch beside it has the real one.
 */
export function writeBranchFiles(folder: string, files: ReadonlyMap<string, string>): void {
  const safe = new Map([...files].map(([path, text]) => [path.split('/').map(segment).join('/'), text]));
  writeFiles(folder, safe, SAFE);
}

function segment(name: string): string {
  if (SAFE.test(name)) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 80)}-${hash}`;
}
