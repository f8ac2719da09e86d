import { createHash } from 'node:crypto';
import { blocksOf, type FileText } from '../../domain/file-text.ts';

/** A file of the out folder as the manifest lists it. */
export interface FileDigest {
  /** Relative to the out folder, `/` between segments. */
  readonly path: string;
  /** Lower-case hex. */
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
}

export function digestOf(path: string, text: FileText): FileDigest {
  const hash = createHash('sha256');
  let size = 0;
  for (const block of blocksOf(text)) {
    hash.update(block);
    size += block.length;
  }
  return { path, sha256: hash.digest('hex'), size };
}
