import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/domain/json.ts';
import { verify } from '../../src/verify/index.ts';
import {
  allow,
  attached,
  collected,
  doc,
  groupArn,
  inlinePolicy,
  managedPolicy,
  role,
  roleArn,
  statement,
  unreadablePolicy,
  user,
} from '../support/builders.ts';
import { catalog, create, explanations, recommend, replace, says, verifyOne } from './support.ts';

const own = inlinePolicy(roleArn('r'), 'own', doc(allow('s3:GetObject', 's3:PutObject')));
const paring = replace(own, doc(allow('s3:PutObject')));
const removed = ['s3:GetObject'];

function afterwards(others: readonly ReturnType<typeof managedPolicy>[], change = paring): string {
  const principal = role('r', [attached(own), ...others.map((policy) => attached(policy))]);
  const verified = verifyOne(
    collected([principal], [own, ...others]),
    recommend([principal], [change], { removed }),
  );
  return says(verified, 'takesEffect');
}

describe('a removed action', () => {
  it('is gone when no policy allows it any more', () => {
    expect(afterwards([managedPolicy('other', doc(allow('s3:Put*', 'kms:*')))])).toBe('passed');
  });

  it.each<[string, JsonObject, string]>([
    ['another policy allows it', doc(allow('s3:getobject')), 's3:GetObject *'],
    ['another policy allows it by a wildcard', doc(allow('*')), 's3:GetObject *'],
    ['another policy allows all but others', doc(statement({ NotAction: 'iam:*' })), 's3:GetObject *'],
    [
      'another policy allows it somewhere',
      doc(statement({ Action: 's3:*', Resource: 'arn:aws:s3:::b/*' })),
      's3:GetObject arn:aws:s3:::b/*',
    ],
    [
      'another policy allows it sometimes',
      doc(statement({ Action: 's3:*', Condition: { Bool: { a: 'true' } } })),
      's3:GetObject *',
    ],
    [
      'another policy denies only some of what it allows',
      doc(allow('s3:*'), statement({ Effect: 'Deny', Action: 's3:Get*', Resource: 'arn:aws:s3:::b/*' })),
      's3:GetObject *',
    ],
  ])('is not when %s', (_, document, counterexample) => {
    expect(afterwards([managedPolicy('other', document)])).toBe(counterexample);
  });

  it('is gone when another policy denies all of it', () => {
    const overlay = doc(allow('s3:*'), statement({ Effect: 'Deny', Action: 's3:Get*' }));
    expect(afterwards([managedPolicy('other', overlay)])).toBe('passed');
  });

  it('is gone when a Deny overlay is created', () => {
    const denial = doc(statement({ Effect: 'Deny', Action: 's3:GetObject' }));
    expect(afterwards([], create(null, 'overlay', roleArn('r'), denial))).toBe('passed');
  });

  it('may still be allowed by a policy that cannot be read', () => {
    expect(afterwards([unreadablePolicy('opaque')])).toBe('* -');
  });

  it('is not gone when a group allows it, and the counterexample says which policy', () => {
    const group = managedPolicy('of-group', doc(allow('kms:*'), allow('s3:*')));
    const mine = managedPolicy('mine', doc(allow('s3:GetObject', 's3:PutObject')));
    const member = user('m', [attached(mine), attached(group, groupArn('g'))]);
    const changes = [replace(mine, doc(allow('s3:PutObject')))];
    const verified = verifyOne(collected([member], [mine, group]), recommend([member], changes, { removed }));
    expect(verified.verification?.takesEffect).toEqual({
      status: 'failed',
      checked: 1,
      counterexamples: [
        {
          principalArn: member.arn,
          policy: 'of-group',
          action: 's3:GetObject',
          resource: '*',
          explanation: 'Statement 1 of of-group still allows it after the change.',
        },
      ],
    });
  });

  it('is not gone for a principal that is not there', () => {
    const principal = role('r', [attached(own)]);
    const ghost = role('ghost', []);
    const verified = verifyOne(
      collected([principal], [own]),
      recommend([principal, ghost], [paring], { removed }),
    );
    expect(explanations(verified, 'takesEffect')).toEqual([
      'There is no such principal among those collected.',
    ]);
  });
});

describe('a removal that requires another recommendation', () => {
  const shared = managedPolicy('shared', doc(allow('s3:GetObject', 'kms:Decrypt')));
  const principal = role('r', [attached(own), attached(shared)]);
  const world = collected([principal], [own, shared]);
  const mine = recommend([principal], [paring], { removed, requires: [shared.id] });
  const statuses = (...recommendations: Parameters<typeof verify>[2]) =>
    verify(world, null, recommendations, catalog).map(({ status }) => status);
  const theirs = (after: JsonObject, requires: readonly string[] = []) =>
    recommend([], [replace(shared, after)], { id: shared.id, requires, removed });

  it('has its effect with it', () => {
    expect(statuses(mine, theirs(doc(allow('kms:Decrypt'))))).toEqual(['verified', 'verified']);
  });

  it('and the other way round', () => {
    expect(statuses(mine, theirs(doc(allow('kms:Decrypt')), [principal.arn]))).toEqual([
      'verified',
      'verified',
    ]);
  });

  it('has none when it is missing', () => {
    expect(statuses(mine)).toEqual(['failed']);
  });

  it('has none when it fails', () => {
    expect(statuses(mine, theirs(doc(allow('kms:*'))))).toEqual(['failed', 'failed']);
  });

  it('has none when it is not proposed', () => {
    const declined = { ...theirs(doc(allow('kms:Decrypt'))), changes: [], notProposed: 'No.' };
    expect(statuses(mine, declined)).toEqual(['failed', 'not-proposed']);
  });
});
