import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';

/** One source file as the rules see it. */
export interface SourceFile {
  /** From the project root with `/`, e.g. `src/iam/arn.ts`. */
  readonly path: string;
  readonly text: string;
  /** Project files it imports, statically, dynamically or for types only; resolved to paths. */
  readonly files: readonly string[];
  /** Packages and Node modules it imports, e.g. `node:fs`, `@duckdb/node-api`. */
  readonly packages: readonly string[];
}

/** A file for the rules from its text: imports are read as TypeScript reads them. */
export function sourceFile(path: string, text: string): SourceFile {
  const specifiers = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  // A worker is started by URL, not imported; it is still part of the program.
  for (const match of text.matchAll(/new URL\('(\.[^']+\.ts)', import\.meta\.url\)/g))
    specifiers.push(match[1] ?? '');
  // Loaded by URL too; `npm run build` compiles it from the file of its name.
  for (const match of text.matchAll(/new URL\('\.\/([^']+)\.wasm', import\.meta\.url\)/g))
    specifiers.push(`./assembly/${match[1]}.ts`);
  const relative = specifiers.filter((name) => name.startsWith('.'));
  return {
    path,
    text,
    // AssemblyScript's compiler wants its imports without the ending.
    files: relative.map((name) =>
      posix.join(posix.dirname(path), name.endsWith('.ts') ? name : `${name}.ts`),
    ),
    packages: specifiers.filter((name) => !name.startsWith('.')),
  };
}

/** Every TypeScript file under src/. */
export function readSources(): readonly SourceFile[] {
  const root = new URL('../../../', import.meta.url);
  return readdirSync(new URL('src/', root), { recursive: true, encoding: 'utf8' })
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => sourceFile(path, readFileSync(new URL(path, root), 'utf8')));
}
