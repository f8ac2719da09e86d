import yargs, { type Argv, type Options } from 'yargs';
import type { Command, CommandOption } from './command.ts';
import { COMMANDS, GLOBAL_OPTIONS } from './commands.ts';

const YARGS_OPTIONS: Readonly<Record<CommandOption['kind'], Options>> = {
  text: { type: 'string', requiresArg: true },
  // `nargs` keeps a repeated flag from swallowing what follows its value.
  texts: { type: 'string', array: true, nargs: 1, requiresArg: true },
  switch: { type: 'boolean' },
};

const EXIT_CODES =
  'Exit codes: 0 done, 1 a bug in paredown, 2 usage or configuration, 3 findings at or above --fail-on,\n' +
  '4 evidence (see --allow-partial) or a review incomplete, 5 credentials or permission,\n' +
  '6 git or the forge, 7 verify found a difference, 130 interrupted.';

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

/**
 * What yargs is to accept.
 * @param command the only one that is declared; undefined = all, which the help of the program shows
 * @param width of the help, in columns
 */
export function grammar(command: Command | undefined, version: string, width: number): Argv {
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
    // Its message is all that is shown of a mistake; breaking the lines of the help takes longer than the rest.
    .showHelpOnFail(false)
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
  for (const one of command === undefined ? COMMANDS : [command]) {
    y.command(usage(one), one.describe, (sub) => {
      sub.usage(`$0 ${usage(one)} [options]\n\n${one.describe}.`);
      for (const { name, describe, choices } of one.positionals) {
        sub.positional(name, { type: 'string', describe, ...(choices === undefined ? {} : { choices }) });
      }
      declare(sub, one.options);
      for (const example of one.examples) sub.example(example, '');
      sub.epilogue(EXIT_CODES);
    });
  }
  return y;
}
