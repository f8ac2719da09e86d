import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rows } from '../../src/collect/cloudtrail/rows.ts';
import { SeenIds } from '../../src/collect/cloudtrail/seen-ids.ts';

/** Rows of these ids and times, of one kind and file. */
function rowsOf(events: readonly { readonly id: readonly number[]; readonly time: number }[]): Rows {
  return {
    count: events.length,
    id: Uint32Array.from(events.flatMap(({ id }) => id)),
    time: Uint32Array.from(events.flatMap(({ time }) => [time, Math.floor(time / 2 ** 32)])),
    kind: new Int32Array(events.length),
    file: new Int32Array(events.length),
  };
}

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const event = fc.record({
  id: fc.oneof(fc.tuple(word, word, word, word), fc.constantFrom([0, 0, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1])),
  time: fc.oneof(fc.integer({ min: 0, max: 5 * 3_600_000 }), fc.constantFrom(-(2 ** 62), 1.7e12, 2e14)),
});

describe('ids seen before', () => {
  it('are found again, however many came between', () => {
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 400 }), (events) => {
        const rows = rowsOf(events);
        const seen = new SeenIds();
        const known = new Set<string>();
        for (const [row, { id, time }] of events.entries()) {
          const key = `${id} ${time}`;
          const before = seen.has(rows, row);
          // 32 bits may make two of one; they never make none of one.
          if (known.has(key)) expect(before).toBe(true);
          expect(seen.add(rows, row)).toBe(!before);
          expect(seen.has(rows, row)).toBe(true);
          known.add(key);
        }
      }),
    );
  });

  it('are told apart where they are random', () => {
    const random = Array.from({ length: 20_000 }, (_, row) => ({
      id: [...new Uint32Array(Uint8Array.from(createHash('sha256').update(`${row}`).digest()).buffer, 0, 4)],
      time: 1.7e12 + row,
    }));
    const rows = rowsOf(random);
    const seen = new SeenIds();
    expect(random.filter((_, row) => seen.has(rows, row) || !seen.add(rows, row))).toEqual([]);
    expect(random.filter((_, row) => !seen.has(rows, row))).toEqual([]);
  });

  it('take no more than they may hold, and say so', () => {
    const rows = rowsOf([1, 2, 3].map((low) => ({ id: [low, 0, 0, 0], time: 0 })));
    const seen = new SeenIds(2);
    seen.add(rows, 0);
    expect(seen.isFull).toBe(false);
    seen.add(rows, 1);
    expect(seen.isFull).toBe(true);
  });
});
