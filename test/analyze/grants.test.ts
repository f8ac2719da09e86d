import { describe, expect, it } from 'vitest';
import { GrantResolver } from '../../src/analyze/grants.ts';
import { ActionIndex } from '../../src/catalog/index.ts';
import { loadCatalog } from '../../src/collect/catalog-files.ts';
import type { Collected } from '../../src/domain/collected.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import type { Policy } from '../../src/domain/policy.ts';
import type { Principal } from '../../src/domain/principal.ts';
import { parsePolicy } from '../../src/iam/index.ts';

const catalog = loadCatalog();
const index = new ActionIndex(catalog);
const ROLE = 'arn:aws:iam::111122223333:role/agent';

function statement(parts: JsonObject): JsonObject {
  return { Effect: 'Allow', Resource: '*', ...parts };
}

function grants(documents: readonly JsonObject[][], boundary: readonly JsonObject[] | null = null) {
  const policies = new Map<string, Policy>();
  const add = (id: string, statements: readonly JsonObject[]): void => {
    policies.set(id, {
      id,
      name: id,
      arn: null,
      kind: 'inline',
      owner: ROLE,
      document: parsePolicy({ Version: '2012-10-17', Statement: statements }),
      problem: null,
      versions: [],
      attachmentCount: null,
      boundaryUsageCount: null,
    });
  };
  documents.forEach((statements, i) => {
    add(`p${i}`, statements);
  });
  if (boundary) add('boundary', boundary);
  const principal: Principal = {
    arn: ROLE,
    uniqueId: 'AROAEXAMPLE',
    type: 'role',
    name: 'agent',
    path: '/',
    account: '111122223333',
    createDate: null,
    tags: [],
    attachments: documents.map((_, i) => ({ policyId: `p${i}`, viaGroup: null })),
    permissionsBoundary: boundary ? 'boundary' : null,
    trustPolicy: null,
    trustProblem: null,
    groups: [],
    instanceProfiles: [],
    lastUsed: null,
  };
  const collected: Collected = {
    principals: [principal],
    policies,
    usage: null,
    lastAccessed: [],
    trails: null,
    inputs: [],
    unreadable: [],
  };
  return new GrantResolver(collected, index).of(principal);
}

describe('GrantResolver', () => {
  it('expands patterns, whatever their case', () => {
    const { has } = grants([[statement({ Action: ['S3:getobject', 'iam:Pass*'] })]]);
    expect([has('s3:GetObject'), has('iam:PassRole'), has('s3:PutObject')]).toEqual([true, true, false]);
  });

  it('grants everything but the list of a NotAction', () => {
    const { has, count } = grants([[statement({ NotAction: ['iam:*', 's3:GetObject'] })]]);
    expect([has('iam:PassRole'), has('s3:GetObject'), has('s3:PutObject')]).toEqual([false, false, true]);
    expect(count).toBe(index.names.length - catalog.actionsOf('iam').length - 1);
  });

  it.each([
    ['unconditional', statement({ Effect: 'Deny', Action: 's3:PutObject' }), false],
    [
      'on some resources',
      statement({ Effect: 'Deny', Action: 's3:PutObject', Resource: 'arn:aws:s3:::a/*' }),
      true,
    ],
    [
      'under a condition',
      statement({
        Effect: 'Deny',
        Action: 's3:PutObject',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
      true,
    ],
  ])('a Deny that is %s leaves the action granted: %s', (_, deny, granted) => {
    expect(grants([[statement({ Action: 's3:*' })], [deny]]).has('s3:PutObject')).toBe(granted);
  });

  it('is limited by the permissions boundary', () => {
    const { has } = grants([[statement({ Action: '*' })]], [statement({ Action: 's3:*' })]);
    expect([has('s3:PutObject'), has('iam:PassRole')]).toEqual([true, false]);
  });

  it('names every statement that grants an action', () => {
    const { sourcesOf } = grants([
      [statement({ Action: 'iam:*' }), statement({ Action: 'iam:PassRole' })],
      [statement({ Action: '*' })],
    ]);
    expect(sourcesOf('iam:PassRole').refs.map(({ policyId, statement: at }) => `${policyId}/${at}`)).toEqual([
      'p0/0',
      'p0/1',
      'p1/0',
    ]);
  });

  it('lists patterns of services and actions the catalog does not know', () => {
    const { unknownPatterns } = grants([
      [statement({ Action: ['newservice:*', 's3:GetObject', 's3:Teleport'] })],
    ]);
    expect(unknownPatterns.map(({ pattern }) => pattern)).toEqual(['newservice:*', 's3:Teleport']);
  });

  it('tells the resources an action is granted on, and that NotResource has no list', () => {
    const listed = grants([
      [statement({ Action: 's3:*', Resource: ['arn:aws:s3:::a', 'arn:aws:s3:::a/*'] })],
    ]);
    expect(listed.sourcesOf('s3:GetObject').resources).toEqual(['arn:aws:s3:::a', 'arn:aws:s3:::a/*']);
    const { Resource: _, ...open } = statement({ Action: 's3:*', NotResource: 'arn:aws:s3:::a' });
    expect(grants([[open]]).sourcesOf('s3:GetObject').resources).toBeNull();
  });
});
