import { describe, expect, it } from 'vitest';
import { createCatalog } from '../../src/catalog/index.ts';
import { readCatalogData } from '../../src/collect/catalog-files.ts';

/**
 * The namespaces agents live in: nothing is left to a pattern or a default. An action that the reference gains and
 * nobody has looked at fails here.
 */
const data = readCatalogData();
const catalog = createCatalog(data);
const { namespaces } = data.aiPlatforms;
const packed = new Map<string, string[]>();
for (const { name, actions } of data.sensitivePacks.packs) {
  for (const action of actions) packed.set(action, [...(packed.get(action) ?? []), name]);
}

it('covers the five', () => {
  expect(Object.keys(namespaces)).toEqual([
    'agent-registry',
    'aws-external-anthropic',
    'bedrock',
    'bedrock-agentcore',
    'bedrock-mantle',
  ]);
});

describe.each(Object.entries(namespaces))('%s', (namespace, { witnesses, notSensitive }) => {
  const actions = catalog.actionsOf(namespace).map((action) => action.slice(namespace.length + 1));
  const times = (lists: readonly (readonly string[])[]) => {
    const count = new Map<string, number>();
    for (const name of lists.flat()) count.set(name, (count.get(name) ?? 0) + 1);
    return count;
  };

  it('states the witness of every action once, with a source, and of nothing else', () => {
    expect(actions.length).toBeGreaterThan(20);
    const stated = times(witnesses.map((group) => group.actions));
    expect(actions.filter((name) => stated.get(name) !== 1)).toEqual([]);
    expect([...stated.keys()].filter((name) => !actions.includes(name))).toEqual([]);
    for (const { source } of witnesses) expect(source.length).toBeGreaterThan(20);
  });

  it('answers what it states', () => {
    for (const { source: _source, actions: names, ...visibility } of witnesses) {
      for (const name of names) {
        expect(catalog.witnesses(`${namespace}:${name}`).cloudTrail, name).toEqual(visibility);
      }
    }
  });

  it('says of every action that it is sensitive, or that it is not and why', () => {
    const left = times(notSensitive.map((group) => group.actions));
    const sensitive = (name: string) => catalog.sensitivity(`${namespace}:${name}`) !== null;
    const undecided = actions.filter((name) => !sensitive(name) && left.get(name) !== 1);
    const contradicted = actions.filter((name) => sensitive(name) && left.has(name));
    expect({ undecided, contradicted }).toEqual({ undecided: [], contradicted: [] });
    expect([...left.keys()].filter((name) => !actions.includes(name))).toEqual([]);
    for (const { why } of notSensitive) expect(why.length).toBeGreaterThan(20);
  });
});

describe('an action of an AI platform that is newer than the table', () => {
  it('proves nothing by its absence', () => {
    const { 'agent-registry': registry } = namespaces;
    expect(registry).toBeDefined();
    const shrunk = createCatalog({
      ...data,
      aiPlatforms: {
        ...data.aiPlatforms,
        namespaces: { ...namespaces, 'agent-registry': { witnesses: [], notSensitive: [] } },
      },
    });
    expect(shrunk.witnesses('agent-registry:CreateRegistry').cloudTrail).toEqual({
      kind: 'data',
      resourceTypes: [],
    });
  });
});

/** Actions whose verb says less than they do: in a pack whatever AWS's access level calls them. */
describe('verb traps are sensitive', () => {
  it.each([
    ['aws-external-anthropic:UpdateMemoryStore', 'agent-state-mutation'],
    ['aws-external-anthropic:UpdateVault', 'credential-exposure'],
    ['aws-external-anthropic:UpdateSession', 'agent-state-mutation'],
    ['aws-external-anthropic:GetSession', 'data-exfiltration'],
    ['aws-external-anthropic:ProcessEnvironmentWork', 'remote-execution'],
    ['aws-external-anthropic:CallWithBearerToken', 'credential-exposure'],
    ['bedrock-mantle:CallWithBearerToken', 'credential-exposure'],
    ['bedrock-agentcore:GetResourceApiKey', 'credential-exposure'],
    ['bedrock-agentcore:GetResourceOauth2Token', 'credential-exposure'],
    ['bedrock-agentcore:GetWorkloadAccessTokenForUserId', 'credential-exposure'],
    ['bedrock-agentcore:InvokeCodeInterpreter', 'privilege-escalation'],
    ['bedrock-agentcore:InvokeAgentRuntimeCommand', 'remote-execution'],
    ['bedrock-agentcore:InvokeAgentRuntimeWithWebSocketStream', 'remote-execution'],
    ['bedrock-agentcore:ConnectBrowserAutomationStream', 'remote-execution'],
    ['bedrock-agentcore:StartBrowserSession', 'remote-execution'],
    ['bedrock-agentcore:RetrieveMemoryRecords', 'data-exfiltration'],
    ['bedrock:InvokeFlow', 'remote-execution'],
    ['bedrock:GetInvocationStep', 'data-exfiltration'],
    ['bedrock:StartIngestionJob', 'agent-state-mutation'],
  ])('%s: %s', (action, pack) => {
    expect(packed.get(action)).toContain(pack);
  });
});
