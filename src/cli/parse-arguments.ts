import { CommanderError } from 'commander';
import { UserError } from '../domain/errors.ts';
import type { Command, FlagValue, Invocation } from './command.ts';
import { COMMANDS, GLOBAL_OPTIONS } from './commands.ts';
import { optionOf, overview, parserOf } from './grammar.ts';
import { didYouMean } from './nearest.ts';

export type Parsed =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'command'; readonly command: Command; readonly invocation: Invocation };

function helpFor(command: Command | undefined): string {
  return `See paredown ${command === undefined ? '' : `${command.name} `}--help.`;
}

/**
 * Throws for the first flag that the command does not have, with the nearest one it has, and for one that has no value
 * or one too many: commander would take the flag that follows for the value.
 */
function checkFlags(words: readonly string[], command: Command | undefined): void {
  const options = [...GLOBAL_OPTIONS, ...(command?.options ?? [])];
  const kinds = new Map<string, string>(options.map(({ flag, kind }) => [flag, kind]));
  for (const { flag, kind } of options) if (kind === 'switch') kinds.set(`no-${flag}`, kind);
  for (const flag of ['help', 'version']) kinds.set(flag, 'switch');
  const end = words.indexOf('--');
  for (const [index, word] of (end < 0 ? words : words.slice(0, end)).entries()) {
    const [, dashes, flag = '', value] = /^(--?)([^=]+)(=.*)?/s.exec(word) ?? [];
    if (dashes === undefined || word === '-h') continue;
    const kind = kinds.get(flag);
    if (kind === undefined || dashes !== '--') {
      const names = [...options.map((option) => option.flag), 'help', 'version'];
      const meant = didYouMean(flag.replace(/^no-/, ''), names, (name) => `--${name}`);
      throw new UserError(`Unknown flag "${dashes}${flag}".${meant} ${helpFor(command)}`);
    }
    if (kind === 'switch' && value !== undefined) {
      throw new UserError(`The flag --${flag} takes no value. ${helpFor(command)}`);
    }
    const next = words[index + 1];
    if (kind !== 'switch' && value === undefined && (next === undefined || /^-./.test(next))) {
      throw new UserError(`The flag --${flag} needs a value. ${helpFor(command)}`);
    }
  }
}

/** What commander found wrong, as a sentence of ours. */
function inWords({ code, message }: CommanderError): string {
  const plain = message.replace(/^error: /, '');
  const missing = /'(.*)'/.exec(plain)?.[1];
  if (code === 'commander.missingArgument') return `An argument is missing: <${missing}>.`;
  return `${plain.slice(0, 1).toUpperCase()}${plain.slice(1)}`;
}

/**
 * Reads the command line against the table of commands.
 * @param words what follows `paredown`
 * @param width of the help, in columns
 * @returns the text of --help or --version, or the command to run
 * @throws UserError for anything the table does not have
 */
export function parseArguments(words: readonly string[], version: string, width: number): Parsed {
  const [wanted, topic] = words.filter((word) => !word.startsWith('-'));
  if (wanted === 'help') {
    return parseArguments([...(topic === undefined ? [] : [topic]), '--help'], version, width);
  }
  const command = COMMANDS.find(({ name }) => name === wanted);
  if (wanted !== undefined && command === undefined) {
    const names = COMMANDS.map(({ name }) => name);
    throw new UserError(`Unknown command "${wanted}".${didYouMean(wanted, names)} ${helpFor(undefined)}`);
  }
  checkFlags(words, command);

  let text = '';
  const print = (more: string) => {
    text += more;
  };
  const parser =
    command === undefined ? overview(version, width, print) : parserOf(command, version, width, print);
  const rest = words.filter((word, index) => word !== wanted || index !== words.indexOf(word));
  try {
    parser.parse(rest, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: 'text', text };
    if (command !== undefined) throw new UserError(`${inWords(error)} ${helpFor(command)}`);
  }
  if (command === undefined) throw new UserError(`Which command? ${helpFor(undefined)}`);
  const extra = parser.args[command.positionals.length];
  if (extra !== undefined) {
    throw new UserError(`Unexpected argument "${extra}" after ${command.name}. ${helpFor(command)}`);
  }

  const flags: Record<string, FlagValue> = {};
  for (const option of [...command.options, ...GLOBAL_OPTIONS]) {
    flags[option.flag] = parser.getOptionValue(optionOf(option).attributeName()) as FlagValue;
  }
  const positionals: Record<string, string> = {};
  for (const [index, { name }] of command.positionals.entries()) {
    const value = parser.args[index];
    if (value !== undefined) positionals[name] = value;
  }
  return { kind: 'command', command, invocation: { positionals, flags } };
}
