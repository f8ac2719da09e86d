import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateAccount } from './generate-account.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** As the command line says them with PAREDOWN_TIMES set. */
export interface StageTime {
  readonly stage: string;
  readonly ms: number;
  /** Of all threads, user and system. */
  readonly cpuMs: number;
  /** Memory held at its end; at most, for `all`. */
  readonly mb: number;
}

/** `paredown run`, built, end to end over an account of so many roles made for it: its stages, `all` last. */
export async function measureAnalysis(root: string, principals: number): Promise<readonly StageTime[]> {
  const folder = mkdtempSync(join(root, `account-${principals}-`));
  try {
    const account = await generateAccount(folder, principals);
    const words = [cli, 'run', ...account, '--out', join(folder, 'out'), '--no-cache', '--allow-partial'];
    const { status, stderr } = spawnSync(process.execPath, words, {
      encoding: 'utf8',
      env: { ...process.env, PAREDOWN_TIMES: '1' },
    });
    if (status !== 0) throw new Error(`paredown run over ${principals} principals failed: ${stderr}`);
    return [...stderr.matchAll(/^Time: (\w+) (\d+) ms, CPU (\d+) ms, (\d+) MB/gm)].map(
      ([, stage = '', ms, cpuMs, mb]) => ({ stage, ms: Number(ms), cpuMs: Number(cpuMs), mb: Number(mb) }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
