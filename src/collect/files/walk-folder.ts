import { readdirSync, realpathSync, statSync } from 'node:fs';
import { errorCode } from './error-code.ts';
import type { InputFile, PassedOver } from './input-file.ts';

interface Walk {
  readonly files: InputFile[];
  readonly passedOver: PassedOver[];
  /** Real paths of folders entered: each is read once, so links cannot loop or multiply. */
  readonly entered: Set<string>;
}

/**
 * All files under a folder, links followed, sorted by relative path; the same on every machine. Synchronous: a trail is
 * tens of thousands of small files, and waiting for each costs ten times what asking does.
 */
export function walkFolder(typed: string): { files: InputFile[]; passedOver: PassedOver[] } {
  const walk: Walk = { files: [], passedOver: [], entered: new Set() };
  const root = typed === '/' ? '' : typed.replace(/\/+$/, '');
  enter(walk, root, '');
  walk.files.sort((a, b) => (a.relative < b.relative ? -1 : 1));
  walk.passedOver.sort((a, b) => (a.location < b.location ? -1 : 1));
  return { files: walk.files, passedOver: walk.passedOver };
}

function enter(walk: Walk, root: string, relative: string): void {
  const location = relative === '' ? root : `${root}/${relative}`;
  const pass = (reason: string, broken: boolean): void => {
    walk.passedOver.push({ location, reason, broken });
  };
  const real = realpathSync.native(location === '' ? '/' : location);
  if (walk.entered.has(real)) {
    pass('link to a folder that is read already', false);
    return;
  }
  walk.entered.add(real);
  let names: string[];
  try {
    names = readdirSync(real).sort();
  } catch (error) {
    pass(`folder cannot be opened (${errorCode(error)})`, true);
    return;
  }
  for (const name of names) visit(walk, root, relative === '' ? name : `${relative}/${name}`);
}

function visit(walk: Walk, root: string, relative: string): void {
  const location = `${root}/${relative}`;
  try {
    const found = statSync(location);
    if (found.isDirectory()) enter(walk, root, relative);
    else if (found.isFile()) {
      const { size, mtimeMs } = found;
      walk.files.push({ location, relative, path: location, size, modified: mtimeMs });
    } else walk.passedOver.push({ location, reason: 'not a regular file', broken: false });
  } catch (error) {
    walk.passedOver.push({ location, reason: `cannot be opened (${errorCode(error)})`, broken: true });
  }
}
