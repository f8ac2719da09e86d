import { describe, expect, it } from 'vitest';
import type { Collected } from '../../src/domain/collected.ts';
import type { Json, JsonObject } from '../../src/domain/json.ts';
import {
  allow,
  awsPolicy,
  collected,
  doc,
  inlinePolicy,
  managedPolicy,
  role,
  roleArn,
  statement,
} from '../support/builders.ts';
import { create, detach, explanations, recommend, remove, replace, says, verifyOne } from './support.ts';

/** What the check says of replacing the only policy of a role. */
function replacing(before: JsonObject, after: JsonObject): string {
  const policy = inlinePolicy(roleArn('r'), 'p', before);
  const principal = role('r', [{ policyId: policy.id, viaGroup: null }]);
  return says(
    verifyOne(collected([principal], [policy]), recommend([principal], [replace(policy, after)])),
    'noNewAccess',
  );
}

const deny = (action: string, rest: JsonObject = {}): JsonObject =>
  statement({ Effect: 'Deny', Action: action, ...rest });
const on = (action: Json, resource: Json, rest: JsonObject = {}): JsonObject =>
  statement({ Action: action, Resource: resource, ...rest });
const when = (operator: string, key: string, values: Json): JsonObject => ({
  Condition: { [operator]: { [key]: values } },
});

const BUCKET = 'arn:aws:s3:::b';
const OBJECTS = 'arn:aws:s3:::b/*';
const NAME = '${aws:username}';

