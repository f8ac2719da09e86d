import { PublishError, SourceError, UserError } from '../domain/errors.ts';

/** Errors of the machine that a person can mend, by Node's code. */
const MACHINE_PROBLEMS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EACCES: 'permission is missing',
  EPERM: 'permission is missing',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many files are open (see `ulimit -n`)',
};

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/**
 * What to tell a person about an error, and the exit code: 2 what they can mend, 4 or 5 a source of evidence, 6 git or the forge, 1 our bug.
 * @param debug whether to show the stack trace
 */
export function failure(
  error: unknown,
  debug: boolean,
): { readonly message: string; readonly exitCode: number } {
  const trace = debug ? `\n${stackOf(error)}` : '';
  if (error instanceof UserError) return { message: `paredown: ${error.message}${trace}`, exitCode: 2 };
  if (error instanceof PublishError) return { message: `paredown: ${error.message}${trace}`, exitCode: 6 };
  if (error instanceof SourceError) {
    return { message: `paredown: ${error.message}${trace}`, exitCode: error.exitCode };
  }
  if (error instanceof Error && 'syscall' in error && 'code' in error) {
    const problem = MACHINE_PROBLEMS[String(error.code)];
    if (problem !== undefined) {
      const path = 'path' in error ? ` (${String(error.path)})` : '';
      return { message: `paredown: ${problem}${path}.${trace}`, exitCode: 2 };
    }
  }
  const what = error instanceof Error ? error.message : String(error);
  const help = debug
    ? 'Please report it with the lines below.'
    : 'Please report it with the output of the same command with --debug; check it for names you would rather not share.';
  return { message: `This is a bug in paredown: ${what}\n${help}${trace}`, exitCode: 1 };
}
