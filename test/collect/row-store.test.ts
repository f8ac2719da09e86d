import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { RowStore } from '../../src/collect/cloudtrail/row-store.ts';
import type { Rows } from '../../src/collect/cloudtrail/rows.ts';
import type { Kinds } from '../../src/collect/cloudtrail/run-dictionary.ts';

const folder = mkdtempSync(join(tmpdir(), 'paredown-rows-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function batch(count: number, kinds: number, seed: number): { rows: Rows; kinds: Kinds } {
  const numbers = (length: number) => Uint32Array.from({ length }, (_, at) => seed * 1000 + at);
  return {
    rows: {
      count,
      id: numbers(4 * count),
      time: numbers(2 * count),
      kind: Int32Array.from(numbers(count)),
      file: Int32Array.from(numbers(count), (value) => -value),
    },
    kinds: {
      who: Int32Array.from(numbers(kinds)),
      what: Int32Array.from(numbers(kinds), (value) => 7 * value),
    },
  };
}

it('gives back the rows of each batch, in any order, until it is closed', () => {
  const store = new RowStore(folder);
  const batches = [batch(3, 2, 1), batch(0, 0, 2), batch(5, 4, 3)];
  for (const { rows, kinds } of batches) store.add(rows, kinds);
  expect([2, 0, 1].map((number) => store.read(number))).toEqual([2, 0, 1].map((number) => batches[number]));
  store.close();
  store.close();
  expect(() => store.read(0)).toThrow('not kept any more');
});
