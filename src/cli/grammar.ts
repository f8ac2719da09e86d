import { Argument, Option, Command as Parser } from 'commander';
import { UserError } from '../domain/errors.ts';
import type { Command, CommandOption } from './command.ts';
import { COMMANDS, GLOBAL_OPTIONS } from './commands.ts';

const EXIT_CODES =
  'Exit codes: 0 done, 1 a bug in paredown, 2 usage or configuration, 3 findings at or above --fail-on,\n' +
  '4 evidence incomplete (see --allow-partial), 5 credentials or permission, 6 git or the forge,\n' +
  '7 verify found a difference, ' +
  '130 interrupted.';

/** What every parser of ours has, last in its help: it never ends the process, and hands its text to `print`. */
function finish(parser: Parser, version: string, width: number, print: (text: string) => void): Parser {
  declare(parser, GLOBAL_OPTIONS);
  return parser
    .version(version, '--version', 'Show version number')
    .helpOption('-h, --help', 'Show help')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeOut: print, writeErr: () => {}, getOutHelpWidth: () => width });
}

/** The option of commander for one of ours; a flag that takes one value is refused the second time. */
export function optionOf({ flag, kind, describe, choices, group }: CommandOption): Option {
  const option = new Option(kind === 'switch' ? `--${flag}` : `--${flag} <value>`, describe);
  if (group !== undefined) option.helpGroup(group);
  if (kind === 'switch') return option;
  if (choices !== undefined) option.choices(choices);
  const checked = option.parseArg;
  return option.argParser((value: string, earlier: string | readonly string[] | undefined) => {
    if (kind === 'texts') return [...(earlier ?? []), value];
    if (earlier !== undefined) throw new UserError(`The flag --${flag} is given more than once.`);
    return checked === undefined ? value : checked(value, earlier);
  });
}

function declare(parser: Parser, options: readonly CommandOption[]): void {
  for (const option of options) {
    parser.addOption(optionOf(option));
    // A setting of paredown.yaml can be taken back for one run.
    if (option.kind === 'switch') parser.addOption(new Option(`--no-${option.flag}`).hideHelp());
  }
}

function declarePositionals(parser: Parser, { positionals }: Command): void {
  for (const { name, describe, required, choices } of positionals) {
    const argument = new Argument(required ? `<${name}>` : `[${name}]`, describe);
    parser.addArgument(choices === undefined ? argument : argument.choices(choices));
  }
}

/** Reads what stands before any command, and shows all there are. */
export function overview(version: string, width: number, print: (text: string) => void): Parser {
  const parser = new Parser('paredown')
    .usage('<command> [options]')
    .description('Pares AWS permissions down to what agents and workloads use, and proves it.')
    .addHelpText('after', `\n${EXIT_CODES}`);
  for (const command of COMMANDS) {
    declarePositionals(parser.command(command.name).description(command.describe), command);
  }
  return finish(parser, version, width, print);
}

/** Reads what follows the name of one command. */
export function parserOf(
  command: Command,
  version: string,
  width: number,
  print: (text: string) => void,
): Parser {
  const examples = command.examples.map((example) => `\n  ${example}`).join('');
  const parser = new Parser(`paredown ${command.name}`)
    .description(`${command.describe}.`)
    // Refused with a message of ours, which names the argument.
    .allowExcessArguments()
    .addHelpText('after', `\nExamples:${examples}\n\n${EXIT_CODES}`);
  declarePositionals(parser, command);
  declare(parser, command.options);
  return finish(parser, version, width, print);
}
