import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countRows } from '../../src/collect/cloudtrail/row-counts.ts';
import { NO_TIME, type Rows, timeOf } from '../../src/collect/cloudtrail/rows.ts';

const DAY = 86_400_000;
const idOf = (rows: { readonly id: Uint32Array }, row: number): bigint =>
  rows.id.subarray(4 * row, 4 * row + 4).reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n);

it('counts by kind, day and side of the window, with the first and last time and the least id', () => {
  const time = fc.oneof(fc.integer({ min: 20_000 * DAY, max: 20_003 * DAY }), fc.constant(NO_TIME));
  const row = fc.record({
    id: fc.uint32Array({ minLength: 4, maxLength: 4, max: 3 }),
    time,
    kind: fc.integer({ min: 0, max: 3 }),
    counts: fc.boolean(),
  });
  const bound = fc.integer({ min: 20_000 * DAY, max: 20_003 * DAY });
  fc.assert(
    fc.property(fc.array(row), bound, bound, (given, a, b) => {
      const bounds = [Math.min(a, b), Math.max(a, b)];
      const rows: Rows = {
        count: given.length,
        id: Uint32Array.from(given.flatMap(({ id }) => [...id])),
        time: Uint32Array.from(given.flatMap(({ time }) => [time, Math.floor(time / 2 ** 32)])),
        kind: Int32Array.from(given, ({ kind }) => kind),
        file: new Int32Array(given.length),
      };
      const expected = new Map<string, { calls: number; first: number; last: number; event: bigint }>();
      for (const [index, { time, kind, counts }] of given.entries()) {
        if (!counts) continue;
        const side = bounds.filter((each) => time >= each).length;
        const key = `${kind} ${Math.floor(time / DAY)} ${side}`;
        const event = idOf(rows, index);
        const known = expected.get(key) ?? { calls: 0, first: time, last: time, event };
        expected.set(key, {
          calls: known.calls + 1,
          first: Math.min(known.first, time),
          last: Math.max(known.last, time),
          event: known.event < event ? known.event : event,
        });
      }
      const counted = countRows(
        rows,
        bounds,
        Uint8Array.from(given, ({ counts }) => (counts ? 1 : 0)),
      );
      const found = Array.from({ length: counted.count }, (_, at) => {
        const [first, last] = [counted.first, counted.last].map((time) => timeOf({ ...rows, time }, at));
        const side = bounds.filter((each) => (first ?? 0) >= each).length;
        const key = `${counted.kind[at]} ${Math.floor((first ?? 0) / DAY)} ${side}`;
        return [key, { calls: counted.calls[at], first, last, event: idOf({ id: counted.event }, at) }];
      });
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
      expect(found.length).toBe(expected.size);
    }),
  );
});
