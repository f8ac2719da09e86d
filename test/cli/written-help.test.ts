import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { parseArguments } from '../../src/cli/parse-arguments.ts';
import { helpPath, helpTopic, helpWidth, OVERVIEW, WRITTEN_WIDTHS } from '../../src/cli/written-help.ts';

const root = join(import.meta.dirname, '..', '..');
const built = join(root, 'dist', 'cli');
const NAMES = COMMANDS.map(({ name }) => name);
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

/** What yargs itself prints. */
async function byYargs(words: readonly string[], width: number): Promise<string> {
  const parsed = await parseArguments(words, version, width);
  if (parsed.kind !== 'text') throw new Error(`yargs has no text for ${words.join(' ')}`);
  return `${parsed.text}\n`;
}

/** Runs the program, in a terminal of so many columns; undefined = in none. */
function printed(words: readonly string[], columns?: number, program: readonly string[] = ['dist/cli.js']) {
  const terminal = `data:text/javascript,process.stdout.columns=${columns}`;
  const preload = columns === undefined ? [] : ['--import', terminal];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...preload, ...program, ...words], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('the help that the build writes', () => {
  it.each([OVERVIEW, ...NAMES])('%s is what yargs prints, at every width', async (topic) => {
    for (const width of WRITTEN_WIDTHS) {
      const text = readFileSync(join(built, helpPath(topic, width)), 'utf8');
      expect(text, `${width} columns`).toBe(await byYargs([topic, '--help'], width));
    }
  });

  it.each(WRITTEN_WIDTHS)('has nothing else, of %i columns', (width) => {
    const files = readdirSync(join(built, helpPath('.', width), '..'));
    expect(files.sort()).toEqual([OVERVIEW, ...NAMES].map((topic) => `${topic}.txt`).sort());
  });
});

describe('the program prints what yargs prints', () => {
  const wordsOfHelp = [
    ...NAMES.map((name) => [name, '--help']),
    ['--help'],
    ['-h'],
    ['help'],
    ['help', '--help'],
    ['--help', '--help'],
    ['--version'],
    ['run', '-h'],
    ['--help', 'run'],
    ['run', '--help', '-h'],
    // Not only help: yargs reads these.
    ['--version', '--help'],
    ['run', '--help', 'x'],
    ['run', '--debug', '--help'],
    ['run', '--version'],
  ];
  it.each(wordsOfHelp.map((words) => ({ words })))('$words', async ({ words }) => {
    expect(printed(words)).toEqual({ status: 0, stdout: await byYargs(words, 100), stderr: '' });
  });

  it.each([
    [80, 80],
    [97, 97],
    [120, 120],
    [187, 120],
  ])('in a terminal of %i columns, %i wide', async (columns, width) => {
    expect(printed(['run', '--help'], columns).stdout).toBe(await byYargs(['run', '--help'], width));
  });

  it('from source, where nothing is written', async () => {
    expect(existsSync(join(root, 'src', 'cli', helpPath(OVERVIEW, 100)))).toBe(false);
    const { stdout } = printed(['--help'], undefined, ['--import', 'tsx', 'src/cli.ts']);
    expect(stdout).toBe(await byYargs(['--help'], 100));
  });

  it.each([
    [['rum', '--help'], /^paredown: Unknown command "rum"\. Did you mean run\?/],
    [['../help/100/run', '--help'], /^paredown: Unknown command/],
    [['RUN', '--help'], /^paredown: Unknown command "RUN"\. Did you mean run\?/],
    [['run', '--hlep'], /^paredown: Unknown flag "--hlep"\. Did you mean --help\?/],
    [['help', 'run'], /^paredown: Which command\?/],
    [[], /^paredown: Which command\?/],
  ])('%j is refused', (words, message) => {
    const result = printed(words);
    expect(result).toMatchObject({ status: 2, stdout: '' });
    expect(result.stderr).toMatch(message);
  });
});

describe('whose help is asked for', () => {
  it.each<[readonly string[], string | null]>([
    [['--help'], OVERVIEW],
    [['help'], OVERVIEW],
    [['help', '-h'], OVERVIEW],
    [['run', '--help'], 'run'],
    [['-h', 'run'], 'run'],
    [[], null],
    [['run'], null],
    [['help', 'run'], null],
    [['run', 'run', '--help'], null],
    [['run', '--debug', '--help'], null],
    [['--', '--help'], null],
    [['../run', '--help'], null],
    [['', '--help'], null],
    [['--help=false'], null],
  ])('%j: %s', (words, topic) => {
    expect(helpTopic(words)).toBe(topic);
  });

  it.each([
    [undefined, 100],
    [72, 72],
    [200, 120],
  ])('in a terminal of %s columns it is %i wide', (columns, width) => {
    expect(helpWidth(columns)).toBe(width);
  });
});
