import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FINDING_RULES } from '../../src/analyze/findings/rules.ts';
import { SESSION_MARKERS, TRUST_MARKERS, USER_NAME_MARKERS, VERB_TRAPS } from '../../src/catalog/index.ts';
import { loadCatalog } from '../../src/collect/catalog-files.ts';
import { type Scenario, scenarioSchema } from '../support/scenario/schema.ts';

/** A row that no scenario triggers could be broken for years: nothing would show. These fail when one is added bare. */
const folder = new URL('./', import.meta.url);
const scenarios: readonly Scenario[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .flatMap((name) => scenarioSchema.array().parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))));

const expectations = scenarios.map(({ expect: expected }) => expected);
const typesOf = (list: 'findings' | 'noFindings') =>
  new Set(
    expectations.flatMap((expected) => expected[list] ?? []).map((finding) => finding.split(' ')[0] ?? ''),
  );

describe('every finding has a scenario', () => {
  const triggered = typesOf('findings');
  const withheld = typesOf('noFindings');

  it.each(FINDING_RULES.map(({ type }) => type))('%s: one that triggers it and one that must not', (type) => {
    expect({ triggered: triggered.has(type), withheld: withheld.has(type) }).toEqual({
      triggered: true,
      withheld: true,
    });
  });

  it('and no scenario names a finding that is not in the table', () => {
    const known = FINDING_RULES.map(({ type }) => type);
    expect([...triggered, ...withheld].filter((type) => !known.includes(type))).toEqual([]);
  });
});

describe('every sensitive action has a scenario', () => {
  const held = new Map<string, Set<string>>();
  for (const expected of expectations) {
    for (const packs of Object.values(expected.sensitivity ?? {})) {
      for (const [pack, actions] of Object.entries(packs)) {
        held.set(pack, new Set([...(held.get(pack) ?? []), ...actions]));
      }
    }
  }
  const { packs, permissionsManagement } = JSON.parse(
    readFileSync(new URL('../../src/catalog/data/sensitive-packs.json', import.meta.url), 'utf8'),
  ) as {
    readonly packs: readonly { readonly name: string; readonly actions: readonly string[] }[];
    readonly permissionsManagement: { readonly name: string };
  };

  it.each(packs.map(({ name, actions }) => [name, actions] as const))('%s', (name, actions) => {
    const catalog = loadCatalog();
    const all = actions.flatMap((action) => catalog.expand(action));
    expect(all.length).toBeGreaterThan(0);
    expect(all.filter((action) => held.get(name)?.has(action) !== true)).toEqual([]);
  });

  it('the access level too', () => {
    expect(held.get(permissionsManagement.name)?.size).toBeGreaterThan(0);
  });
});

describe('every marker has a scenario', () => {
  const markers = new Set(expectations.flatMap((expected) => Object.values(expected.markers ?? {}).flat()));
  const sessions = new Set(
    expectations
      .flatMap((expected) => Object.values(expected.sessions ?? {}).flatMap((one) => Object.keys(one)))
      .map((key) => key.slice(key.indexOf(': ') + 2)),
  );

  it.each([...TRUST_MARKERS, ...USER_NAME_MARKERS].map(({ marker }) => marker))('%s', (marker) => {
    expect([...markers]).toContain(marker);
  });

  it.each(SESSION_MARKERS.map(({ marker }) => marker))('%s', (marker) => {
    expect([...sessions]).toContain(marker);
  });

  it.each(['tag', 'configuration'])('%s', (marker) => {
    expect([...markers]).toContain(marker);
  });
});

describe('every verb trap', () => {
  it.each(VERB_TRAPS.map((trap) => [trap.action, trap] as const))('%s is an action of AWS', (_, trap) => {
    const catalog = loadCatalog();
    expect([trap.action, ...trap.plain].filter((name) => catalog.action(name) === null)).toEqual([]);
  });
});
