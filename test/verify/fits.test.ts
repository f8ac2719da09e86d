import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/domain/json.ts';
import type { Policy } from '../../src/domain/policy.ts';
import type { Principal } from '../../src/domain/principal.ts';
import type { PolicyChange } from '../../src/domain/recommendation.ts';
import { verify } from '../../src/verify/index.ts';
import {
  ACCOUNT,
  allow,
  attached,
  awsPolicy,
  collected,
  doc,
  groupArn,
  inlinePolicy,
  managedPolicy,
  role,
  roleArn,
  statement,
  user,
  userArn,
} from '../support/builders.ts';
import { catalog, create, detach, explanations, recommend, remove, replace, verifyOne } from './support.ts';

function problems(
  principal: Principal,
  policies: readonly Policy[],
  changes: readonly PolicyChange[],
): readonly string[] {
  return explanations(verifyOne(collected([principal], policies), recommend([principal], changes)), 'fits');
}

/** A document of exactly so many characters without white space. */
function ofSize(characters: number): JsonObject {
  const empty = JSON.stringify(doc(allow(''))).length;
  return doc(allow('x'.repeat(characters - empty)));
}

describe('sizes', () => {
  const managed = managedPolicy('m', doc(allow('*')));
  const holder = role('r', [attached(managed)]);

  it('of a managed policy are counted by document', () => {
    expect(problems(holder, [managed], [replace(managed, ofSize(6144))])).toEqual([]);
    expect(problems(holder, [managed], [replace(managed, ofSize(6145))])).toEqual([
      'It is 6145 characters long; IAM allows 6144.',
    ]);
  });

  it.each([
    ['role', roleArn('r'), 10_240],
    ['user', userArn('r'), 2048],
    ['group', groupArn('r'), 5120],
  ])('of inline policies are added up over their %s', (_, owner, limit) => {
    const policies = [
      inlinePolicy(owner, 'a', ofSize(1000)),
      inlinePolicy(owner, 'b', doc(allow('*'))),
    ] as const;
    const viaGroup = owner.includes(':group/') ? owner : null;
    const principal = (owner.includes(':role/') ? role : user)(
      'r',
      policies.map((policy) => attached(policy, viaGroup)),
    );
    const replacing = (characters: number) =>
      problems(principal, policies, [replace(policies[1], ofSize(characters))]);
    expect(replacing(limit - 1000)).toEqual([]);
    expect(replacing(limit - 999)).toEqual([`It is ${limit + 1} characters long; IAM allows ${limit}.`]);
  });

  it('are listed', () => {
    const verified = verifyOne(
      collected([holder], [managed]),
      recommend([holder], [replace(managed, ofSize(100))]),
    );
    expect(verified.verification?.fits.sizes).toEqual([{ policy: 'm', characters: 100, limit: 6144 }]);
  });
});

describe('documents', () => {
  const managed = managedPolicy('m', doc(allow('*')));
  const holder = role('r', [attached(managed)]);

  it.each<[string, JsonObject, string]>([
    ['an empty Statement', doc(), 'The new document is not a policy: Statement: is empty'],
    [
      'Action beside NotAction',
      doc({ ...allow('s3:*'), NotAction: 'iam:*' }),
      'has both Action and NotAction',
    ],
    ['no Resource', doc({ Effect: 'Allow', Action: 's3:*' }), 'has neither Resource nor NotResource'],
    [
      'a misspelt Condition',
      doc({ ...allow('s3:*'), condition: {} }),
      'is not an element of a statement; write Condition',
    ],
    ['a Principal', doc({ ...allow('s3:*'), Principal: '*' }), 'Statement[0] has a Principal'],
    [
      'a Sid with a space',
      doc(statement({ Sid: 'a b', Action: 's3:*' })),
      'may hold only letters and digits',
    ],
    [
      'a Sid twice',
      doc(statement({ Sid: 'a', Action: 's3:*' }), statement({ Sid: 'a', Action: 'kms:*' })),
      'is not unique',
    ],
    [
      'a character that IAM refuses',
      doc(statement({ Action: 's3:*', Resource: 'arn:aws:s3:::b/\u4e2d' })),
      'IAM does not allow these characters',
    ],
  ])('with %s do not fit', (_, after, problem) => {
    expect(problems(holder, [managed], [replace(managed, after)])[0]).toContain(problem);
  });
});

