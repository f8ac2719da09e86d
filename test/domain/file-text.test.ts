import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blocksOf, type FileText, type TextPart } from '../../src/domain/file-text.ts';
import { TextBytes } from '../../src/domain/text-bytes.ts';

const whole = (text: FileText): Buffer =>
  Buffer.concat(Array.from(blocksOf(text), (block) => Buffer.from(block)));

/** Longer than a block, of characters of one to four bytes, so that a cut meets each of them. */
const long = fc
  .tuple(fc.string({ unit: 'binary', minLength: 1, maxLength: 9 }), fc.integer({ min: 1, max: 300_000 }))
  .map(([unit, length]) => unit.repeat(Math.ceil(length / unit.length)));

const parts: fc.Arbitrary<readonly TextPart[]> = fc.array(
  fc
    .tuple(fc.oneof(long, fc.string({ unit: 'binary' })), fc.boolean())
    .map(([text, encoded]) => (encoded ? Buffer.from(text, 'utf8') : text)),
  { maxLength: 8 },
);

describe('blocksOf', () => {
  test('gives the bytes of the text, whole or in parts, encoded before or not', () => {
    fc.assert(
      fc.property(parts, (all) => {
        const expected = Buffer.concat(all.map((part) => Buffer.from(part)));
        expect(whole({ parts: () => all }).equals(expected)).toBe(true);
        const text = expected.toString('utf8');
        expect(whole(text).equals(expected)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test('cuts no character in two, wherever a block ends', () => {
    for (const shift of [0, 1, 2, 3]) {
      const text = 'x'.repeat(shift) + '🚀'.repeat(150_000);
      expect(whole(text).equals(Buffer.from(text, 'utf8'))).toBe(true);
    }
  });
});

test('TextBytes puts parts together and begins anew when they are taken', () => {
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 3 }), (lists) => {
      const bytes = new TextBytes();
      for (const list of lists) {
        for (const part of list) bytes.add(part);
        expect(Buffer.concat(list.map((part) => Buffer.from(part))).equals(bytes.take())).toBe(true);
      }
    }),
    { numRuns: 30 },
  );
});
