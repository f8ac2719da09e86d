import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { includes, includesIntersection, intersects, matchResource } from '../../src/iam/index.ts';

const variable = (name: string) => `\${${name}}`;
const [V, W, STAR, DOLLAR] = ['v', 'w', '*', '$'].map(variable) as [string, string, string, string];
const EXACT = { caseInsensitive: false };

/** An ARN pattern as a regular expression: in the first five segments only a `*` that ends one crosses a colon. */
function segments(pattern: string): RegExp {
  const parts = pattern.split(':');
  const source = parts.map((part, index) => {
    if (index >= 5) return part.replaceAll('?', '.').replaceAll('*', '.*');
    return part
      .replaceAll('?', '[^:]')
      .replace(/\*(?!$)/g, '[^:]*')
      .replace(/\*$/, '.*');
  });
  return new RegExp(`^${source.join(':')}$`, 's');
}

function flat(pattern: string): RegExp {
  return new RegExp(`^${pattern.replaceAll('?', '.').replaceAll('*', '.*')}$`, 's');
}

const tail = (letters: readonly string[], maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...letters), maxLength }).map((text) => `arn:${text}`);
const arnPattern = tail(['a', 'b', ':', ':', '*', '?'], 8);
const arn = tail(['a', 'b', ':', ':'], 8);

describe('the two readings of wildcards in an ARN', () => {
  it('say yes when both match, no when neither does, else that it depends', () => {
    fc.assert(
      fc.property(arnPattern, arn, (pattern, text) => {
        const wide = flat(pattern).test(text);
        const documented = segments(pattern).test(text);
        expect(matchResource(pattern, text)).toBe(documented ? 'yes' : wide ? 'depends' : 'no');
      }),
      { numRuns: 5000 },
    );
  });

  it('must both include: what is included stays inside whichever reading applies', () => {
    fc.assert(
      fc.property(
        fc.array(arnPattern, { maxLength: 3 }),
        arnPattern,
        fc.array(arn, { minLength: 30, maxLength: 60 }),
        (outer, inner, texts) => {
          const answer = includes(outer, inner, EXACT);
          const outside = (text: string) =>
            [flat, segments].some(
              (read) => read(inner).test(text) && !outer.some((one) => read(one).test(text)),
            );
          if (answer.included) expect(texts.filter(outside)).toEqual([]);
          else expect(outside(answer.witness), answer.witness).toBe(true);
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe('policy variables', () => {
  const piece = fc.constantFrom('a', 'b', '*', '?', V, W, STAR, DOLLAR);
  const pattern = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(''));
  const values = fc.record({
    v: fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 3 }),
    w: fc.constantFrom('', 'a', 'ba'),
  });
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '$'), maxLength: 6 });

  /** What the pattern matches once its variables have values; a value's own characters are no wildcards. */
  function resolved(pattern: string, { v, w }: { v: string; w: string }): RegExp {
    const literal = (value: string) => value.replace(/[*$?]/g, '\\$&');
    const named: Record<string, string> = { [V]: v, [W]: w, [STAR]: '*', [DOLLAR]: '$' };
    const source = pattern.replace(/\$\{.\}|[*?]/g, (found) =>
      found === '*' ? '.*' : found === '?' ? '.' : literal(named[found] ?? ''),
    );
    return new RegExp(`^${source}$`, 's');
  }

  it('inclusion holds whatever their values', () => {
    fc.assert(
      fc.property(
        fc.array(pattern, { maxLength: 3 }),
        fc.array(pattern, { minLength: 1, maxLength: 2 }),
        values,
        text,
        (outer, inner, given, word) => {
          if (!includesIntersection(outer, inner, EXACT).included) return;
          if (!inner.every((one) => resolved(one, given).test(word))) return;
          expect(outer.some((one) => resolved(one, given).test(word))).toBe(true);
        },
      ),
      { numRuns: 20_000 },
    );
  });

  it('a certain answer about a match holds whatever their values, and so does "do not meet"', () => {
    fc.assert(
      fc.property(pattern, pattern, values, text, (one, other, given, word) => {
        const matches = resolved(one, given).test(word);
        const answer = matchResource(one, word);
        if (answer !== 'depends') expect(matches).toBe(answer === 'yes');
        if (matches && resolved(other, given).test(word)) expect(intersects(one, other, EXACT)).toBe(true);
      }),
      { numRuns: 20_000 },
    );
  });
});
