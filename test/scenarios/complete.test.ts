import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FINDING_RULES } from '../../src/analyze/findings/rules.ts';
import {
  ACCOUNT_SCOPED_ACTIONS,
  DEPENDENCIES,
  SESSION_MARKERS,
  TRUST_MARKERS,
  USER_NAME_MARKERS,
  VERB_TRAPS,
} from '../../src/catalog/index.ts';
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

const typesOfPrincipals = (list: 'findings' | 'noFindings') =>
  new Set(expectations.flatMap((expected) => expected[list] ?? []));

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

/** Who in the scenarios nearly has a marker and must not be given it; a new marker needs a row, and its look-alike. */
const IDENTITY_LOOKALIKES: Readonly<Record<string, string>> = {
  'trust:bedrock-agentcore': 'like-agentcore',
  'trust:bedrock': 'like-bedrock',
  'trust:eks-pod-identity': 'like-pods',
  'trust:lambda': 'like-function',
  'trust:ecs-tasks': 'like-task',
  'trust:ec2': 'like-instance',
  'trust:codebuild': 'like-build',
  'trust:step-functions': 'like-state-machine',
  'trust:github-actions': 'like-actions',
  'trust:irsa': 'like-service-account',
  'trust:ci-oidc': 'like-pipeline',
  'user-name:claude-platform-api-key': 'team-AeaApiKey-1',
  'user-name:bedrock-api-key': 'BedrockAPIKeys',
  tag: 'like-tagged',
  configuration: 'like-configured',
};
const SESSION_LOOKALIKES: Readonly<Record<string, string>> = {
  'cloudtrail:aws-mcp': 'by-cloudformation',
  'origin:bedrock': 'for-lambda',
  'cloudtrail:claude': 'preclaude',
  'cloudtrail:amazon-q-cli': 'amazon-q',
  'session-name:agent': 'reagent',
  'session-tag:agent': 'team-tag',
  'session-tag:kubernetes': 'namespace-tag',
  'origin:aws-service': 'by-a-role',
  'session-name:github-actions': 'actions-two',
  'session-name:instance': 'instance-like',
  'source-identity:person': 'build-identity',
  'session-name:person': 'dotted',
  'user-agent:console': 'sdk',
  'origin:saml': 'web-identity',
};

describe('every marker has a scenario that must not show it', () => {
  const markersOf = new Map(expectations.flatMap((expected) => Object.entries(expected.markers ?? {})));
  const sessionsOf = new Map(expectations.flatMap((expected) => Object.entries(expected.sessions ?? {})));

  it.each([...[...TRUST_MARKERS, ...USER_NAME_MARKERS].map(({ marker }) => marker), 'tag', 'configuration'])(
    '%s',
    (marker) => expect(markersOf.get(IDENTITY_LOOKALIKES[marker] ?? '')).toEqual([]),
  );

  it.each(SESSION_MARKERS.map(({ marker }) => marker))('%s', (marker) => {
    const shown = Object.keys(sessionsOf.get(SESSION_LOOKALIKES[marker] ?? '') ?? {});
    expect(shown).toHaveLength(1);
    expect(shown[0]?.endsWith(`: ${marker}`)).toBe(false);
  });
});

/** Principals of whom a scenario expects the finding, or expects it not, by an action their policies name. */
function holders(finding: string, list: 'findings' | 'noFindings', action: string): readonly string[] {
  return scenarios.flatMap(({ principals = [], expect: expected }) =>
    principals
      .filter((principal) => JSON.stringify(principal).includes(`"${action}"`))
      .map(({ role, user }) => role ?? user ?? '')
      .filter((name) => (expected[list] ?? []).includes(`${finding} ${name}`)),
  );
}

describe('every platform trap has a scenario that springs it and one that must not', () => {
  it.each([
    ...VERB_TRAPS.map(({ action }) => ['MisleadingVerb', action] as const),
    ...ACCOUNT_SCOPED_ACTIONS.map((action) => ['DeadGrant', action] as const),
  ])('%s: %s', (finding, action) => {
    expect(holders(finding, 'findings', action).length).toBeGreaterThan(0);
    expect(holders(finding, 'noFindings', action).length).toBeGreaterThan(0);
  });

  it.each(DEPENDENCIES.map(({ action }) => action))('MissingDependency: %s', (action) => {
    const name = action.slice(action.indexOf(':') + 1);
    expect([...typesOfPrincipals('findings')]).toContain(`MissingDependency without-${name}`);
    expect(holders('MissingDependency', 'noFindings', action).length).toBeGreaterThan(0);
  });

  it('and the account-wide actions are those that take no resource', () => {
    const catalog = loadCatalog();
    const unscoped = catalog
      .actionsOf('aws-external-anthropic')
      .filter((action) => catalog.action(action)?.resourceArns.length === 0);
    expect([...ACCOUNT_SCOPED_ACTIONS].sort()).toEqual(unscoped);
  });
});

describe('every verb trap', () => {
  it.each(VERB_TRAPS.map((trap) => [trap.action, trap] as const))('%s is an action of AWS', (_, trap) => {
    const catalog = loadCatalog();
    expect([trap.action, ...trap.plain].filter((name) => catalog.action(name) === null)).toEqual([]);
  });
});
