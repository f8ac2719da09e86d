import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const ownCpu = fileURLToPath(new URL('./own-cpu.cjs', import.meta.url));

const COMMANDS: readonly (readonly [command: string, words: readonly string[], status: number])[] = [
  ['node -e 0', ['-e', '0'], 0],
  ['paredown --help', [cli, '--help'], 0],
  ['paredown run --help', [cli, 'run', '--help'], 0],
  ['paredown explain --help', [cli, 'explain', '--help'], 0],
  ['paredown --version', [cli, '--version'], 0],
  ['paredown rum (a typo)', [cli, 'rum'], 2],
  ['paredown explain x (too few)', [cli, 'explain', 'x'], 2],
  ['paredown schema', [cli, 'schema'], 0],
];

interface StartUp {
  readonly command: string;
  readonly taken: readonly { readonly ms: number; readonly cpuMs: number }[];
}

/** The time of `rounds` starts of each command, interleaved; Node alone comes first. */
export function measureStartUp(rounds: number): readonly StartUp[] {
  const measured = COMMANDS.map(([command, words, expected]) => ({
    command,
    words,
    expected,
    taken: [] as { ms: number; cpuMs: number }[],
  }));
  for (let round = 0; round < rounds; round += 1) {
    for (const { command, words, expected, taken } of measured) {
      const begin = performance.now();
      const { status, stderr } = spawnSync(process.execPath, ['--require', ownCpu, ...words], {
        encoding: 'utf8',
      });
      const ms = performance.now() - begin;
      if (status !== expected) throw new Error(`${command} failed: ${stderr}`);
      taken.push({ ms, cpuMs: Number(stderr.trim().split('\n').at(-1)) });
    }
  }
  return measured;
}
