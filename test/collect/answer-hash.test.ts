import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { AnswerHash } from '../../src/collect/cloudtrail/answer-hash.ts';

const sha256 = (...parts: readonly (string | Buffer)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

function integers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeInt32LE(value, 4 * index);
  return bytes;
}

function doubles(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(8 * values.length);
  for (const [index, value] of values.entries()) bytes.writeDoubleLE(value, 8 * index);
  return bytes;
}

it('hashes an answer as the pack says, however it comes in parts', () => {
  const words = ['a', 'b"', 'c'];
  const answer = new AnswerHash(['word', 'text', 'number']);
  // Codes are of the run's words and no part of the hash: `c` comes first.
  answer.column(0).addTexts(Int32Array.of(3, 0), words);
  answer.column(0).addTexts(Int32Array.of(2, 3), words);
  answer.column(1).addStrings([null, 'é']);
  answer.column(1).addStrings(['é', 'x']);
  answer.column(2).addNumbers(Float64Array.of(1, Number.NaN, 2 ** 53));
  answer.column(2).addNumbers(Float64Array.of(-1));
  const columns = [
    ['word', sha256(integers(1, 0, 2, 1), '"c"\n"b\\""\n')],
    ['text', sha256(integers(0, 1, 1, 2), '"é"\n"x"\n')],
    ['number', sha256(doubles(1, Number.NaN, 2 ** 53, -1))],
  ];
  expect(answer.digest()).toBe(sha256(columns.map((column) => `${JSON.stringify(column)}\n`).join('')));
});
