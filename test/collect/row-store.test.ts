import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { RowStore } from '../../src/collect/cloudtrail/row-store.ts';
import type { Rows } from '../../src/collect/cloudtrail/rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'paredown-rows-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function batch(count: number, seed: number): Rows {
  const numbers = (width: number) => Uint32Array.from({ length: width * count }, (_, at) => seed * 1000 + at);
  return {
    count,
    id: numbers(4),
    time: numbers(2),
    kind: Int32Array.from(numbers(1)),
    file: Int32Array.from(numbers(1), (value) => -value),
  };
}

it('gives back the rows of each batch, in any order, until it is closed', () => {
  const store = new RowStore(folder);
  const batches = [batch(3, 1), batch(0, 2), batch(5, 3)];
  for (const rows of batches) store.add(rows);
  expect([2, 0, 1].map((number) => store.read(number))).toEqual([2, 0, 1].map((number) => batches[number]));
  store.close();
  store.close();
  expect(() => store.read(0)).toThrow('not kept any more');
});
