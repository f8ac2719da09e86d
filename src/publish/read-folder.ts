import { createHash } from 'node:crypto';
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../domain/errors.ts';
import type { FileBytes } from '../domain/file-bytes.ts';
import { fileChunks } from './file-chunks.ts';

/** A file as it stands on disk. */
export interface FolderFile extends FileBytes {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  /** False of a link or other special file. */
  readonly isRegular: boolean;
}

/**
 * Every file under `folder` by its path in it, `/` between segments, hashed; bytes are read again when they are asked
 * for. A link or other special file is taken as an empty one that is not regular: no pack has one, and following it
 * could lead anywhere.
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
      else files.set(path, fileOf(folder, path, entry.isFile()));
    }
  };
  try {
    walk('');
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === 'ENOTDIR') {
      throw new UserError(`${folder} is a file: give the folder that \`paredown run\` wrote.`);
    }
    if (code === 'EACCES') throw new UserError(`${path ?? folder}: there is no permission to read it.`);
    throw error;
  }
  return files;
}

function fileOf(folder: string, path: string, isRegular: boolean): FolderFile {
  const chunks = (): Iterable<Uint8Array> => (isRegular ? fileChunks(join(folder, path)) : []);
  return { path, ...digest(chunks()), isRegular, chunks };
}

function digest(chunks: Iterable<Uint8Array>): { readonly size: number; readonly sha256: string } {
  const hash = createHash('sha256');
  let size = 0;
  for (const chunk of chunks) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { size, sha256: hash.digest('hex') };
}
