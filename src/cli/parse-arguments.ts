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
  '4 evidence incomplete (see --allow-partial), 5 credentials or permission, 130 interrupted.';

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
    // An unknown flag stays in `_`, where `unexpected` names it with the nearest known one.
    .parserConfiguration({
      'unknown-options-as-args': true,
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .version(version)
    .help()
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

/** What is left over on the command line: an unknown command, an unknown flag or one argument too many. */
function unexpected(word: string, command: Command | undefined): UserError {
  const help = `See paredown ${command === undefined ? '' : `${command.name} `}--help.`;
  if (!word.startsWith('-')) {
    return command === undefined
      ? new UserError(
          `Unknown command "${word}".${didYouMean(
            word,
            COMMANDS.map((c) => c.name),
          )} ${help}`,
        )
      : new UserError(`Unexpected argument "${word}" after ${command.name}. ${help}`);
  }
  const flag = word.replace(/^-+/, '').replace(/=.*$/s, '');
  const known = [...GLOBAL_OPTIONS, ...(command?.options ?? [])].map((option) => option.flag);
  const meant = didYouMean(flag.replace(/^no-/, ''), [...known, 'help', 'version'], (name) => `--${name}`);
  return new UserError(`Unknown flag "${word.replace(/=.*$/s, '')}".${meant} ${help}`);
}

/**
 * Reads the command line against the table of commands.
 * @param words what follows `paredown`
 * @returns the text of --help or --version, or the command to run
 * @throws UserError for anything the table does not have
 */
export function parseArguments(words: readonly string[], version: string, width: number): Parsed {
  let failure: string | null = null;
  let text = '';
  const parsed = grammar(version, width).parseSync([...words], {}, (error, _arguments, output) => {
    failure = error?.message ?? null;
    text = output;
  });
  const command = COMMANDS.find((candidate) => candidate.name === String(parsed._[0]));
  if (failure === null && text !== '') return { kind: 'text', text };

  const rest = parsed._.slice(command === undefined ? 0 : 1).map(String);
  if (failure === null || command === undefined) {
    const [first] = rest;
    if (first !== undefined) throw unexpected(first, command);
  }
  if (failure !== null) throw new UserError(`${failure} See paredown ${command?.name ?? ''} --help.`);
  if (command === undefined) throw new UserError('Which command? See paredown --help.');

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
