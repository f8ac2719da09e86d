import yargs, { type Argv, type Options } from 'yargs';
import { UserError } from '../domain/errors.ts';
import type { Command, CommandOption, FlagValue, Invocation } from './command.ts';
import { COMMANDS, GLOBAL_OPTIONS } from './commands.ts';
import { didYouMean } from './nearest.ts';

export type Parsed =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'command'; readonly command: Command; readonly invocation: Invocation };

const YARGS_OPTIONS: Readonly<Record<CommandOption['kind'], Options>> = {
  text: { type: 'string', requiresArg: true },
  // `nargs` keeps a repeated flag from swallowing what follows its value.
  texts: { type: 'string', array: true, nargs: 1, requiresArg: true },
  switch: { type: 'boolean' },
};

const EXIT_CODES =
  'Exit codes: 0 done, 1 a bug in paredown, 2 usage or configuration, 3 findings at or above --fail-on,\n' +
  '4 evidence incomplete (see --allow-partial), 5 credentials or permission, 6 git or the forge,\n' +
  '7 verify found a difference, ' +
  '130 interrupted.';

function declare(y: Argv, options: readonly CommandOption[]): void {
  for (const option of options) {
    y.option(option.flag, {
      ...YARGS_OPTIONS[option.kind],
      describe: option.describe,
      ...(option.choices === undefined ? {} : { choices: option.choices }),
      ...(option.group === undefined ? {} : { group: option.group }),
    });
  }
}

function usage(command: Command): string {
  return [command.name, ...command.positionals.map((p) => (p.required ? `<${p.name}>` : `[${p.name}]`))].join(
    ' ',
  );
}

function grammar(version: string, width: number): Argv {
  const y = yargs()
    .scriptName('paredown')
    .usage(
      '$0 <command> [options]\n\nPares AWS permissions down to what agents and workloads use, and proves it.',
    )
    .locale('en')
    .updateStrings({
      'Not enough arguments following: %s': 'The flag --%s needs a value.',
      'Not enough non-option arguments: got %s, need at least %s': {
        one: 'An argument is missing: got %s, need %s.',
        other: 'Arguments are missing: got %s, need %s.',
      } as unknown as string,
    })
    .exitProcess(false)
    .parserConfiguration({
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .version(version)
    .help()
    .alias('help', 'h')
    .epilogue(EXIT_CODES)
    .wrap(width);
  declare(y, GLOBAL_OPTIONS);
  for (const command of COMMANDS) {
    y.command(usage(command), command.describe, (sub) => {
      sub.usage(`$0 ${usage(command)} [options]\n\n${command.describe}.`);
      for (const { name, describe, choices } of command.positionals) {
        sub.positional(name, { type: 'string', describe, ...(choices === undefined ? {} : { choices }) });
      }
      declare(sub, command.options);
      for (const example of command.examples) sub.example(example, '');
      sub.epilogue(EXIT_CODES);
    });
  }
  return y;
}

function helpFor(command: Command | undefined): string {
  return `See paredown ${command === undefined ? '' : `${command.name} `}--help.`;
}

/**
 * Throws for the first flag that the command does not have, with the nearest one it has. yargs' own check comes after
 * it has given unknown flags away as arguments, and names none.
 */
function refuseUnknownFlags(words: readonly string[], command: Command | undefined): void {
  const options = [...GLOBAL_OPTIONS, ...(command?.options ?? [])];
  const names = [...options.map(({ flag }) => flag), 'help', 'version'];
  const negations = options.filter(({ kind }) => kind === 'switch').map(({ flag }) => `no-${flag}`);
  const end = words.indexOf('--');
  for (const word of end < 0 ? words : words.slice(0, end)) {
    const [, dashes, flag = ''] = /^(--?)([^=]+)/s.exec(word) ?? [];
    if (dashes === undefined || [...names, ...negations].includes(flag) || word === '-h') continue;
    const meant = didYouMean(flag.replace(/^no-/, ''), names, (name) => `--${name}`);
    throw new UserError(`Unknown flag "${dashes}${flag}".${meant} ${helpFor(command)}`);
  }
}

/**
 * Reads the command line against the table of commands.
 * @param words what follows `paredown`
 * @returns the text of --help or --version, or the command to run
 * @throws UserError for anything the table does not have
 */
export function parseArguments(words: readonly string[], version: string, width: number): Parsed {
  const [wanted] = words.filter((word) => !word.startsWith('-'));
  const command = COMMANDS.find(({ name }) => name === wanted);
  if (wanted !== undefined && wanted !== 'help' && command === undefined) {
    const names = COMMANDS.map(({ name }) => name);
    throw new UserError(`Unknown command "${wanted}".${didYouMean(wanted, names)} ${helpFor(undefined)}`);
  }
  refuseUnknownFlags(words, command);

  let failure: string | null = null;
  let text = '';
  const parsed = grammar(version, width).parseSync([...words], {}, (error, _arguments, output) => {
    failure = error?.message ?? null;
    text = output;
  });
  if (failure !== null) throw new UserError(`${failure} ${helpFor(command)}`);
  if (text !== '') return { kind: 'text', text };
  if (command === undefined) throw new UserError(`Which command? ${helpFor(undefined)}`);
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
