import { readdirSync, readFileSync } from 'node:fs';
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package's `templates` folder; the same two steps up from `src/publish` and from `dist/publish`. */
const FOLDER = new URL('../../templates/', import.meta.url);

/** Every template text by its path in the folder with `/` between segments, e.g. `partials/header.hbs`. */
export function readTemplates(): ReadonlyMap<string, string> {
  const paths = readdirSync(fileURLToPath(FOLDER), { recursive: true, encoding: 'utf8' })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => /\.(hbs|css|js)$/.test(path))
    .sort();
  return new Map(paths.map((path) => [path, readFileSync(new URL(path, FOLDER), 'utf8')]));
}
