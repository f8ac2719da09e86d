import { PublishError, SourceError, UserError } from '../domain/errors.ts';
import { visibleLines } from '../domain/visible.ts';

/** Errors of the machine that a person can mend, by Node's code. */
const MACHINE_PROBLEMS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EACCES: 'permission is missing',
  EPERM: 'permission is missing',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many files are open (see `ulimit -n`)',
};

function stackOf(error: unknown): readonly string[] {
  return (error instanceof Error ? (error.stack ?? error.message) : String(error)).split('\n');
}

/**
 * What to tell a person about an error, in lines, and the exit code: 2 what they can mend, 4 or 5 a source of evidence, 6 git or the forge, 1 our bug.
 * @param debug whether to show the stack trace
 */
export function failure(
  error: unknown,
  debug: boolean,
): { readonly message: readonly string[]; readonly exitCode: number } {
  const trace = debug ? stackOf(error) : [];
  if (error instanceof UserError || error instanceof PublishError) {
    const [first = '', ...others] = error.lines;
    const exitCode = error instanceof UserError ? 2 : 6;
    return { message: [`paredown: ${first}`, ...others, ...trace], exitCode };
  }
  if (error instanceof SourceError) {
    return { message: [`paredown: ${error.message}`, ...trace], exitCode: error.exitCode };
  }
  if (error instanceof Error && 'syscall' in error && 'code' in error) {
    const problem = MACHINE_PROBLEMS[String(error.code)];
    if (problem !== undefined) {
      const path = 'path' in error ? ` (${String(error.path)})` : '';
      return { message: [`paredown: ${problem}${path}.`, ...trace], exitCode: 2 };
    }
  }
  const what = error instanceof Error ? error.message : String(error);
  const help = debug
    ? 'Please report it with the lines below.'
    : 'Please report it with the output of the same command with --debug; check it for names you would rather not share.';
  return { message: [`This is a bug in paredown: ${what}`, help, ...trace], exitCode: 1 };
}

/** What to tell a person whose standard output cannot be written, and the exit code. */
export function outputFailure(error: NodeJS.ErrnoException): {
  readonly message: string;
  readonly exitCode: number;
} {
  const problem = MACHINE_PROBLEMS[String(error.code)] ?? error.message;
  return { message: `paredown: Cannot write the output: ${problem}.`, exitCode: 2 };
}

/** A message as it goes to a terminal: one line, or the lines given. */
export const said = (message: string | readonly string[]): string =>
  visibleLines(typeof message === 'string' ? [message] : message);
