import { randomUUID } from 'node:crypto';
import { mkdirSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { UserError } from '../domain/errors.ts';
import { blocksOf, type FileText } from '../domain/file-text.ts';
import { type FileContent, writeNew } from './file-sink.ts';
import { WriteThread } from './write-thread.ts';

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
  try {
    const root = makeRoot(folder);
    for (const [path, content] of files) {
      const file = new NewFile(root, path);
      try {
        writeNew(file.beside, bytesOf(content));
        file.keep();
      } catch (error) {
        file.drop();
        throw error;
      }
    }
  } catch (error) {
    throw said(error, folder);
  }
}

export interface WrittenFile extends FileContent {
  readonly path: string;
}

/**
 * As `writeFiles`, of files that are made one by one, large ones written by a thread: a path that could leave the folder
 * ends it there.
 */
export async function writeEach(
  folder: string,
  files: Iterable<readonly [path: string, content: FileText | Uint8Array]>,
  safeSegment: RegExp = SEGMENT,
): Promise<readonly WrittenFile[]> {
  const thread = new WriteThread();
  const written: WrittenFile[] = [];
  try {
    const root = makeRoot(folder);
    for (const [path, content] of files) {
      requireSafe(path, safeSegment);
      const file = new NewFile(root, path);
      try {
        written.push({ path, ...(await thread.write(file.beside, bytesOf(content))) });
        file.keep();
      } catch (error) {
        file.drop();
        throw error;
      }
    }
    return written;
  } catch (error) {
    throw said(error, folder);
  } finally {
    await thread.close();
  }
}

/** Before much work for it: a folder that is none could not be written to. @throws UserError */
export function requireFolder(folder: string): void {
  try {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== false) return;
  } catch (error) {
    throw said(error, folder);
  }
  throw new UserError(`The report cannot be written to ${folder}: it is a file. Give another --out.`);
}

function requireSafe(path: string, safeSegment: RegExp): void {
  if (!path.split('/').every((segment) => safeSegment.test(segment))) {
    throw new Error(`The path ${JSON.stringify(path)} of a report file is not safe.`);
  }
}

function makeRoot(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return realpathSync(folder);
}

const bytesOf = (content: FileText | Uint8Array): Iterable<Uint8Array> =>
  content instanceof Uint8Array ? [content] : blocksOf(content);

/** A file that is written beside its place. */
class NewFile {
  readonly #place: string;
  readonly beside: string;

  constructor(root: string, path: string) {
    this.#place = join(root, ...path.split('/'));
    const folder = dirname(this.#place);
    mkdirSync(folder, { recursive: true });
    // A link inside the folder, left by somebody else, could lead out of it.
    if (!`${realpathSync(folder)}${sep}`.startsWith(`${root.replace(/[\\/]$/, '')}${sep}`)) {
      throw new UserError(`${folder} is a link that leads out of ${root}. Remove it and run again.`);
    }
    this.beside = `${this.#place}.${randomUUID()}.tmp`;
  }

  keep(): void {
    renameSync(this.beside, this.#place);
  }

  drop(): void {
    rmSync(this.beside, { force: true });
  }
}

/** What the file system said, as a person is told. */
function said(error: unknown, folder: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  return new UserError(`The report cannot be written to ${folder}: ${error.message}. Give another --out.`);
}
