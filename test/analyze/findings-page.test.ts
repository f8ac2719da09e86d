import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findingsPages } from '../../scripts/findings-page.ts';
import { FINDING_RULES } from '../../src/analyze/findings/rules.ts';

const docs = new URL('../../docs/', import.meta.url);

describe('docs/findings.md and docs/findings/', () => {
  const pages = findingsPages();

  it.each([...pages])('%s is what the table says; `npm run docs:findings` writes it again', (path, text) => {
    expect(readFileSync(new URL(path, docs), 'utf8')).toBe(text);
  });

  it('are a page for each row, and none for a row that is gone', () => {
    const types = FINDING_RULES.map(({ type }) => `${type}.md`).sort();
    expect(readdirSync(new URL('findings/', docs)).sort()).toEqual(types);
    expect([...pages.keys()]).toEqual(['findings.md', ...types.map((name) => `findings/${name}`)]);
  });

  it('name a scenario that triggers each finding and one that must not', () => {
    for (const [path, text] of pages) {
      if (path === 'findings.md') continue;
      expect(text, path).toMatch(/## Scenarios that trigger it\n\n- \*\*/);
      expect(text, path).toMatch(/## Scenarios that must not\n\n- \*\*/);
    }
  });
});

describe('every row of the table', () => {
  it.each(FINDING_RULES.map((rule) => [rule.type, rule] as const))(
    '%s says all a reviewer needs',
    (type, rule) => {
      expect(type).toMatch(/^([A-Z][a-z0-9]*)+$/);
      expect(rule.controls.length).toBeGreaterThan(0);
      for (const text of [rule.title, rule.rationale, rule.evidence, rule.remedy])
        expect(text.length).toBeGreaterThan(10);
    },
  );

  it('has a name of its own', () => {
    const types = FINDING_RULES.map(({ type }) => type);
    expect(types).toEqual([...new Set(types)]);
  });
});
