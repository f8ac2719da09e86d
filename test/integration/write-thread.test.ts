import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TextPart } from '../../src/domain/file-text.ts';

// Threads need the compiled program.
const built = new URL('../../dist/publish/write-files.js', import.meta.url);
const { writeEach }: typeof import('../../src/publish/write-files.ts') = await import(built.href);

const LINE = 'Zoë did nothing — again\n'.repeat(4000);
const LINES = 250;
/** Some 26 MB; `before` is called with the number of each part. */
const large = (before: (part: number) => void = () => {}) => ({
  *parts(): Generator<TextPart, void, undefined> {
    for (let part = 0; part < LINES; part += 1) {
      before(part);
      yield part % 2 === 0 ? LINE : Buffer.from(LINE, 'utf8');
    }
  },
});
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paredown-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('large and small files in turn are what was made, and their hashes theirs', async () => {
  const out = join(folder, 'out');
  const written = await writeEach(out, [
    ['small.txt', 'one'],
    ['large.txt', large()],
    ['empty.txt', ''],
    ['also/large.txt', large()],
    ['bytes', new Uint8Array(9_000_000).fill(7)],
  ]);
  expect(readFileSync(join(out, 'large.txt'), 'utf8')).toBe(LINE.repeat(LINES));
  expect(written.map(({ path }) => path)).toEqual([
    'small.txt',
    'large.txt',
    'empty.txt',
    'also/large.txt',
    'bytes',
  ]);
  for (const { path, sha256: hash, size } of written) {
    const bytes = readFileSync(join(out, path));
    expect([path, hash, size]).toEqual([path, sha256(bytes), bytes.length]);
  }
});

test('what fails while a text is made leaves nothing half written', async () => {
  const out = join(folder, 'out');
  const broken = large((part) => {
    if (part === 200) throw new RangeError('no more');
  });
  await expect(
    writeEach(out, [
      ['fine.txt', 'fine'],
      ['large.txt', broken],
    ]),
  ).rejects.toThrow(new RangeError('no more'));
  expect(readdirSync(out)).toEqual(['fine.txt']);
});

test('what fails in the thread is said as if it had failed here', async () => {
  const out = join(folder, 'out');
  const beside = large((part) => {
    if (part === 1) rmSync(out, { recursive: true });
  });
  await expect(writeEach(out, [['large.txt', beside]])).rejects.toThrow(/cannot be written .* ENOENT.*--out/);
  expect(existsSync(out)).toBe(false);
});
