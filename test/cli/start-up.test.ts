import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const cli = join(import.meta.dirname, '..', '..', 'dist', 'cli.js');
let folder = '';
let hook = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'paredown-start-up-'));
  hook = join(folder, 'hook.mjs');
  // Module hooks run in a thread of their own, so what they see is written where both can reach it.
  const loaded = `import { writeSync } from 'node:fs';
    export async function load(url, context, next) { writeSync(2, 'LOADED ' + url + '\\n'); return next(url, context); }`;
  writeFileSync(
    hook,
    `import { register } from 'node:module'; register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(loaded)}`)});`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a command loads, from the folder of the package on, e.g. `dist/cli.js` and `node_modules/yargs/index.mjs`. */
function loadedBy(...words: readonly string[]): readonly string[] {
  const { stderr } = spawnSync(process.execPath, ['--import', pathToFileURL(hook).href, cli, ...words], {
    encoding: 'utf8',
  });
  return [...stderr.matchAll(/^LOADED file:.*?\/((?:dist|node_modules)\/\S+)$/gm)].flatMap(
    ([, path]) => path ?? [],
  );
}

/** Handlers and all they need; what the words and the help need stands in `cli`, and the texts in `domain`. */
const LIGHT = /^dist\/(?:cli(?:\.js|\/)|domain\/)/;
const HEAVY = /^node_modules\/(?:@aws-sdk|@smithy|@duckdb|zod|handlebars|diff|yaml|jsonc-parser)\//;
const YARGS = /^node_modules\/(?:yargs|cliui)\//;

it.each([[['--help']], [['-h']], [['help']], [['run', '--help']], [['explain', '--help']], [['--version']]])(
  '%j loads what shows a text, and nothing that reads words',
  (words) => {
    expect(loadedBy(...words)).toEqual([
      'dist/cli.js',
      'dist/cli/failure.js',
      'dist/cli/written-help.js',
      'dist/domain/errors.js',
      'dist/domain/visible.js',
    ]);
  },
);

/** Each is found, read and compiled before anything is shown: with yargs and its packages there were 67. */
const MOST_FILES = 30;

it.each([[[]], [['rum']], [['rum', '--help']], [['run', '--cloudtrial']]])(
  '%j loads what knows the words, and neither yargs nor anything that does work',
  (words) => {
    const loaded = loadedBy(...words);
    expect(loaded).toContain('dist/cli/parse-arguments.js');
    expect(loaded.filter((path) => HEAVY.test(path) || YARGS.test(path))).toEqual([]);
    expect(loaded.filter((path) => path.startsWith('dist/') && !LIGHT.test(path))).toEqual([]);
    expect(loaded.filter((path) => path === 'dist/cli/run.js')).toEqual([]);
    expect(loaded.length).toBeLessThanOrEqual(MOST_FILES);
  },
);

it('a mistake that yargs finds loads nothing that does work', () => {
  const loaded = loadedBy('explain', 'deployer');
  expect(loaded.some((path) => YARGS.test(path))).toBe(true);
  expect(loaded.filter((path) => HEAVY.test(path))).toEqual([]);
  expect(loaded.filter((path) => path.startsWith('dist/') && !LIGHT.test(path))).toEqual([]);
  expect(loaded.filter((path) => path === 'dist/cli/explain.js')).toEqual([]);
});

it.each([
  [['schema']],
  [['schema', 'config']],
  [['explain', 'deployer', 'iam:PassRole', '--assessment', 'none']],
])('%j loads what reads an assessment, and no stage', (words) => {
  const stages = /^dist\/(?:main\.js|pipeline\.js|(?:analyze|backtest|catalog|collect|iam|propose|verify)\/)/;
  const loaded = loadedBy(...words);
  expect(loaded).toContain('dist/report/assessment-schema.js');
  expect(loaded.filter((path) => stages.test(path))).toEqual([]);
});

it('the hook sees what a command that does work loads', () => {
  const loaded = loadedBy('schema');
  expect(loaded.some((path) => HEAVY.test(path))).toBe(true);
});
