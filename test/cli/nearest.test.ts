import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from '../../src/cli/nearest.ts';

describe('nearest', () => {
  const flags = ['cloudtrail', 'trails', 'config', 'as-of', 'out', 'allow-partial'];

  it.each([
    ['cloudtrial', 'cloudtrail'],
    ['cloud-trail', 'cloudtrail'],
    ['CLOUDTRAIL', 'cloudtrail'],
    ['asof', 'as-of'],
    ['alow-partial', 'allow-partial'],
    ['trail', 'trails'],
    ['ot', 'out'],
  ])('%s is meant as %s', (word, meant) => {
    expect(nearest(word, flags)).toBe(meant);
  });

  it.each(['verbose', 'x', 'region'])('%s is near nothing', (word) => {
    expect(nearest(word, flags)).toBeNull();
    expect(didYouMean(word, flags)).toBe('');
  });

  it('finds every word itself first', () => {
    const words = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 });
    fc.assert(
      fc.property(words, (known) => {
        for (const word of known) expect(nearest(word, known)).toBe(word);
      }),
    );
  });
});
