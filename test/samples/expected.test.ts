import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * The outputs of the sample are the goldens of the whole program. `files.sha256` pins every byte; the readable ones
 * show a reviewer what a change means. After an intended change: `npm run samples:expected`, and read the diff.
 */
const root = fileURLToPath(new URL('../../', import.meta.url));
const expected = (name: string): string => join(root, 'samples', 'expected', name);
/** Short enough to review; what they leave out is pinned by its hash. */
const READABLE = ['change.diff', 'step-summary.md'] as const;
let folder: string;

function runSample(out: string): number | null {
  const { status } = spawnSync(
    process.execPath,
    [
      'dist/cli.js',
      'run',
      '--config',
      'samples/paredown.yaml',
      '--out',
      out,
      '--allow-partial',
      '--no-cache',
    ],
    { cwd: root, encoding: 'utf8' },
  );
  return status;
}

/** The pack holds gzip, whose bytes are zlib's choice and differ between Node versions; `verify` checks its own hashes. */
function hashes(out: string): string {
  return readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(out, join(entry.parentPath, entry.name)))
    .filter((path) => !path.startsWith('pack/'))
    .sort()
    .map(
      (path) =>
        `${createHash('sha256')
          .update(readFileSync(join(out, path)))
          .digest('hex')}  ${path}\n`,
    )
    .join('');
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'paredown-sample-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the sample', () => {
  it('gives the committed outputs, to the byte', async () => {
    const out = join(folder, 'first');
    expect(runSample(out)).toBe(0);
    for (const name of READABLE) {
      await expect(readFileSync(join(out, name), 'utf8')).toMatchFileSnapshot(expected(name));
    }
    await expect(hashes(out)).toMatchFileSnapshot(expected('files.sha256'));
  });

  it('gives the same bytes a second time, and a pack that verifies', () => {
    const [first, second] = [join(folder, 'first'), join(folder, 'second')];
    expect(runSample(second)).toBe(0);
    expect(hashes(second)).toBe(hashes(first));
    const { status, stderr } = spawnSync(process.execPath, ['dist/cli.js', 'verify', second, '--recompute'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toMatchObject({ status: 0 });
  });
});
