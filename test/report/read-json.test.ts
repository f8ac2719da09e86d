import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJson } from '../../src/report/read-json.ts';
import { printRows } from '../../src/report/view/visible.ts';
import { wholeText } from '../support/report-texts.ts';

/** The bytes in chunks of `size`, so that every token is cut somewhere for some size. */
function* chunksOf(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const outcome = (parse: () => unknown): unknown => {
  try {
    return { value: parse() };
  } catch (error) {
    expect(error).toBeInstanceOf(SyntaxError);
    return 'no JSON';
  }
};

/** Texts full of what means something outside of them. */
const text = fc.string({
  unit: fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', ' ', 'a', 'é', '😀', '\ud800'),
});
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthIdentifier: 'json' },
    text,
    fc.jsonValue({ maxDepth: 0, stringUnit: 'binary' }),
    fc.array(tie('value'), { depthIdentifier: 'json' }),
    fc.dictionary(text, tie('value'), { depthIdentifier: 'json' }),
  ),
}));
const layout = fc.constantFrom(
  (json: unknown) => JSON.stringify(json),
  (json: unknown) => JSON.stringify(json, null, 2),
  (json: unknown) => `\ufeff\r\n\t ${JSON.stringify(json, null, '\t')}\n`,
  (json: unknown) => wholeText(printRows(json, 2)),
);

describe('JSON read in chunks', () => {
  test('is what JSON.parse makes of the whole, wherever it is cut and however deep rows lie', () => {
    fc.assert(
      fc.property(value, layout, fc.integer({ min: 1, max: 9 }), fc.nat(4), (json, print, size, levels) => {
        const text = print(json);
        const parsed = JSON.parse(text.replace(/^\ufeff/, ''));
        expect(readJson(chunksOf(Buffer.from(text, 'utf8'), size), levels)).toEqual(parsed);
      }),
    );
  });

  test('is refused exactly where JSON.parse refuses it', () => {
    const damage = fc.tuple(
      fc.nat(),
      fc.constantFrom('', ',', ':', '"', '\\', '{', '}', '[', ']', '0', 'x', '\u0001'),
    );
    fc.assert(
      fc.property(value, damage, fc.nat(4), (json, [at, inserted], levels) => {
        const text = JSON.stringify(json);
        const place = at % (text.length + 1);
        const cut = inserted === '' ? 1 : 0;
        const damaged = text.slice(0, place) + inserted + text.slice(place + cut);
        // A lone surrogate has no bytes of its own.
        fc.pre(Buffer.from(damaged, 'utf8').toString('utf8') === damaged);
        expect(outcome(() => readJson(chunksOf(Buffer.from(damaged, 'utf8'), 3), levels))).toEqual(
          outcome(() => JSON.parse(damaged)),
        );
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    '',
    ' ',
    '[1,]',
    '[,1]',
    '{"a":1,}',
    '{"a"}',
    '{a:1}',
    '{"a":1 "b":2}',
    '[1 2]',
    '[1]]',
    '{1:2}',
    '[1',
    '{"a":"',
    '"\\',
  ])('is refused, and where is said: %j', (text) => {
    expect(() => readJson([Buffer.from(text)], 2)).toThrow(/, at byte \d+$/);
  });

  test('bytes that are no text are refused', () => {
    expect(() => readJson([Buffer.from([0x22, 0xff, 0x22])], 1)).toThrow('not text (UTF-8), at byte');
  });

  test('a name is a name, whatever it means to an object, and the last of two counts', () => {
    const text = '{"__proto__":{"isAdmin":true},"a":1,"a":2}';
    const read = readJson([Buffer.from(text)], 1) as { readonly isAdmin?: boolean };
    expect(read.isAdmin).toBeUndefined();
    expect(Object.entries(read)).toEqual([
      ['__proto__', { isAdmin: true }],
      ['a', 2],
    ]);
  });

  test('rows of equal text are one object', () => {
    const rows = readJson([Buffer.from('[[{"a":1},{"a":1},{"a":2}],[{"a":1}]]')], 2) as unknown[][];
    expect(rows[0]?.[0]).toBe(rows[0]?.[1]);
    expect(rows[0]?.[0]).toBe(rows[1]?.[0]);
    expect(rows[0]?.[2]).toEqual({ a: 2 });
  });
});
