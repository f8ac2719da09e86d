import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchText } from '../../src/domain/match-text.ts';
import {
  includes,
  includesIntersection,
  intersects,
  matchesAction,
  matchResource,
} from '../../src/iam/index.ts';
import { matchTokens } from '../../src/iam/match-tokens.ts';
import { Tokenizer } from '../../src/iam/pattern-tokens.ts';

/** The wildcard language told a second time, by the regular expression engine. */
function reference(pattern: string): RegExp {
  const source = Array.from(pattern, (c) =>
    c === '*' ? '.*' : c === '?' ? '.' : c.replace(/[^a-zA-Z]/, '\\$&'),
  );
  return new RegExp(`^${source.join('')}$`, 's');
}

/** Every string over an alphabet, up to a length. */
function strings(alphabet: string, length: number): readonly string[] {
  let last = [''];
  const all = [''];
  for (let size = 1; size <= length; size += 1) {
    last = last.flatMap((start) => Array.from(alphabet, (letter) => start + letter));
    all.push(...last);
  }
  return all;
}

// `c` is in no pattern: it stands for all the characters a pattern does not name.
const ALL = strings('abc', 6);
const WORDS = strings('ab', 6);
const EXACT = { caseInsensitive: false };

const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '*', '?'), maxLength: 5 });
const union = fc.array(pattern, { maxLength: 4 });
const runs = { numRuns: 1500 };

function matched(patterns: readonly string[]): (text: string) => boolean {
  const all = patterns.map(reference);
  return (text) => all.some((one) => one.test(text));
}

describe('matching', () => {
  it('agrees with regular expressions, on text and on tokens', () => {
    fc.assert(
      fc.property(pattern, (text) => {
        const expected = reference(text);
        const tokens = new Tokenizer({ ...EXACT, variables: false, reading: 'flat' }).tokens(text);
        for (const word of WORDS) {
          const symbols = Array.from(word, (letter) => letter.charCodeAt(0));
          expect(matchText(text, word), `${text} / ${word}`).toBe(expected.test(word));
          expect(matchTokens(tokens, symbols), `${text} / ${word}`).toBe(expected.test(word));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('ignores case for actions and heeds it for resources', () => {
    fc.assert(
      fc.property(pattern, fc.constantFrom(...WORDS), (text, word) => {
        expect(matchesAction(text.toUpperCase(), word)).toBe(reference(text).test(word));
        const sameCase = reference(text.toUpperCase()).test(word);
        expect(matchResource(text.toUpperCase(), word)).toBe(sameCase ? 'yes' : 'no');
      }),
    );
  });
});

describe('intersects', () => {
  it('finds a common string whenever there is one, and only then', () => {
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        const common = ALL.find((text) => reference(a).test(text) && reference(b).test(text));
        const answer = intersects(a, b, EXACT);
        if (common !== undefined) expect(answer).toBe(true);
        if (!answer) return;
        const shown = includesIntersection([], [a, b], EXACT);
        if (shown.included) throw new Error(`no common string shown for ${a} and ${b}`);
        expect(shown.witness).toMatch(reference(a));
        expect(shown.witness).toMatch(reference(b));
      }),
      runs,
    );
  });
});

describe('includes', () => {
  it('is right both ways: no string outside when included, a real one when not', () => {
    fc.assert(
      fc.property(union, pattern, (outer, inner) => {
        const answer = includes(outer, inner, EXACT);
        const isOutside = (text: string) => reference(inner).test(text) && !matched(outer)(text);
        if (answer.included) expect(ALL.filter(isOutside)).toEqual([]);
        else {
          expect(answer.undecided).toBe(false);
          expect(isOutside(answer.witness), answer.witness).toBe(true);
        }
      }),
      runs,
    );
  });

  it('holds for a pattern of the union and for anything made narrower', () => {
    fc.assert(
      fc.property(union, pattern, pattern, (outer, narrow, chosen) => {
        const narrower = chosen.replace('*', narrow);
        expect(includes([...outer, chosen], narrower, EXACT)).toEqual({ included: true });
      }),
    );
  });

  it('does not heed case for actions', () => {
    fc.assert(
      fc.property(union, pattern, (outer, inner) => {
        const upper = outer.map((text) => text.toUpperCase());
        const folded = includes(upper, inner, { caseInsensitive: true });
        expect(folded.included).toBe(includes(outer, inner, EXACT).included);
      }),
    );
  });

  it('gives up on a pattern made to explode, and then fails closed and says so', () => {
    const far = '?'.repeat(22);
    const answer = includes([`*b${far}`, '*x*'], `*a${far}`, EXACT);
    expect(answer).toEqual({ included: false, witness: `xa${'x'.repeat(22)}`, undecided: true });
  });
});

describe('includesIntersection', () => {
  it('is right both ways for the intersection of two and three patterns', () => {
    fc.assert(
      fc.property(union, fc.array(pattern, { minLength: 2, maxLength: 3 }), (outer, inner) => {
        const answer = includesIntersection(outer, inner, EXACT);
        const isOutside = (text: string) =>
          inner.every((one) => reference(one).test(text)) && !matched(outer)(text);
        if (answer.included) expect(ALL.filter(isOutside)).toEqual([]);
        else expect(isOutside(answer.witness), answer.witness).toBe(true);
      }),
      runs,
    );
  });

  it('of nothing is every string', () => {
    expect(includesIntersection(['a*'], [], EXACT).included).toBe(false);
    expect(includesIntersection(['?*', ''], [], EXACT).included).toBe(true);
  });
});
