import { describe, expect, it } from 'vitest';
import { RULES } from './support/architecture/rules.ts';
import { readSources, type SourceFile, sourceFile } from './support/architecture/source-files.ts';

describe('the source keeps the rules of the house', () => {
  const files = readSources();

  it('is found', () => {
    expect(files.map(({ path }) => path)).toContain('src/cli.ts');
  });

  it.each(RULES)('$name', ({ check, why }) => {
    expect(check(files), why).toEqual([]);
  });
});

/** A small house in order, with the same rooms as the real one. */
const HOUSE: Readonly<Record<string, string>> = {
  'src/cli.ts': "const c = await import('./cli/run.ts'); console.log(process.argv, Date.now(), c);",
  'src/cli/run.ts': "import { main } from '../main.ts'; import yargs from 'yargs'; main(yargs);",
  'src/main.ts':
    "import { collect } from './collect/index.ts'; import { pipeline } from './pipeline.ts'; pipeline(collect);",
  'src/pipeline.ts':
    "import { propose } from './propose/index.ts'; import { verify } from './verify/index.ts'; propose(verify);",
  'src/collect/index.ts':
    "import { readFileSync } from 'node:fs'; import duckdb from '@duckdb/node-api'; export * from '../iam/arn.ts';",
  'src/propose/index.ts': "export { narrow } from './narrow.ts';",
  'src/propose/narrow.ts':
    "import type { Arn } from '../domain/arn.ts'; const at = new Date(0); const settings = { process: 1, console: at };",
  'src/verify/index.ts':
    "import { arn } from '../iam/arn.ts'; /* never Date.now() */ const s = 'Math.random()';",
  'src/iam/arn.ts': "import type { Arn } from '../domain/arn.ts';",
  'src/domain/arn.ts': 'export interface Arn { readonly process: string }',
};

function house(changes: Readonly<Record<string, string>>): readonly SourceFile[] {
  return Object.entries({ ...HOUSE, ...changes }).map(([path, text]) => sourceFile(path, text));
}

/** How each rule is broken, and the violation it must then name. */
const BREACHES: readonly {
  readonly rule: RegExp;
  readonly what: string;
  readonly change: Readonly<Record<string, string>>;
  readonly says: RegExp;
}[] = [
  {
    rule: /belongs to a room/,
    what: 'a new top-level folder',
    change: { 'src/utils/misc.ts': '' },
    says: /utils\/misc\.ts/,
  },
  {
    rule: /below them/,
    what: 'verify imports propose',
    change: { 'src/verify/index.ts': "import { narrow } from '../propose/narrow.ts';" },
    says: /verify may not see propose/,
  },
  {
    rule: /below them/,
    what: 'domain imports a type',
    change: { 'src/domain/arn.ts': "import type { x } from '../iam/arn.ts';" },
    says: /domain may not see iam/,
  },
  {
    rule: /below them/,
    what: 'iam imports collect dynamically',
    change: { 'src/iam/arn.ts': "await import('../collect/index.ts');" },
    says: /iam may not see collect/,
  },
  {
    rule: /below them/,
    what: 'the command line reaches past main',
    change: { 'src/cli/run.ts': "export * from '../collect/index.ts';" },
    says: /cli may not see collect/,
  },
  {
    rule: /below them/,
    what: 'the pipeline opens the inside of a stage',
    change: { 'src/pipeline.ts': "import { narrow } from './propose/narrow.ts';" },
    says: /only entry files/,
  },
  {
    rule: /packages they are given/,
    what: 'propose imports a library',
    change: { 'src/propose/narrow.ts': "import yaml from 'yaml';" },
    says: /narrow\.ts imports yaml/,
  },
  {
    rule: /touch the machine/,
    what: 'a command reads files by itself',
    change: { 'src/cli/run.ts': "import { readFileSync } from 'node:fs';" },
    says: /run\.ts imports node:fs/,
  },
  {
    rule: /touch the machine/,
    what: 'verify opens DuckDB',
    change: { 'src/verify/index.ts': "import x from '@duckdb/node-api';" },
    says: /verify\/index\.ts imports @duckdb/,
  },
  {
    rule: /no cycles/,
    what: 'two files import each other',
    change: { 'src/propose/narrow.ts': "import { propose } from './index.ts';" },
    says: /propose\/index\.ts -> src\/propose\/narrow\.ts -> src\/propose\/index\.ts/,
  },
  ...[
    'Date.now()',
    'new Date()',
    'Date()',
    'Math.random()',
    'process.env.HOME',
    'console.log(1)',
    "'a'.localeCompare('b')",
    '(1).toLocaleString()',
    'new Intl.Collator()',
    'const x = { process };',
  ].map((expression) => ({
    rule: /no clock/,
    what: expression,
    change: { 'src/propose/narrow.ts': expression },
    says: /narrow\.ts:1 uses/,
  })),
  {
    rule: /no file over/,
    what: 'a long file',
    change: { 'src/iam/arn.ts': 'export {};\n'.repeat(251) },
    says: /251 lines/,
  },
  {
    rule: /AGPL/,
    what: 'the simulator is imported',
    change: { 'src/collect/index.ts': "import x from '@cloud-copilot/iam-simulate';" },
    says: /iam-simulate/,
  },
  {
    rule: /reached from/,
    what: 'a file nothing imports',
    change: { 'src/iam/left-over.ts': '' },
    says: /left-over\.ts is imported by nothing/,
  },
  {
    rule: /kebab-case/,
    what: 'a camelCase file',
    change: { 'src/iam/matchAction.ts': '' },
    says: /matchAction/,
  },
];

describe('the rules themselves', () => {
  it('find nothing in a house in order', () => {
    expect(RULES.flatMap(({ check }) => check(house({})))).toEqual([]);
  });

  it.each(BREACHES)('$rule sees: $what', ({ rule, change, says }) => {
    const [found] = RULES.filter(({ name }) => rule.test(name));
    expect(found?.check(house(change)).join('\n')).toMatch(says);
  });

  it('have each been seen to fail', () => {
    const untested = RULES.filter(({ name }) => !BREACHES.some(({ rule }) => rule.test(name)));
    expect(untested.map(({ name }) => name)).toEqual([]);
  });
});
