import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const bin = join(fileURLToPath(new URL('../../', import.meta.url)), 'dist', 'cli.js');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'paredown-cache-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const paredown = (...words: string[]) => spawnSync(process.execPath, [bin, ...words], { encoding: 'utf8' });

describe('paredown cache', () => {
  it('clears its own folder and nothing beside it', () => {
    mkdirSync(join(folder, 'paredown-cache', 'x'), { recursive: true });
    writeFileSync(join(folder, 'mine'), 'kept');
    const { status, stdout, stderr } = paredown('cache', 'clear', '--cache-dir', folder);
    expect([status, stdout]).toEqual([0, '']);
    expect(stderr).toContain(join(folder, 'paredown-cache'));
    expect([existsSync(join(folder, 'paredown-cache')), existsSync(join(folder, 'mine'))]).toEqual([
      false,
      true,
    ]);
  });

  it('says what it can do', () => {
    const { status, stderr } = paredown('cache', 'wipe');
    expect(status).toBe(2);
    expect(stderr).toMatch(/Choices: "clear"/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
