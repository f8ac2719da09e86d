import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateLog } from '../../scripts/bench/generate-log.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'paredown-interrupt-'));
  await mkdir(join(scratch, 'tmp'));
  // Enough stored bytes for several tasks in threads.
  generateLog(join(scratch, 'logs'), 45_000, 45);
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

function start(out: string) {
  const words = [
    'run',
    '--authorization-details',
    'samples/authorization-details',
    '--cloudtrail',
    join(scratch, 'logs'),
    '--cache-dir',
    join(scratch, 'cache'),
    '--as-of',
    '2026-04-01T00:00:00Z',
    '--out',
    join(scratch, out),
    '--allow-partial',
  ];
  const child = spawn(process.execPath, ['dist/cli.js', ...words], {
    cwd: root,
    env: { ...process.env, TMPDIR: join(scratch, 'tmp') },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (part: Buffer) => {
    said += part.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, ended, said: () => said };
}

async function batches(): Promise<string[]> {
  const names = await readdir(join(scratch, 'cache'), { recursive: true }).catch(() => []);
  return names.filter((name) => name.endsWith('.batch')).sort();
}

describe('an interrupted run', () => {
  it('leaves nothing but what it read, which the next one takes', async () => {
    const { child, ended, said } = start('first');
    let isOver = false;
    void ended.then(() => {
      isOver = true;
    });
    while (!isOver && (await batches()).length < 2) await sleep(20);
    child.kill('SIGINT');
    expect(await ended, said()).toBe(130);
    expect(said()).toContain('Interrupted. Run the same command again.');
    expect((await readdir(join(scratch, 'tmp'))).filter((name) => name.startsWith('paredown-'))).toEqual([]);
    const kept = await batches();
    expect(kept.length).toBeGreaterThan(0);
    const again = start('second');
    expect(await again.ended, again.said()).toBe(0);
    expect(await batches()).toEqual(expect.arrayContaining(kept));
    expect((await readdir(join(scratch, 'tmp'))).filter((name) => name.startsWith('paredown-'))).toEqual([]);
  });
});
