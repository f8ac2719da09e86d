import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findingsPage } from '../../scripts/findings-page.ts';
import { FINDING_RULES } from '../../src/analyze/findings/rules.ts';

describe('docs/findings.md', () => {
  it('is what the table says; `npm run docs:findings` writes it again', () => {
    expect(readFileSync(new URL('../../docs/findings.md', import.meta.url), 'utf8')).toBe(findingsPage());
  });
});

describe('every row of the table', () => {
  it.each(FINDING_RULES.map((rule) => [rule.type, rule] as const))(
    '%s says all a reviewer needs',
    (type, rule) => {
      expect(type).toMatch(/^([A-Z][a-z0-9]*)+$/);
      expect(rule.controls.length).toBeGreaterThan(0);
      for (const text of [rule.title, rule.rationale, rule.remedy]) expect(text.length).toBeGreaterThan(10);
    },
  );

  it('has a name of its own', () => {
    const types = FINDING_RULES.map(({ type }) => type);
    expect(types).toEqual([...new Set(types)]);
  });
});
