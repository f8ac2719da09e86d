import { describe, expect, it } from 'vitest';
import { RunDictionary } from '../../src/collect/cloudtrail/run-dictionary.ts';

function rankedTexts(texts: readonly string[]): readonly string[] {
  const table = new RunDictionary();
  for (const text of texts) table.codeOf(text);
  const { texts: ordered, ranks } = table.ranked();
  expect(texts.map((text) => ordered[(ranks[table.codeOf(text)] ?? 0) - 1])).toEqual(texts);
  return ordered;
}

describe('the words of a run', () => {
  it('are ranked as SQL compares texts: by code points', () => {
    expect(rankedTexts(['\u{1f600}', 'b', '\ufffd', 'a', 'é', ''])).toEqual([
      '',
      'a',
      'b',
      'é',
      '\ufffd',
      '\u{1f600}',
    ]);
  });

  it('are ranked the same where all are ASCII', () => {
    expect(rankedTexts(['b', 'B', 'a', 'aa', '-'])).toEqual(['-', 'B', 'a', 'aa', 'b']);
  });
});
