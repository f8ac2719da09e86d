import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { includes, intersects, matchesAction, shrinkPatterns } from '../../src/iam/index.ts';

const ACTIONS = { caseInsensitive: true };

const name = fc
  .array(fc.constantFrom('Get', 'Put', 'Object', 'Objects', 'Bucket', 'Acl', 'DB', 'V2', 'x'), {
    minLength: 1,
    maxLength: 3,
  })
  .map((words) => words.join(''));
const action = fc
  .tuple(fc.constantFrom('s3', 's3x', 'ec2'), name)
  .map(([service, rest]) => `${service}:${rest}`);
const universe = fc.uniqueArray(action, {
  selector: (text) => text.toLowerCase(),
  minLength: 1,
  maxLength: 40,
});

/** Patterns as people write them, and some they do not. */
const pattern = fc.oneof(
  fc.constantFrom(
    '*',
    's3:*',
    '*:*',
    'ec2:*',
    's3*',
    's*:Get*',
    '*Get*',
    'S3:get*',
    's3:?et*',
    's3:*Object*Acl',
  ),
  action,
  fc.tuple(action, fc.nat(12)).map(([text, at]) => `${text.slice(0, at)}*`),
  fc.tuple(action, fc.nat(12), fc.nat(12)).map(([text, a, b]) => `${text.slice(0, a)}*${text.slice(a + b)}`),
  fc.tuple(action, fc.nat(12)).map(([text, at]) => `${text.slice(0, at)}?${text.slice(at + 1)}`),
);

const situation = universe.chain((known) =>
  fc.record({
    known: fc.constant(known),
    patterns: fc.array(pattern, { minLength: 1, maxLength: 5 }),
    removed: fc
      .tuple(fc.subarray(known), fc.array(action, { maxLength: 2 }))
      .map(([some, other]) => [...some, ...other]),
  }),
);

const runs = { numRuns: 3000 };

describe('shrinkPatterns', () => {
  it('matches no removed action, nothing outside the original, and every kept action', () => {
    fc.assert(
      fc.property(situation, ({ known, patterns, removed }) => {
        const result = shrinkPatterns(patterns, removed, known);
        for (const item of result) {
          expect(
            removed.filter((gone) => intersects(item, gone, ACTIONS)),
            item,
          ).toEqual([]);
          expect(includes(patterns, item, ACTIONS), item).toEqual({ included: true });
        }
        const gone = new Set(removed.map((text) => text.toLowerCase()));
        const lost = known.filter(
          (text) =>
            !gone.has(text.toLowerCase()) &&
            patterns.some((one) => matchesAction(one, text)) &&
            !result.some((one) => matchesAction(one, text)),
        );
        expect(lost).toEqual([]);
      }),
      runs,
    );
  });

  it('leaves a pattern that matches no removed action verbatim and in place', () => {
    fc.assert(
      fc.property(situation, ({ known, patterns, removed }) => {
        const untouched = patterns.filter((one) => !removed.some((gone) => matchesAction(one, gone)));
        const result = shrinkPatterns(patterns, removed, known);
        const isUntouched = new Set(untouched);
        const found = result.filter((one) => isUntouched.has(one));
        expect(found).toEqual(untouched);
        if (untouched.length === patterns.length) expect(result).toBe(patterns);
        if (isUntouched.has(patterns[0] ?? '')) expect(result[0]).toBe(patterns[0]);
      }),
      runs,
    );
  });

  it('does not depend on the order of the removed actions or of the universe', () => {
    fc.assert(
      fc.property(situation, ({ known, patterns, removed }) => {
        const turned = shrinkPatterns(patterns, [...removed].reverse(), [...known].reverse());
        expect(turned).toEqual(shrinkPatterns(patterns, removed, known));
      }),
      runs,
    );
  });

  it('does not depend on what was asked of the same universe before', () => {
    const asked = situation.chain((first) =>
      fc.record({
        first: fc.constant(first),
        // The same question with other names removed beside, which are not known or have been removed already.
        others: fc.array(fc.array(fc.oneof(action, pattern), { maxLength: 2 }), {
          minLength: 1,
          maxLength: 3,
        }),
      }),
    );
    fc.assert(
      fc.property(asked, ({ first: { known, patterns, removed }, others }) => {
        const universeOfAll = [...known];
        for (const more of [[], ...others, []]) {
          const gone = [...removed, ...more];
          const fresh = shrinkPatterns(patterns, gone, [...known]);
          expect(shrinkPatterns(patterns, gone, universeOfAll)).toEqual(fresh);
        }
      }),
      runs,
    );
  });

  it('is as far as it goes: shrinking again changes nothing', () => {
    fc.assert(
      fc.property(situation, ({ known, patterns, removed }) => {
        const once = shrinkPatterns(patterns, removed, known);
        expect(shrinkPatterns(once, removed, known)).toEqual(once);
      }),
      runs,
    );
  });
});
