import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildActions } from '../../scripts/catalog/build-actions.ts';
import { buildOperations, type OperationAuthorizations } from '../../scripts/catalog/build-operations.ts';
import { difference } from '../../scripts/catalog/difference.ts';
import { readReference } from '../../scripts/catalog/read-reference.ts';
import { carriedSdkFacts, type SdkServices, sdkFacts } from '../../scripts/catalog/sdk-facts.ts';
import { readCatalogData } from '../../src/collect/catalog-files.ts';

const { claudePlatform } = readCatalogData();

describe('actions.json', () => {
  it('is what the refresh builds from the installed authorization reference, to the byte', async () => {
    const built = `${JSON.stringify(buildActions(await readReference(), claudePlatform), null, 1)}\n`;
    const committed = readFileSync(new URL('../../src/catalog/data/actions.json', import.meta.url), 'utf8');
    expect(built === committed).toBe(true);
    expect(committed.length).toBeLessThan(1_500_000);
  });

  it('does not depend on the order of its input, and keeps a documented action the reference has meanwhile', () => {
    const claude = { ...claudePlatform, documentedOnly: { 'b:New': 'L', 'b:Known': 'L' } };
    const known = { name: 'Known', accessLevel: 'Write', resourceArns: ['arn:z', 'arn:a', 'arn:a'] };
    const other = { name: 'Act', accessLevel: 'Permissions management, Write', resourceArns: ['arn:z'] };
    const build = (services: Parameters<typeof buildActions>[0]['services']) =>
      buildActions({ version: '1', date: '2026-01-01', services }, claude);
    const built = build({ b: [known, other], a: [] });
    expect(built.arns).toEqual(['arn:a', 'arn:z']);
    expect(built.services).toEqual({ a: {}, b: { Act: 'PW 1', Known: 'W 0 1', New: 'L' } });
    expect(JSON.stringify(build({ a: [], b: [other, known] }))).toBe(JSON.stringify(built));
  });

  it('refuses an access level it does not know', () => {
    const services = { a: [{ name: 'X', accessLevel: 'Write, Odd', resourceArns: [] }] };
    expect(() => buildActions({ version: '', date: '', services }, claudePlatform)).toThrow('"Odd"');
  });
});

describe('operations.json', () => {
  const actions = {
    apigateway: ['GET', 'POST', 'PUT'],
    bedrock: ['InvokeModel', 'TagResource'],
    iam: ['PassRole', 'CreateRole', 'TagRole'],
    quiet: ['Never'],
  };
  const authorizations: OperationAuthorizations = {
    source: 'test',
    version: '1',
    date: '2026-01-01',
    operations: {
      apigateway: { CreateRestApi: ['apigateway:POST', 'apigateway:PUT'] },
      'bedrock-runtime': { Converse: ['bedrock:InvokeModel'] },
      bedrock: {
        Converse: ['bedrock:InvokeModel'],
        CreateThing: ['bedrock:TagResource', 'bedrock:InvokeModel'],
      },
      iam: {
        CreateRole: ['iam:CreateRole', 'iam:TagRole'],
        AddRole: ['iam:PassRole'],
        Both: ['iam:PassRole', 'iam:TagRole'],
      },
    },
  };
  const sdk: SdkServices = {
    apigateway: { endpointPrefix: 'apigateway', operations: { CreateRestApi: { method: 'POST' } } },
    'bedrock-runtime': {
      endpointPrefix: 'bedrock-runtime',
      signingName: 'bedrock',
      operations: { Converse: { method: 'POST' } },
    },
    iam: { endpointPrefix: 'iam', operations: { CreateRole: { method: 'POST' } } },
  };
  const built = buildOperations(authorizations, sdkFacts(sdk, authorizations, actions), actions, {
    operations: {},
  });

  it('tells what is certain from what the request decides', () => {
    expect(built.operations).toEqual({
      apigateway: { CreateRestApi: 'POST | PUT' },
      bedrock: { Converse: 'InvokeModel', CreateThing: 'InvokeModel | TagResource' },
      iam: { AddRole: '| PassRole', Both: '| PassRole TagRole', CreateRole: 'CreateRole | TagRole' },
    });
  });

  it('leads SDK names that are no namespace to theirs, and lists what nothing exercises', () => {
    expect(built.aliases).toEqual({ 'bedrock-runtime': 'bedrock' });
    expect(built.unexercised).toEqual({ apigateway: 'GET', quiet: '*' });
  });

  it('carries the SDK facts over when no service models are given; a new action counts as not exercised', () => {
    const more = { ...actions, iam: [...actions.iam, 'BrandNew'] };
    const again = buildOperations(authorizations, carriedSdkFacts(built, actions), more, { operations: {} });
    expect(again.operations).toEqual(built.operations);
    expect(again.aliases).toEqual(built.aliases);
    expect(again.unexercised).toEqual({ ...built.unexercised, iam: 'BrandNew' });
  });
});

it('difference names what came and what went', () => {
  expect(difference(['a', 'b'], ['b', 'c'])).toEqual({ added: ['c'], removed: ['a'] });
});
