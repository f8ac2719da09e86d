import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileNames } from '../../src/report/file-names.ts';

const named = (...names: string[]) => [...fileNames(names.map((name) => ({ key: name, name }))).values()];

describe('fileNames', () => {
  test('keeps a safe name and marks an altered one with a hash', () => {
    const [plain, altered] = named('triage-agent', 'team/agent=1');
    expect(plain).toBe('triage-agent');
    expect(altered).toMatch(/^team-agent-1-[0-9a-f]{10}$/);
  });

  test('parts names that differ only by case or by what was altered', () => {
    const names = named('Agent', 'agent', 'a/b', 'a:b');
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(4);
  });

  test.each([
    '..',
    '.',
    '',
    '/',
    'CON',
    'nul.txt',
    '.git',
    '../../etc/passwd',
    '-rf',
    '\u202e',
    'x'.repeat(300),
  ])('makes %j safe', (name) => {
    const [safe = ''] = named(name);
    expect(safe).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]*$/);
    expect(safe).not.toMatch(/^(con|nul)(\.|$)/i);
    expect(safe.length).toBeLessThan(120);
  });

  test('a name chosen to meet the hashed name of another does not', () => {
    const [hashed = ''] = named('a/b');
    expect(new Set(named('a/b', hashed)).size).toBe(2);
  });

  test('is unique, safe and independent of order for any names', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 12 }), { maxLength: 12 }),
        (names) => {
          const entries = names.map((name, index) => ({ key: String(index), name }));
          const forward = fileNames(entries);
          const folded = [...forward.values()].map((name) => name.toLowerCase());
          expect(new Set(folded).size).toBe(names.length);
          for (const name of forward.values()) expect(name).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]*$/);
          const backward = fileNames([...entries].reverse());
          for (const [key, name] of forward) expect(backward.get(key)).toBe(name);
        },
      ),
    );
  });
});