describe('places', () => {
  const aws = awsPolicy('Full', doc(allow('s3:*')));
  const managed = managedPolicy('m', doc(allow('s3:*')));
  const ssoName = 'AWSReservedSSO_Admin_0123456789abcdef';
  const after = doc(allow('s3:Get*'));
  const linked = role('AWSServiceRoleForX', [], {
    arn: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/x/AWSServiceRoleForX`,
  });
  const sso = role(ssoName, [], {
    arn: `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/${ssoName}`,
  });
  const policies = [aws, managed];
  const holds = (principal: Principal) => ({
    ...principal,
    attachments: policies.map((policy) => attached(policy)),
  });
  const plain = holds(role('r', []));

  it.each<[string, Principal, readonly PolicyChange[], string]>([
    ['AWS managed policy', plain, [replace(aws, after)], 'An AWS managed policy cannot be edited.'],
    [
      'policy that is not there',
      plain,
      [replace(managedPolicy('gone', after), after)],
      'There is no such policy among those collected.',
    ],
    [
      'policy of another kind',
      plain,
      [replace(managed, after, { policyKind: 'inline' })],
      'It is not a policy of kind inline but managed.',
    ],
    [
      'service-linked role',
      holds(linked),
      [detach(aws, linked.arn)],
      'A service-linked role cannot be edited.',
    ],
    [
      'Identity Center role',
      holds(sso),
      [detach(aws, sso.arn)],
      'The role belongs to IAM Identity Center: its permission set is what to change.',
    ],
    [
      'name that is taken',
      plain,
      [detach(aws, plain.arn), create(aws, 'M', plain.arn, after)],
      'The account has a managed policy of this name already.',
    ],
    [
      'name that IAM refuses',
      plain,
      [detach(aws, plain.arn), create(aws, 'a b', plain.arn, after)],
      'IAM does not allow this name for a policy.',
    ],
    [
      'removal with a document',
      plain,
      [{ ...detach(aws, plain.arn), after }],
      'A change that removes a policy cannot have a new document.',
    ],
    [
      'replacement without one',
      plain,
      [{ ...replace(managed, after), after: null }],
      'There is no new document.',
    ],
    [
      'policy changed twice',
      plain,
      [replace(managed, after), replace(managed, doc(allow('s3:List*')))],
      'Another change is about the same policy; only one can be made.',
    ],
  ])('refuse a %s', (_, principal, changes, problem) => {
    expect(problems(principal, policies, changes)).toContain(problem);
  });

  it('refuse two recommendations for one document', () => {
    const recommendations = ['a', 'b'].map((id) =>
      recommend([plain], [replace(managed, after)], { id, target: 'scoped' }),
    );
    const verified = verify(collected([plain], policies), null, recommendations, catalog);
    expect(verified.map((one) => explanations(one, 'fits'))).toEqual([
      ['Another change is about the same policy, in the recommendation b; only one can be made.'],
      ['Another change is about the same policy, in the recommendation a; only one can be made.'],
    ]);
  });

  it('take an inline policy that is deleted', () => {
    const inline = inlinePolicy(roleArn('r'), 'i', doc(allow('s3:*')));
    expect(problems(role('r', [attached(inline)]), [inline], [remove(inline)])).toEqual([]);
  });
});

describe('attachments', () => {
  const aws = awsPolicy('Full', doc(allow('s3:*')));
  const changes = (count: number) =>
    Array.from({ length: count }, (_, at) => create(aws, `part${at}`, roleArn('r'), doc(allow('s3:Get*'))));
  const others = (count: number) =>
    Array.from({ length: count }, (_, at) => managedPolicy(`m${at}`, doc(allow('kms:*'))));
  const attaching = (existing: number, created: number) => {
    const policies = [aws, ...others(existing - 1)];
    const principal = role(
      'r',
      policies.map((policy) => attached(policy)),
    );
    return problems(principal, policies, [detach(aws, principal.arn), ...changes(created)]);
  };

  it('stay within ten', () => {
    expect(attaching(10, 1)).toEqual([]);
    expect(attaching(10, 2)).toEqual(['It would have 11 managed policies attached; IAM allows 10.']);
  });

  it('of a raised quota may stay as many', () => {
    expect(attaching(12, 1)).toEqual([]);
    expect(attaching(12, 2)).toEqual(['It would have 13 managed policies attached; IAM allows 10.']);
  });
});
