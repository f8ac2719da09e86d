import { sha256 } from '../sha256.ts';

/** A file of the out folder as the manifest lists it. */
export interface FileDigest {
  /** Relative to the out folder, `/` between segments. */
  readonly path: string;
  /** Lower-case hex. */
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
}

export const digestOf = (path: string, text: string): FileDigest => ({
  path,
  sha256: sha256(text),
  size: Buffer.byteLength(text, 'utf8'),
});
