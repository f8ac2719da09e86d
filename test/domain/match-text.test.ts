import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchText } from '../../src/domain/match-text.ts';

describe('matchText', () => {
  it('agrees with the regular expression of the same meaning', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, text, (p, t) => {
        const regex = new RegExp(`^${p.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(matchText(p, t)).toBe(regex.test(t));
      }),
      { numRuns: 2_000 },
    );
  });
});
