import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ActionIndex, intersect, meet, size, subtract, union } from '../../src/catalog/index.ts';
import { elementMatchesAction } from '../../src/iam/index.ts';
import { tinyCatalog } from '../support/builders.ts';

const catalog = tinyCatalog();
const index = new ActionIndex(catalog);
const someNames = fc.subarray([...index.names]);
const pattern = fc.constantFrom('*', 's3:*', 'S3:get*', 'kms:Decrypt', 'iam:?*', 'foo:*', '*:*');

describe('sets of actions', () => {
  it('are what sets of their names are', () => {
    fc.assert(
      fc.property(someNames, someNames, (a, b) => {
        const [both, all, rest] = [index.of(a), index.of(a), index.of(a)];
        intersect(both, index.of(b));
        union(all, index.of(b));
        subtract(rest, index.of(b));
        const named = (wanted: (name: string) => boolean): readonly string[] => index.names.filter(wanted);
        expect(index.list(both)).toEqual(named((name) => a.includes(name) && b.includes(name)));
        expect(index.list(all)).toEqual(named((name) => a.includes(name) || b.includes(name)));
        expect(index.list(rest)).toEqual(named((name) => a.includes(name) && !b.includes(name)));
        expect(meet(index.of(a), index.of(b))).toBe(a.some((name) => b.includes(name)));
        expect(size(all)).toBe(index.list(all).length);
      }),
    );
  });

  it('hold what an element of a statement matches, of the actions that are numbered', () => {
    fc.assert(
      fc.property(fc.array(pattern), fc.boolean(), someNames, (patterns, negated, names) => {
        const few = new ActionIndex(catalog, names);
        const element = { negated, patterns };
        expect(few.list(few.matchedBy(element))).toEqual(
          names.filter((name) => elementMatchesAction(element, name)),
        );
      }),
    );
  });
});
