import { spawnSync } from 'node:child_process';
import { PublishError } from '../../domain/errors.ts';

export interface GitCall {
  readonly input?: string | Uint8Array;
  readonly environment?: Readonly<Record<string, string>>;
  /** Exit codes beside 0 that are an answer and no failure. */
  readonly answers?: readonly number[];
}

export interface GitAnswer {
  readonly code: number;
  readonly output: Buffer;
}

const MOST_BYTES = 1024 * 1024 * 1024;

/**
 * Runs the git program in a folder: arguments as a list, no shell, no prompts, English messages.
 * @throws PublishError with what git said
 */
export function git(folder: string, args: readonly string[], call: GitCall = {}): GitAnswer {
  const { status, stdout, stderr, error } = spawnSync(
    'git',
    // fsmonitor would start a program of the repository's choosing; reading needs none.
    ['-C', folder, '-c', 'core.quotePath=false', '-c', 'core.fsmonitor=false', ...args],
    {
      input: call.input ?? '',
      maxBuffer: MOST_BYTES,
      env: {
        ...process.env,
        LC_ALL: 'C',
        GIT_TERMINAL_PROMPT: '0',
        GIT_OPTIONAL_LOCKS: '0',
        ...call.environment,
      },
    },
  );
  if (error !== undefined) {
    const missing = 'code' in error && error.code === 'ENOENT';
    throw new PublishError(missing ? 'the git program is not installed.' : `git: ${error.message}`);
  }
  const code = status ?? -1;
  if (code !== 0 && call.answers?.includes(code) !== true) {
    const said = stderr.toString('utf8').trim().split('\n').slice(-6);
    throw new PublishError(
      `git ${args.find((word) => !word.startsWith('-'))} failed in ${folder}:`,
      said.map((line) => `  ${line}`),
    );
  }
  return { code, output: stdout };
}

/** The output as text, without the line break at its end. */
export const gitText = (folder: string, args: readonly string[], call?: GitCall): string =>
  git(folder, args, call).output.toString('utf8').replace(/\n$/, '');
