// What tsc does not emit but the program reads: data files beside the code that reads them, and the executable bit.
import { chmodSync, cpSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const dataFiles = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) =>
  /(?<!tsconfig)\.(?:json|wasm)$/.test(path),
);
for (const path of dataFiles) {
  const target = join('dist', path);
  mkdirSync(dirname(target), { recursive: true });
  cpSync(join('src', path), target);
}
chmodSync('dist/cli.js', 0o755);
