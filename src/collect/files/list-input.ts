import { stat } from 'node:fs/promises';
import picomatch from 'picomatch';
import { UserError } from '../../domain/errors.ts';
import type { InputFile, PassedOver } from './input-file.ts';
import { walkFolder } from './walk-folder.ts';

export interface InputListing {
  readonly typed: string;
  readonly kind: 'file' | 'folder' | 'glob';
  /** Sorted by relative path. */
  readonly files: readonly InputFile[];
  readonly passedOver: readonly PassedOver[];
}

/**
 * Resolves what the user typed. A path that exists is taken literally, so names with `*`, `[` or `?` in them are
 * safe; only otherwise it is a glob.
 *
 * @throws UserError when nothing is there.
 */
export async function listInput(typed: string): Promise<InputListing> {
  const found = await stat(typed).catch(() => null);
  if (found?.isFile()) {
    const name = typed.split('/').at(-1) ?? typed;
    return {
      typed,
      kind: 'file',
      files: [{ location: typed, relative: name, path: typed, size: found.size, modified: found.mtimeMs }],
      passedOver: [],
    };
  }
  if (found?.isDirectory()) return { typed, kind: 'folder', ...walkFolder(typed) };
  if (found !== null)
    throw new UserError(`${typed} is neither a file nor a folder. Name a file, a folder or a glob.`);
  const { base, glob, isGlob } = picomatch.scan(typed);
  if (!isGlob || glob === '') throw new UserError(`${typed} does not exist. Check the path.`);
  return { typed, kind: 'glob', ...(await listGlob(typed, base, glob)) };
}

async function listGlob(
  typed: string,
  base: string,
  glob: string,
): Promise<Pick<InputListing, 'files' | 'passedOver'>> {
  const folder = base === '' ? '.' : base;
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) throw new UserError(`${typed} matches nothing: ${folder} is not a folder.`);
  const matches = picomatch(glob, { dot: true, nonegate: true });
  const { files, passedOver } = walkFolder(folder);
  const inGlob = files.filter(({ relative }) => matches(relative));
  if (inGlob.length === 0) {
    throw new UserError(
      `${typed} matches no file. Put the pattern in quotes and check the folder ${folder}.`,
    );
  }
  const prefix = base === '' ? './' : '';
  return {
    files: inGlob.map((file) => ({ ...file, location: file.location.slice(prefix.length) })),
    passedOver: passedOver
      .map((entry) => ({ ...entry, location: entry.location.slice(prefix.length) }))
      .filter(({ broken, location }) => broken || matches(location)),
  };
}
