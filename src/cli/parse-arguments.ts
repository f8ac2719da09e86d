import { UserError } from '../domain/errors.ts';
import type { Command, FlagValue, Invocation } from './command.ts';
import { COMMANDS, GLOBAL_OPTIONS } from './commands.ts';
import { didYouMean } from './nearest.ts';

export type Parsed =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'command'; readonly command: Command; readonly invocation: Invocation };

function helpFor(command: Command | undefined): string {
  return `See paredown ${command === undefined ? '' : `${command.name} `}--help.`;
}

function whichCommand(): UserError {
  return new UserError(`Which command? ${helpFor(undefined)}`);
}

/**
 * Throws for the first flag that the command does not have, with the nearest one it has, and for a switch that is given
 * something else than true or false. yargs' own check comes after it has given unknown flags away as arguments, and
 * names none; and it takes any value of a switch but `true` for false.
 */
function checkFlags(words: readonly string[], command: Command | undefined): void {
  const options = [...GLOBAL_OPTIONS, ...(command?.options ?? [])];
  const own = ['help', 'version'];
  const switches = options.filter(({ kind }) => kind === 'switch').map(({ flag }) => flag);
  const names = [...options.map(({ flag }) => flag), ...own];
  const negations = switches.map((flag) => `no-${flag}`);
  const end = words.indexOf('--');
  for (const word of end < 0 ? words : words.slice(0, end)) {
    const [, dashes, flag = '', value] = /^(--?)([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (dashes === undefined || word === '-h') continue;
    // yargs reads `-out` as the letters o, u and t.
    if (dashes === '-' || ![...names, ...negations].includes(flag)) {
      const meant = didYouMean(flag.replace(/^no-/, ''), names, (name) => `--${name}`);
      throw new UserError(`Unknown flag "${dashes}${flag}".${meant} ${helpFor(command)}`);
    }
    if (value === undefined) continue;
    if (negations.includes(flag)) throw new UserError(`The flag --${flag} takes no value.`);
    if ([...switches, ...own].includes(flag) && value !== 'true' && value !== 'false') {
      throw new UserError(`--${flag}: "${value}" is neither true nor false.`);
    }
  }
}

/**
 * Reads the command line against the table of commands.
 * @param words what follows `paredown`
 * @param width of the help, in columns
 * @returns the text of --help or --version, or the command to run
 * @throws UserError for anything the table does not have
 */
export async function parseArguments(
  words: readonly string[],
  version: string,
  width: number,
): Promise<Parsed> {
  const [wanted] = words.filter((word) => !word.startsWith('-'));
  const command = COMMANDS.find(({ name }) => name === wanted);
  if (wanted !== undefined && wanted !== 'help' && command === undefined) {
    const names = COMMANDS.map(({ name }) => name);
    throw new UserError(`Unknown command "${wanted}".${didYouMean(wanted, names)} ${helpFor(undefined)}`);
  }
  checkFlags(words, command);
  if (words.length === 0) throw whichCommand();

  // Loaded only now: yargs is many files, and a typo needs none of them.
  const { grammar } = await import('./grammar.ts');
  let failure: string | null = null;
  let text = '';
  const parsed = grammar(command, version, width).parseSync([...words], {}, (error, _arguments, output) => {
    failure = error?.message ?? null;
    text = output;
  });
  if (failure !== null) {
    const [first = '', ...others] = `${failure} ${helpFor(command)}`.split('\n');
    throw new UserError(first, others);
  }
  if (text !== '') return { kind: 'text', text };
  if (command === undefined) throw whichCommand();
  const [, extra] = parsed._;
  if (extra !== undefined) {
    throw new UserError(`Unexpected argument "${extra}" after ${command.name}. ${helpFor(command)}`);
  }

  const flags: Record<string, FlagValue> = {};
  for (const { flag, kind } of [...command.options, ...GLOBAL_OPTIONS]) {
    const value = parsed[flag] as FlagValue;
    if (kind !== 'texts' && Array.isArray(value))
      throw new UserError(`The flag --${flag} is given more than once.`);
    flags[flag] = value;
  }
  const positionals: Record<string, string> = {};
  for (const { name } of command.positionals) {
    const value = parsed[name];
    if (typeof value === 'string') positionals[name] = value;
  }
  return { kind: 'command', command, invocation: { positionals, flags } };
}