describe('what a replacement may do', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['nothing', doc(allow('s3:*')), doc(allow('s3:*'))],
    ['drop an action', doc(allow('s3:GetObject', 's3:PutObject')), doc(allow('s3:GetObject'))],
    ['split a wildcard', doc(allow('s3:*')), doc(allow('s3:Get*', 's3:List*'))],
    ['change case', doc(allow('s3:getobject')), doc(allow('S3:GetObject'))],
    ['narrow a resource', doc(on('s3:*', 'arn:aws:s3:::*')), doc(on('s3:*', [BUCKET, OBJECTS]))],
    ['turn * into ?', doc(on('s3:*', 'arn:aws:s3:::b*')), doc(on('s3:*', 'arn:aws:s3:::b?'))],
    [
      'add a condition',
      doc(allow('s3:*')),
      doc(on('s3:*', '*', when('Bool', 'aws:SecureTransport', 'true'))),
    ],
    [
      'drop a value of a condition',
      doc(on('s3:*', '*', when('StringEquals', 'aws:RequestedRegion', ['eu-west-1', 'us-east-1']))),
      doc(on('s3:*', '*', when('stringequals', 'AWS:requestedregion', 'us-east-1'))),
    ],
    [
      'add a value to a negative condition',
      doc(on('s3:*', '*', when('StringNotEquals', 'aws:PrincipalTag/a', 'x'))),
      doc(on('s3:*', '*', when('StringNotEquals', 'aws:PrincipalTag/a', ['y', 'x']))),
    ],
    [
      'exclude one more action',
      doc(statement({ NotAction: 'iam:*' })),
      doc(statement({ NotAction: ['iam:*', 'kms:*'] })),
    ],
    [
      'turn NotAction into a list outside it',
      doc(statement({ NotAction: 'iam:*' })),
      doc(allow('s3:*', 'kms:Decrypt')),
    ],
    [
      'turn NotResource into another bucket',
      doc(statement({ Action: 's3:*', NotResource: OBJECTS })),
      doc(on('s3:*', 'arn:aws:s3:::c/*')),
    ],
    ['turn * into NotAction', doc(allow('*')), doc(statement({ NotAction: 'iam:*' }))],
    [
      'merge statements',
      doc(allow('s3:Get*'), allow('s3:List*')),
      doc(allow('s3:GetObject', 's3:ListBucket')),
    ],
    ['merge resources', doc(on('s3:*', BUCKET), on('s3:*', OBJECTS)), doc(on('s3:*', [BUCKET, OBJECTS]))],
    [
      'cover a pattern by two statements',
      doc(on('s3:*', BUCKET), on('s3:*', `${BUCKET}?*`)),
      doc(on('s3:*', `${BUCKET}*`)),
    ],
    ['widen a Deny', doc(allow('s3:*'), deny('s3:GetObject')), doc(allow('s3:*'), deny('s3:Get*'))],
    ['add a Deny', doc(allow('s3:*')), doc(allow('s3:*'), deny('kms:*'))],
    [
      'loosen the condition of a Deny',
      doc(allow('s3:*'), deny('s3:*', when('StringEquals', 'aws:RequestedRegion', 'us-east-1'))),
      doc(allow('s3:*'), deny('s3:*')),
    ],
    [
      'keep a policy variable',
      doc(on('s3:*', `arn:aws:s3:::b/${NAME}/*`)),
      doc(on('s3:Get*', `arn:aws:s3:::b/${NAME}/*`)),
    ],
    [
      'put a policy variable in place of *',
      doc(on('s3:*', OBJECTS)),
      doc(on('s3:*', `arn:aws:s3:::b/${NAME}`)),
    ],
    [
      'name the newer Version where nothing hangs on it',
      { ...doc(allow('s3:*')), Version: '2008-10-17' },
      doc(allow('s3:*')),
    ],
  ])('%s', (_, before, after) => {
    expect(replacing(before, after)).toBe('passed');
  });

  it.each<[string, JsonObject, JsonObject, string]>([
    [
      'add an action',
      doc(allow('s3:GetObject')),
      doc(allow('s3:GetObject', 's3:PutObject')),
      's3:PutObject *',
    ],
    ['widen a pattern', doc(allow('s3:Get*')), doc(allow('s3:G*', 's3:P*')), 's3:PutObject *'],
    ['turn ? into * in an action', doc(allow('s3:?etObject')), doc(allow('s3:*etObject')), 's3:etobject *'],
    [
      'widen a resource',
      doc(on('s3:GetObject', OBJECTS)),
      doc(on('s3:GetObject', 'arn:aws:s3:::*')),
      's3:GetObject arn:aws:s3:::*',
    ],
    [
      'turn ? into * in a resource',
      doc(on('s3:GetObject', 'arn:aws:s3:::b?')),
      doc(on('s3:GetObject', 'arn:aws:s3:::b*')),
      's3:GetObject arn:aws:s3:::b',
    ],
    [
      'swap bucket and object',
      doc(on('s3:*', BUCKET)),
      doc(on('s3:*', OBJECTS)),
      `s3:DeleteObject ${BUCKET}/*`,
    ],
    [
      'change the case of a resource',
      doc(on('s3:*', BUCKET)),
      doc(on('s3:*', 'arn:aws:s3:::B')),
      's3:DeleteObject arn:aws:s3:::B',
    ],
    [
      'drop a condition',
      doc(on('kms:Decrypt', '*', when('Bool', 'a', 'true'))),
      doc(allow('kms:Decrypt')),
      'kms:Decrypt *',
    ],
    [
      'add a value to a condition',
      doc(on('kms:Decrypt', '*', when('StringEquals', 'a', 'x'))),
      doc(on('kms:Decrypt', '*', when('StringEquals', 'a', ['x', 'y']))),
      'kms:Decrypt *',
    ],
    [
      'drop a value of a negative condition',
      doc(on('kms:Decrypt', '*', when('StringNotLike', 'a', ['x', 'y']))),
      doc(on('kms:Decrypt', '*', when('StringNotLike', 'a', 'x'))),
      'kms:Decrypt *',
    ],
    [
      'weaken the operator',
      doc(on('kms:Decrypt', '*', when('StringEquals', 'a', 'x'))),
      doc(on('kms:Decrypt', '*', when('StringEqualsIfExists', 'a', 'x'))),
      'kms:Decrypt *',
    ],
    [
      'turn ForAnyValue into ForAllValues',
      doc(on('kms:Decrypt', '*', when('ForAnyValue:StringEquals', 'a', 'x'))),
      doc(on('kms:Decrypt', '*', when('ForAllValues:StringEquals', 'a', 'x'))),
      'kms:Decrypt *',
    ],
    [
      'drop one of two conditions on a key',
      doc(on('kms:Decrypt', '*', { Condition: { StringLike: { a: 'x*' }, StringNotLike: { a: 'xy' } } })),
      doc(on('kms:Decrypt', '*', when('StringLike', 'a', 'x*'))),
      'kms:Decrypt *',
    ],
    [
      'forget an excluded action',
      doc(statement({ NotAction: ['iam:*', 'kms:*'] })),
      doc(statement({ NotAction: 'iam:*' })),
      'kms:CreateKey *',
    ],
    [
      'turn NotAction into its own list',
      doc(statement({ NotAction: ['iam:PassRole'] })),
      doc(allow('iam:PassRole')),
      'iam:PassRole *',
    ],
    [
      'turn NotAction into *',
      doc(statement({ NotAction: 'iam:*' })),
      doc(allow('*')),
      'iam:AttachRolePolicy *',
    ],
    [
      'turn a list into NotAction',
      doc(allow('s3:*')),
      doc(statement({ NotAction: 'iam:*' })),
      'aws-external-anthropic:CreateWorkspace *',
    ],
    [
      'turn NotResource into its own list',
      doc(statement({ Action: 's3:GetObject', NotResource: OBJECTS })),
      doc(on('s3:GetObject', OBJECTS)),
      `s3:GetObject ${BUCKET}/*`,
    ],
    [
      'turn a resource into NotResource',
      doc(on('s3:GetObject', OBJECTS)),
      doc(statement({ Action: 's3:GetObject', NotResource: OBJECTS })),
      's3:GetObject *',
    ],
    [
      'cross actions and resources of two statements',
      doc(on('s3:GetObject', BUCKET), on('s3:PutObject', OBJECTS)),
      doc(on(['s3:GetObject', 's3:PutObject'], [BUCKET, OBJECTS])),
      `s3:GetObject ${BUCKET}/*`,
    ],
    ['drop a Deny', doc(allow('s3:*'), deny('s3:DeleteObject')), doc(allow('s3:*')), 's3:DeleteObject *'],
    [
      'narrow a Deny',
      doc(allow('s3:*'), deny('s3:*Object')),
      doc(allow('s3:*'), deny('s3:GetObject')),
      's3:DeleteObject *',
    ],
    [
      'narrow the resource of a Deny',
      doc(allow('s3:*'), deny('s3:GetObject')),
      doc(allow('s3:*'), deny('s3:GetObject', { Resource: OBJECTS })),
      's3:GetObject *',
    ],
    [
      'tighten the condition of a Deny',
      doc(allow('s3:*'), deny('s3:GetObject')),
      doc(allow('s3:*'), deny('s3:GetObject', when('Bool', 'a', 'true'))),
      's3:GetObject *',
    ],
    [
      'turn a Deny into an Allow',
      doc(deny('kms:Decrypt'), allow('s3:*')),
      doc(allow('kms:Decrypt'), allow('s3:*')),
      'kms:Decrypt *',
    ],
    [
      'turn plain text into a policy variable',
      { ...doc(on('s3:GetObject', `arn:aws:s3:::b/${NAME}`)), Version: '2008-10-17' },
      doc(on('s3:GetObject', `arn:aws:s3:::b/${NAME}`)),
      `s3:GetObject arn:aws:s3:::b/${NAME}`,
    ],
    [
      'turn a policy variable into plain text',
      doc(on('s3:GetObject', `arn:aws:s3:::b/${NAME}`)),
      { ...doc(on('s3:GetObject', `arn:aws:s3:::b/${NAME}`)), Version: '2008-10-17' },
      `s3:GetObject arn:aws:s3:::b/${NAME}`,
    ],
    [
      'drop the Version that a condition variable needs',
      doc(on('kms:Decrypt', '*', when('StringEquals', 'a', NAME))),
      { Statement: [on('kms:Decrypt', '*', when('StringEquals', 'a', NAME))] },
      'kms:Decrypt *',
    ],
    [
      'replace a policy variable by a value',
      doc(on('s3:GetObject', `arn:aws:s3:::b/${NAME}`)),
      doc(on('s3:GetObject', 'arn:aws:s3:::b/alice')),
      's3:GetObject arn:aws:s3:::b/alice',
    ],
    [
      'exclude a policy variable only',
      doc(statement({ Action: 's3:GetObject', NotResource: 'arn:aws:s3:::b/admin' })),
      doc(on('s3:GetObject', `arn:aws:s3:::b/${NAME}`)),
      's3:GetObject arn:aws:s3:::b/admin',
    ],
    ['name a Principal', doc(allow('s3:*')), doc({ ...allow('s3:*'), Principal: '*' }), '* -'],
  ])('not: %s', (_, before, after, counterexample) => {
    expect(replacing(before, after)).toBe(counterexample);
  });
});

