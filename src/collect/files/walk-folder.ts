import { readdir, realpath, stat } from 'node:fs/promises';
import { errorCode } from './error-code.ts';
import type { InputFile, PassedOver } from './input-file.ts';

interface Walk {
  readonly files: InputFile[];
  readonly passedOver: PassedOver[];
  /** Real paths of folders entered: each is read once, so links cannot loop or multiply. */
  readonly entered: Set<string>;
}

/** All files under a folder, links followed, sorted by relative path; the same on every machine. */
export async function walkFolder(typed: string): Promise<{ files: InputFile[]; passedOver: PassedOver[] }> {
  const walk: Walk = { files: [], passedOver: [], entered: new Set() };
  const root = typed === '/' ? '' : typed.replace(/\/+$/, '');
  await enter(walk, root, '');
  walk.files.sort((a, b) => (a.relative < b.relative ? -1 : 1));
  walk.passedOver.sort((a, b) => (a.location < b.location ? -1 : 1));
  return { files: walk.files, passedOver: walk.passedOver };
}

async function enter(walk: Walk, root: string, relative: string): Promise<void> {
  const location = relative === '' ? root : `${root}/${relative}`;
  const pass = (reason: string, broken: boolean): void => {
    walk.passedOver.push({ location, reason, broken });
  };
  const real = await realpath(location === '' ? '/' : location);
  if (walk.entered.has(real)) return pass('link to a folder that is read already', false);
  walk.entered.add(real);
  let names: string[];
  try {
    names = (await readdir(real)).sort();
  } catch (error) {
    return pass(`folder cannot be opened (${errorCode(error)})`, true);
  }
  for (const name of names) await visit(walk, root, relative === '' ? name : `${relative}/${name}`);
}

async function visit(walk: Walk, root: string, relative: string): Promise<void> {
  const location = `${root}/${relative}`;
  try {
    const found = await stat(location);
    if (found.isDirectory()) await enter(walk, root, relative);
    else if (found.isFile()) {
      const { size, mtimeMs } = found;
      walk.files.push({ location, relative, path: location, size, modified: mtimeMs });
    } else walk.passedOver.push({ location, reason: 'not a regular file', broken: false });
  } catch (error) {
    walk.passedOver.push({ location, reason: `cannot be opened (${errorCode(error)})`, broken: true });
  }
}
