import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../domain/errors.ts';
import type { FileBytes } from '../domain/file-bytes.ts';
import { fileChunks } from '../main/file-chunks.ts';

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder, a file is needed',
  ENOTDIR: 'a part of the path is not a folder',
  EACCES: 'there is no permission to read it',
};

/**
 * The text of a file that the command line or its defaults name.
 * @param what what the file is for, e.g. `configuration`
 * @throws UserError that names the path and what is wrong with it
 */
export function readText(path: string, what: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw explained(error, path, what);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(`Cannot read the ${what} ${path}: it is not text (UTF-8).`);
  }
}

/** The bytes of a file that may be too long for a text. Reading throws as `readText` does. */
export const readBytes = (path: string, what: string): FileBytes => ({
  *chunks() {
    try {
      yield* fileChunks(path);
    } catch (error) {
      throw explained(error, path, what);
    }
  },
});

function explained(error: unknown, path: string, what: string): unknown {
  const problem = error instanceof Error && 'code' in error ? PROBLEMS[String(error.code)] : undefined;
  return problem === undefined ? error : new UserError(`Cannot read the ${what} ${path}: ${problem}.`);
}

/** As `readText`, but null when there is nothing at the path. */
export function readTextIfPresent(path: string, what: string): string | null {
  return existsSync(path) ? readText(path, what) : null;
}

/** The path itself, or of the file called `name` in it when it is a folder. */
export function fileOrIn(path: string, name: string): string {
  return existsSync(path) && statSync(path).isDirectory() ? join(path, name) : path;
}