describe('what detaching and creating may do', () => {
  const aws = awsPolicy('Full', doc(allow('s3:*', 'kms:*')));
  const withDeny = managedPolicy('Guarded', doc(allow('s3:*'), deny('s3:DeleteObject')));
  const other = managedPolicy('Other', doc(deny('s3:Delete*')));
  const principal = role(
    'r',
    [aws, withDeny, other].map(({ id }) => ({ policyId: id, viaGroup: null })),
  );
  const stranger = role('s', []);
  const before = collected([principal, stranger], [aws, withDeny, other]);
  const alone = collected([role('r', [{ policyId: withDeny.id, viaGroup: null }])], [withDeny]);

  it('lets an AWS managed policy be replaced by what it covers', () => {
    const changes = [
      detach(aws, principal.arn),
      create(aws, 'Full-pared', principal.arn, doc(allow('s3:Get*'))),
    ];
    expect(says(verifyOne(before, recommend([principal], changes)), 'noNewAccess')).toBe('passed');
  });

  it('lets nothing be created beyond what is detached there', () => {
    const after = doc(allow('s3:GetObject', 'iam:PassRole'));
    const changes = [detach(aws, principal.arn), create(aws, 'Full-pared', principal.arn, after)];
    expect(says(verifyOne(before, recommend([principal], changes)), 'noNewAccess')).toBe('iam:PassRole *');
  });

  it.each([
    [
      'on a principal that never had the original',
      [create(aws, 'Full-pared', stranger.arn, doc(allow('s3:Get*')))],
    ],
    ['from an original that stays', [create(aws, 'Full-pared', principal.arn, doc(allow('s3:Get*')))]],
    [
      'on a principal from whom nothing was detached',
      [detach(aws, principal.arn), create(aws, 'Full-pared', stranger.arn, doc(allow('s3:Get*')))],
    ],
    [
      'from an original detached where it was not attached',
      [detach(aws, stranger.arn), create(aws, 'Full-pared', stranger.arn, doc(allow('s3:Get*')))],
    ],
    ['out of nothing', [create(null, 'New', principal.arn, doc(allow('s3:Get*')))]],
  ])('does not let a policy be created %s', (_, changes) => {
    expect(verifyOne(before, recommend([principal], changes)).verification?.noNewAccess.status).toBe(
      'failed',
    );
  });

  it('lets a policy be split for the one holder it has, its Deny into the other part', () => {
    const changes = [
      replace(withDeny, doc(allow('s3:Get*')), { target: principal.arn }),
      create(withDeny, 'Guarded-2', principal.arn, doc(allow('s3:Put*'), deny('s3:DeleteObject'))),
    ];
    const own = role('r', [{ policyId: withDeny.id, viaGroup: null }]);
    const said = (world: Collected) => says(verifyOne(world, recommend([own], changes)), 'noNewAccess');
    expect(said(alone)).toBe('passed');
    const sharing = role('s', [{ policyId: withDeny.id, viaGroup: null }]);
    expect(said(collected([own, sharing], [withDeny]))).not.toBe('passed');
    const bounded = role('t', [], { permissionsBoundary: withDeny.id });
    expect(said(collected([own, bounded], [withDeny]))).not.toBe('passed');
  });

  it('does not let a part be split off to whom the policy is not attached', () => {
    const changes = [
      replace(other, doc(deny('s3:Delete*')), { target: principal.arn }),
      create(withDeny, 'Guarded-2', stranger.arn, doc(allow('s3:Put*'))),
    ];
    expect(says(verifyOne(before, recommend([principal], changes)), 'noNewAccess')).not.toBe('passed');
  });

  it('lets a Deny-only policy be created out of nothing', () => {
    const changes = [create(null, 'Overlay', principal.arn, doc(deny('kms:*')))];
    expect(says(verifyOne(before, recommend([principal], changes)), 'noNewAccess')).toBe('passed');
  });

  it('lets a policy without a Deny be deleted', () => {
    expect(says(verifyOne(before, recommend([principal], [detach(aws, principal.arn)])), 'noNewAccess')).toBe(
      'passed',
    );
  });

  it('does not let a Deny go with its policy', () => {
    const verified = verifyOne(alone, recommend([principal], [detach(withDeny, principal.arn)]));
    expect(says(verified, 'noNewAccess')).toBe('s3:DeleteObject *');
    expect(explanations(verified, 'noNewAccess')[0]).toContain('Statement 1 of the original denies it');
  });

  it('does not let a Deny go from everyone', () => {
    expect(says(verifyOne(alone, recommend([principal], [remove(withDeny, null)])), 'noNewAccess')).toBe(
      's3:DeleteObject *',
    );
  });

  it('lets a Deny go that the created policy keeps', () => {
    const after = doc(allow('s3:Get*'), deny('s3:DeleteObject'));
    const changes = [
      detach(withDeny, principal.arn),
      create(withDeny, 'Guarded-pared', principal.arn, after),
    ];
    expect(says(verifyOne(alone, recommend([principal], changes)), 'noNewAccess')).toBe('passed');
  });

  it('lets a Deny go that another policy of the same holder keeps', () => {
    expect(
      says(verifyOne(before, recommend([principal], [detach(withDeny, principal.arn)])), 'noNewAccess'),
    ).toBe('passed');
  });

  it('does not count a keeper that changes too', () => {
    const changes = [detach(withDeny, principal.arn), detach(other, principal.arn)];
    expect(says(verifyOne(before, recommend([principal], changes)), 'noNewAccess')).toBe('s3:DeleteObject *');
  });

  it('does not prove anything against a document that was not collected', () => {
    const stale = replace(withDeny, doc(allow('s3:*')), { before: doc(allow('s3:*')) });
    expect(explanations(verifyOne(alone, recommend([principal], [stale])), 'noNewAccess')).toEqual([
      'What it says to replace is not the document that was collected.',
    ]);
  });
});
