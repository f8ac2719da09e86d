import { describe, expect, it } from 'vitest';
import { trinoPattern } from '../../../src/collect/athena/sql/trino-pattern.ts';

describe('trinoPattern', () => {
  it.each([
    [/^a$/, '^a\\z'],
    [/a.b/, 'a[^\\n\\r\\u2028\\u2029]b'],
    [/\w\d/, '[A-Za-z0-9_][0-9]'],
    [/[\w.-]+/, '[A-Za-z0-9_.-]+'],
    [/[a[&]/, '[a\\[\\&]'],
    [/a\/b\.c/, 'a/b\\.c'],
    [/is (?:a|b)/i, '[iI][sS] (?:[aA]|[bB])'],
    [/[a-z0-9-]x/i, '[A-Za-z0-9-][xX]'],
    [/(?!default$)x/, '(?!default\\z)x'],
  ])('writes %s as Java reads it', (pattern, text) => {
    expect(trinoPattern(pattern).text).toBe(text);
  });

  it('numbers named groups among the plain ones', () => {
    const { text, groups } = trinoPattern(/(a)(?:b)(?<name>c)(?<more>d)/);
    expect(text).toBe('(a)(?:b)(c)(d)');
    expect([...groups]).toEqual([
      ['name', 2],
      ['more', 3],
    ]);
  });

  it('refuses what it does not know', () => {
    expect(() => trinoPattern(/\p{L}/u)).toThrow();
    expect(() => trinoPattern(/\W/)).toThrow();
    expect(() => trinoPattern(/a/m)).toThrow();
    expect(() => trinoPattern(/(a)\1/)).toThrow();
  });
});
