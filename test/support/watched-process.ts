import type { ChildProcess } from 'node:child_process';

/** A process that a test started: the end of what it says on stderr, and an end to it that is waited for. */
export function watched(server: ChildProcess): {
  readonly said: () => string;
  readonly stop: () => Promise<void>;
} {
  let said = '';
  server.stderr?.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString('utf8')}`.slice(-4_000);
  });
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  return {
    said: () => said,
    stop: async () => {
      if (server.exitCode === null && server.signalCode === null) server.kill('SIGKILL');
      await exited;
    },
  };
}
