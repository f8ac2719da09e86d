import { createHash, randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { UserError } from '../domain/errors.ts';
import { blocksOf, type FileText } from '../domain/file-text.ts';

/** What a path segment may be made of; reporters make no others, whatever a principal is called. */
const SEGMENT = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/**
 * Writes each text (UTF-8) or run of bytes to its path in `folder`, which is made when it is missing. Each file is
 * written beside its place and renamed into it, so a reader never sees half of one. Files already there under other names
 * stay. Throws before writing anything when a path could leave the folder, and `UserError` when it cannot be written.
 * @param safeSegment what a segment of a path may be
 */
export function writeFiles(
  folder: string,
  files: ReadonlyMap<string, FileText | Uint8Array>,
  safeSegment: RegExp = SEGMENT,
): void {
  for (const path of files.keys()) requireSafe(path, safeSegment);
  writeEach(folder, files, safeSegment);
}

/** What was written. */
export interface WrittenFile {
  readonly path: string;
  /** Lower-case hex. */
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
}

/** As `writeFiles`, of files that are made one by one: a path that could leave the folder ends it there. */
export function writeEach(
  folder: string,
  files: Iterable<readonly [path: string, content: FileText | Uint8Array]>,
  safeSegment: RegExp = SEGMENT,
): readonly WrittenFile[] {
  try {
    mkdirSync(folder, { recursive: true });
    const root = realpathSync(folder);
    return Array.from(files, ([path, content]) => {
      requireSafe(path, safeSegment);
      return write(root, path, content);
    });
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new UserError(`The report cannot be written to ${folder}: ${error.message}. Give another --out.`);
  }
}

function requireSafe(path: string, safeSegment: RegExp): void {
  if (!path.split('/').every((segment) => safeSegment.test(segment))) {
    throw new Error(`The path ${JSON.stringify(path)} of a report file is not safe.`);
  }
}

function write(root: string, path: string, content: FileText | Uint8Array): WrittenFile {
  const place = join(root, ...path.split('/'));
  mkdirSync(dirname(place), { recursive: true });
  // A link inside the folder, left by somebody else, could lead out of it.
  if (!`${realpathSync(dirname(place))}${sep}`.startsWith(`${root.replace(/[\\/]$/, '')}${sep}`)) {
    throw new UserError(`${dirname(place)} is a link that leads out of ${root}. Remove it and run again.`);
  }
  const temporary = `${place}.${randomUUID()}.tmp`;
  try {
    const written = writeNew(temporary, content instanceof Uint8Array ? [content] : blocksOf(content));
    renameSync(temporary, place);
    return { path, ...written };
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Hashed on the way: making and encoding it a second time would cost as much again. */
function writeNew(place: string, blocks: Iterable<Uint8Array>): Omit<WrittenFile, 'path'> {
  const hash = createHash('sha256');
  let size = 0;
  // `wx`: never write through a file or link that is already there.
  const file = openSync(place, 'wx');
  try {
    for (const block of blocks) {
      hash.update(block);
      writeFileSync(file, block);
      size += block.length;
    }
  } finally {
    closeSync(file);
  }
  return { sha256: hash.digest('hex'), size };
}
