import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generate, OUTPUTS, SEED } from '../../samples/generator/organization.ts';
import { filesBelow, readLog, SAMPLES, textOf } from './sample-log.ts';

const made: string[] = [];
const temporary = () => {
  const folder = mkdtempSync(join(tmpdir(), 'paredown-sample-'));
  made.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

describe('generating the sample again', () => {
  let fresh = '';
  beforeAll(() => {
    fresh = temporary();
    generate({ out: fresh, seed: SEED, events: null, filesPerDay: null });
  });

  const outputs = (folder: string) =>
    filesBelow(folder).filter((path) =>
      OUTPUTS.some((output) => path === output || path.startsWith(`${output}/`)),
    );

  it('makes the committed files, no more and no fewer', () => {
    expect(outputs(fresh)).toEqual(outputs(SAMPLES));
  });

  it('makes the committed content (compressed bytes may differ between zlib versions)', () => {
    const different = outputs(SAMPLES).filter(
      (path) => textOf(join(fresh, path)) !== textOf(join(SAMPLES, path)),
    );
    expect(different).toEqual([]);
  });

  it('leaves exactly one file that cannot be unpacked', () => {
    const broken = outputs(SAMPLES).filter((path) => textOf(join(SAMPLES, path)) === null);
    expect(broken).toEqual([
      expect.stringContaining(
        '/444455556666/CloudTrail/us-east-1/2026/09/08/444455556666_CloudTrail_us-east-1_20260909T0004Z_',
      ),
    ]);
  });

  it('stays small enough to commit', () => {
    const bytes = outputs(SAMPLES)
      .filter((path) => path.endsWith('.gz'))
      .reduce((sum, path) => sum + readFileSync(join(SAMPLES, path)).length, 0);
    expect(bytes).toBeLessThan(1_300_000);
  });
});

describe('scaling', () => {
  it('makes about as many events as asked for, in as many files a day as asked for', () => {
    const out = temporary();
    const { records, files } = generate({ out, seed: SEED, events: 12_000, filesPerDay: 3 });
    expect(records).toBeGreaterThan(11_600);
    expect(records).toBeLessThan(12_400);
    expect(files).toBeGreaterThan(3 * 4 * 85);
    const ofOneDay = readLog(join(out, 'cloudtrail')).filter(({ path }) =>
      path.includes('/111122223333/CloudTrail/us-east-1/2026/07/15/'),
    );
    expect(ofOneDay).toHaveLength(3);
    const times = ofOneDay.map(
      ({ records: inFile }) => inFile?.map(({ eventTime }) => eventTime).sort() ?? [],
    );
    expect(times.flat()).toEqual(times.flat().toSorted());
  });

  it('makes another organisation of the same shape from another seed', () => {
    const out = temporary();
    generate({ out, seed: 'another', events: null, filesPerDay: null });
    const name = 'authorization-details/111122223333-production.json';
    const [own, other] = [SAMPLES, out].map((folder) => textOf(join(folder, name)) ?? '');
    const ids = (text = '') => new Set(text.match(/AROA[A-Z2-7]{17}/g));
    expect(ids(other).size).toBe(ids(own).size);
    expect([...ids(other)].filter((id) => ids(own).has(id))).toEqual([]);
  });
});
