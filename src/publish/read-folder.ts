import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../domain/errors.ts';

/** A file as it stands on disk. */
export interface FolderFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  readonly bytes: Uint8Array;
  /** Null when the bytes are not UTF-8. */
  readonly text: string | null;
}

/**
 * Every file under `folder` by its path in it, `/` between segments. A link or other special file is taken as an empty
 * file that is not text: no pack has one, and following it could lead anywhere.
 * @throws UserError when it is not a folder
 */
export function readFolder(folder: string): ReadonlyMap<string, FolderFile> {
  if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) {
    throw new UserError(`${folder}: there is no such folder.`);
  }
  const files = new Map<string, FolderFile>();
  const walk = (prefix: string): void => {
    for (const entry of readdirSync(join(folder, prefix), { withFileTypes: true })) {
      const path = `${prefix}${entry.name}`;
      if (entry.isDirectory()) walk(`${path}/`);
      else files.set(path, fileOf(path, entry.isFile() ? readFileSync(join(folder, path)) : null));
    }
  };
  try {
    walk('');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOTDIR')) throw error;
    throw new UserError(`${folder} is a file: give the folder that \`paredown run\` wrote.`);
  }
  return files;
}

function fileOf(path: string, bytes: Buffer | null): FolderFile {
  const content = bytes ?? Buffer.alloc(0);
  return {
    path,
    size: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    bytes: content,
    text: bytes === null ? null : decode(bytes),
  };
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
