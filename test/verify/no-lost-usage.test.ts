import { describe, expect, it } from 'vitest';
import type { Activity } from '../../src/domain/facts.ts';
import type { Json, JsonObject } from '../../src/domain/json.ts';
import type { Target } from '../../src/domain/recommendation.ts';
import { verify } from '../../src/verify/index.ts';
import {
  activity,
  allow,
  analysed,
  analysis,
  attached,
  awsPolicy,
  collected,
  doc,
  groupArn,
  inlinePolicy,
  managedPolicy,
  permission,
  role,
  roleArn,
  statement,
  user,
} from '../support/builders.ts';
import { catalog, create, detach, explanations, recommend, replace, says, verifyOne } from './support.ts';

const OWNER = role('r', []);
const OBJECTS = 'arn:aws:s3:::b/*';
const on = (action: Json, resource: Json, rest: JsonObject = {}): JsonObject =>
  statement({ Action: action, Resource: resource, ...rest });
const deny = (action: string, resource = '*'): JsonObject => on(action, resource, { Effect: 'Deny' });
const overTls: JsonObject = { Condition: { Bool: { 'aws:SecureTransport': 'true' } } };

interface Case {
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly event?: string;
  readonly call?: Partial<Activity>;
  readonly removed?: readonly string[];
  readonly target?: Target;
}

function replaying({
  before,
  after,
  event = 's3:GetObject',
  call = {},
  removed = [],
  target = 'scoped',
}: Case): string {
  const policy = inlinePolicy(roleArn('r'), 'p', before);
  const principal = role('r', [attached(policy)]);
  const world = collected([principal], [policy], [activity(OWNER, event, call)]);
  const recommendation = recommend([principal], [replace(policy, after)], { removed, target });
  return says(verifyOne(world, recommendation), 'noLostUsage');
}

describe('an observed call of a replaced policy', () => {
  it.each<[string, Case]>([
    [
      'is kept',
      { before: doc(allow('s3:*')), after: doc(allow('s3:Get*')), removed: S3_BUT('s3:GetObject') },
    ],
    [
      'is kept on its object',
      {
        before: doc(on('s3:GetObject', '*')),
        after: doc(on('s3:GetObject', OBJECTS)),
        call: { resources: ['arn:aws:s3:::b/k'] },
      },
    ],
    [
      'is kept on its reduced key',
      {
        before: doc(on('s3:GetObject', '*')),
        after: doc(on('s3:GetObject', 'arn:aws:s3:::b/p*')),
        call: { resources: ['arn:aws:s3:::b/p/*'] },
      },
    ],
    [
      'is kept by several statements',
      {
        before: doc(on('s3:GetObject', '*')),
        after: doc(on('s3:GetObject', 'arn:aws:s3:::a/k'), on('s3:GetObject', 'arn:aws:s3:::b/k')),
        call: { resources: ['arn:aws:s3:::a/k', 'arn:aws:s3:::b/k'] },
      },
    ],
    [
      'is kept without its condition',
      { before: doc(on('s3:GetObject', '*', overTls)), after: doc(on('s3:GetObject', '*')) },
    ],
    [
      'only counts the keys of its own resource type',
      {
        before: doc(on('s3:GetObject', '*')),
        after: doc(on('s3:GetObject', OBJECTS)),
        call: { resources: ['arn:aws:s3:::b/k', 'arn:aws:s3:::other'] },
      },
    ],
    [
      'counts the bucket, not its objects, for a bucket action',
      {
        before: doc(on('s3:ListBucket', '*')),
        after: doc(on('s3:ListBucket', 'arn:aws:s3:::b')),
        event: 's3:ListBucket',
        call: { resources: ['arn:aws:s3:::b', 'arn:aws:s3:::other/k'] },
      },
    ],
    [
      'needs * only where * was',
      {
        before: doc(on(['s3:ListAllMyBuckets', 's3:GetObject'], ['arn:aws:s3:::a/*', OBJECTS])),
        after: doc(on(['s3:ListAllMyBuckets', 's3:GetObject'], OBJECTS)),
        event: 's3:ListAllMyBuckets',
      },
    ],
    [
      'does not mind a Deny elsewhere',
      {
        before: doc(allow('s3:GetObject')),
        after: doc(allow('s3:GetObject'), deny('s3:GetObject', 'arn:aws:s3:::c/*')),
        call: { resources: ['arn:aws:s3:::b/k'] },
      },
    ],
    [
      'does not mind a Deny that was there',
      { before: doc(allow('s3:*'), deny('s3:Get*')), after: doc(allow('s3:*'), deny('s3:GetObject')) },
    ],
    [
      'that was denied is no use',
      {
        before: doc(allow('s3:GetObject', 's3:PutObject')),
        after: doc(allow('s3:PutObject')),
        call: { outcome: 'denied' },
        removed: ['s3:GetObject'],
      },
    ],
    [
      'of an earlier principal of the name is no use',
      {
        before: doc(allow('s3:GetObject', 's3:PutObject')),
        after: doc(allow('s3:PutObject')),
        call: { principalId: 'AROAOLD', last: '2024-01-01T00:00:00Z' },
        removed: ['s3:GetObject'],
      },
    ],
    [
      'of PassRole is kept for the role passed',
      {
        before: doc(on('iam:PassRole', '*')),
        after: doc(on('iam:PassRole', roleArn('r'))),
        event: 'iam:PassRole',
        call: { features: [`passed-role=${roleArn('r')}`] },
      },
    ],
    [
      'of PassRole is kept for the role named',
      {
        before: doc(on('iam:PassRole', '*')),
        after: doc(on('iam:PassRole', roleArn('r'))),
        event: 'iam:PassRole',
        call: { features: ['passed-role=r'] },
      },
    ],
  ])('%s', (_, given) => {
    expect(replaying(given)).toBe('passed');
  });

  it.each<[string, Case, string]>([
    [
      'to a Deny in passing of an action never seen',
      {
        before: doc(allow('s3:GetObject', 'kms:Decrypt')),
        after: doc(allow('s3:GetObject', 'kms:Decrypt'), deny('kms:Decrypt')),
        removed: ['kms:ScheduleKeyDeletion'],
      },
      'kms:Decrypt *',
    ],
    [
      'to a Deny in passing on some resources, where the target narrows none',
      {
        before: doc(allow('s3:GetObject')),
        after: doc(allow('s3:GetObject'), deny('s3:GetObject', 'arn:aws:s3:::c/*')),
        call: { resources: ['arn:aws:s3:::b/k'] },
        target: 'sensitive',
      },
      's3:GetObject arn:aws:s3:::c/*',
    ],
    [
      'to no allowed action',
      {
        before: doc(allow('s3:GetObject', 's3:PutObject')),
        after: doc(allow('s3:PutObject')),
        removed: ['s3:GetObject'],
      },
      's3:GetObject *',
    ],
    [
      'to another bucket',
      {
        before: doc(on('s3:GetObject', '*')),
        after: doc(on('s3:GetObject', 'arn:aws:s3:::c/*')),
        call: { resources: ['arn:aws:s3:::b/k'] },
      },
      's3:GetObject arn:aws:s3:::b/k',
    ],
    [
      'to one of two keys',
      {
        before: doc(on('s3:GetObject', '*')),
        after: doc(on('s3:GetObject', 'arn:aws:s3:::a/k')),
        call: { resources: ['arn:aws:s3:::a/k', 'arn:aws:s3:::b/k'] },
      },
      's3:GetObject arn:aws:s3:::b/k',
    ],
    [
      'to a part of its reduced key',
      {
        before: doc(on('s3:GetObject', '*')),
        after: doc(on('s3:GetObject', 'arn:aws:s3:::b/p/q*')),
        call: { resources: ['arn:aws:s3:::b/p/*'] },
      },
      's3:GetObject arn:aws:s3:::b/p/*',
    ],
    [
      'when its resource is not known',
      { before: doc(on('s3:GetObject', '*')), after: doc(on('s3:GetObject', OBJECTS)) },
      's3:GetObject *',
    ],
    [
      'when it had too many resources',
      {
        before: doc(on('s3:GetObject', '*')),
        after: doc(on('s3:GetObject', OBJECTS)),
        call: { resources: ['many'] },
      },
      's3:GetObject *',
    ],
    [
      'to a new condition',
      { before: doc(on('s3:GetObject', '*')), after: doc(on('s3:GetObject', '*', overTls)) },
      's3:GetObject *',
    ],
    [
      'of one of two conditions that may have let it pass',
      {
        before: doc(on('s3:GetObject', '*'), on('s3:GetObject', '*', overTls)),
        after: doc(on('s3:GetObject', '*', overTls)),
      },
      's3:GetObject *',
    ],
    [
      'to a new Deny',
      { before: doc(allow('s3:GetObject')), after: doc(allow('s3:GetObject'), deny('s3:G*')) },
      's3:GetObject *',
    ],
    [
      'to a narrower resource of an action that has none',
      {
        before: doc(allow('s3:ListAllMyBuckets')),
        after: doc(on('s3:ListAllMyBuckets', OBJECTS)),
        event: 's3:ListAllMyBuckets',
      },
      's3:ListAllMyBuckets *',
    ],
    [
      'to a role other than the one passed',
      {
        before: doc(on('iam:PassRole', '*')),
        after: doc(on('iam:PassRole', roleArn('q'))),
        event: 'iam:PassRole',
        call: { features: [`passed-role=${roleArn('r')}`] },
      },
      `iam:PassRole ${roleArn('r')}`,
    ],
    [
      'to a role when an instance profile was passed',
      {
        before: doc(on('iam:PassRole', '*')),
        after: doc(on('iam:PassRole', roleArn('r'))),
        event: 'iam:PassRole',
        call: { features: ['passed-role=instance-profile/r'] },
      },
      'iam:PassRole *',
    ],
    [
      'of a contradictory id',
      {
        before: doc(allow('s3:GetObject', 's3:PutObject')),
        after: doc(allow('s3:PutObject')),
        call: { principalId: 'AROAOTHER' },
        removed: ['s3:GetObject'],
      },
      's3:GetObject *',
    ],
    [
      'of an event that no action is known for',
      { before: doc(allow('foo:*', 's3:GetObject')), after: doc(allow('s3:GetObject')), event: 'foo:Bar' },
      'foo:Bar *',
    ],
    [
      'of such an event with letters outside ASCII, which keep their case',
      {
        before: doc(allow('newsvc:\u00c4B', 's3:GetObject')),
        after: doc(allow('s3:GetObject')),
        event: 'newsvc:\u00c4b',
      },
      'newsvc:\u00c4b *',
    ],
    [
      'that nothing lists as removed, although it was never seen',
      { before: doc(allow('s3:GetObject', 's3:PutObject')), after: doc(allow('s3:GetObject')) },
      's3:PutObject *',
    ],
    [
      'on some resources, although the target narrows none',
      { before: doc(on('s3:PutObject', '*')), after: doc(on('s3:PutObject', OBJECTS)), target: 'used' },
      's3:PutObject *',
    ],
  ])('is lost %s', (_, given, counterexample) => {
    expect(replaying(given)).toBe(counterexample);
  });
});

/** Every S3 action of the tiny catalog but one. */
function S3_BUT(kept: string): readonly string[] {
  return catalog.actionsOf('s3').filter((action) => action !== kept);
}

describe('whom a change reaches', () => {
  const shared = managedPolicy('shared', doc(allow('s3:GetObject', 's3:PutObject')));
  const named = role('named', [attached(shared)]);
  const after = doc(allow('s3:PutObject'));
  const changed = recommend([named], [replace(shared, after)], { id: shared.id, removed: ['s3:GetObject'] });

  it.each([
    ['another role with the policy', role('other', [attached(shared)])],
    ['a user who has it through a group', user('member', [attached(shared, groupArn('g'))])],
  ])('includes %s', (_, other) => {
    const verified = verifyOne(
      collected([named, other], [shared], [activity(other, 's3:GetObject')]),
      changed,
    );
    expect(verified.verification?.noLostUsage.counterexamples[0]).toEqual({
      principalArn: other.arn,
      policy: 'shared',
      action: 's3:GetObject',
      resource: '*',
      explanation:
        'Used by s3.amazonaws.com GetObject. Statement 0 allowed it; after the change nothing allows it under the same or weaker conditions.',
    });
  });

  it('includes a role that has it as its permissions boundary', () => {
    const own = managedPolicy('own', doc(allow('s3:*')));
    const bounded = role('bounded', [attached(own)], { permissionsBoundary: shared.id });
    const world = collected([named, bounded], [shared, own], [activity(bounded, 's3:GetObject')]);
    expect(says(verifyOne(world, changed), 'noLostUsage')).toBe('s3:GetObject *');
  });

  it('leaves alone who has it from another policy too', () => {
    const own = managedPolicy('own', doc(allow('s3:Get*')));
    const other = role('other', [attached(shared), attached(own)]);
    const world = collected([named, other], [shared, own], [activity(other, 's3:GetObject')]);
    expect(says(verifyOne(world, changed), 'noLostUsage')).toBe('passed');
  });

  it('leaves alone the group that a policy is not detached from', () => {
    const aws = awsPolicy('Full', doc(allow('s3:GetObject')));
    const member = user('member', [attached(aws), attached(aws, groupArn('g'))]);
    const world = collected([member], [aws], [activity(member, 's3:GetObject')]);
    expect(says(verifyOne(world, recommend([member], [detach(aws, member.arn)])), 'noLostUsage')).toBe(
      'passed',
    );
    expect(says(verifyOne(world, recommend([member], [detach(aws, null)])), 'noLostUsage')).toBe(
      's3:GetObject *',
    );
  });

  it('sees what is created in place of what is detached', () => {
    const aws = awsPolicy('Full', doc(allow('s3:*')));
    const member = user('member', [attached(aws, groupArn('g'))]);
    const world = collected([member], [aws], [activity(member, 's3:GetObject')]);
    const swap = (document: JsonObject) => [
      detach(aws, groupArn('g')),
      create(aws, 'pared', groupArn('g'), document),
    ];
    const says_ = (document: JsonObject, removed: readonly string[]) =>
      says(verifyOne(world, recommend([member], swap(document), { removed })), 'noLostUsage');
    expect(says_(doc(allow('s3:Get*')), S3_BUT('s3:GetObject'))).toBe('passed');
    expect(says_(doc(allow('s3:Put*')), S3_BUT('s3:PutObject'))).toBe('s3:GetObject *');
  });
});

describe('recommendations that apply together', () => {
  const one = managedPolicy('one', doc(allow('s3:GetObject', 's3:PutObject')));
  const two = managedPolicy('two', doc(allow('s3:GetObject', 's3:ListBucket')));
  const principal = role('r', [attached(one), attached(two)]);
  const first = recommend([], [replace(one, doc(allow('s3:PutObject')))], { id: one.id });
  const second = recommend([], [replace(two, doc(allow('s3:ListBucket')))], { id: two.id });
  const world = collected([principal], [one, two], [activity(principal, 's3:GetObject')]);
  const statuses = (...recommendations: Parameters<typeof verify>[2]) =>
    verify(world, null, recommendations, catalog).map(({ status }) => status);

  it('pass alone and fail together when each leaves the use to the other', () => {
    expect(statuses(first)).toEqual(['verified']);
    expect(statuses(second)).toEqual(['verified']);
    expect(statuses(first, second)).toEqual(['failed', 'failed']);
  });

  it('are not failed by one that fails by itself', () => {
    const bad = recommend([], [replace(two, doc(allow('s3:PutObject')))], { id: two.id });
    expect(statuses(first, bad)).toEqual(['verified', 'failed']);
  });
});

describe('what the analysis says must stay', () => {
  const policy = inlinePolicy(roleArn('r'), 'p', doc(allow('s3:GetObject', 's3:PutObject', 'foo:*')));
  const principal = role('r', [attached(policy)]);
  const world = collected(
    [principal],
    [policy],
    [activity(principal, 's3:GetObject', { resources: ['arn:aws:s3:::b/k'] })],
  );
  const dropping = recommend([principal], [replace(policy, doc(allow('s3:PutObject', 'foo:*')))], {
    removed: ['s3:GetObject'],
  });
  const quiet = collected([principal], [policy]);
  const judged = (usage: Parameters<typeof analysed>[1], changes: Parameters<typeof analysed>[2] = {}) =>
    analysis(analysed(principal, usage, changes));

  it.each(['used', 'unknown', 'denied-only'] as const)('an action judged %s', (usage) => {
    const [verified] = verify(quiet, judged({ 's3:GetObject': usage }), [dropping], catalog);
    expect(verified?.verification?.noLostUsage.counterexamples[0]?.explanation).toContain(
      `The evidence says ${usage}.`,
    );
  });

  it('not an action judged unused', () => {
    const [verified] = verify(quiet, judged({ 's3:GetObject': 'unused' }), [dropping], catalog);
    expect(verified?.verification?.noLostUsage.status).toBe('passed');
    const [other] = verify(quiet, judged({}, { otherUnused: ['s3:GetObject'] }), [dropping], catalog);
    expect(other?.verification?.noLostUsage.status).toBe('passed');
  });

  it('an action without any verdict', () => {
    const [verified] = verify(quiet, judged({}), [dropping], catalog);
    expect(verified && explanations(verified, 'noLostUsage')).toEqual([
      'It is removed, and no verdict says that this principal does not use it.',
    ]);
  });

  it('a pattern of an unknown service', () => {
    const recommendation = recommend(
      [principal],
      [replace(policy, doc(allow('s3:GetObject', 's3:PutObject', 'foo:Get*')))],
    );
    const [verified] = verify(quiet, judged({ 'foo:*': 'unknown' }), [recommendation], catalog);
    expect(verified && says(verified, 'noLostUsage')).toBe('foo:* *');
  });

  it('an action that is narrowed although CloudTrail does not witness all of its use', () => {
    const narrowed = doc(on('s3:GetObject', OBJECTS), allow('s3:PutObject', 'foo:*'));
    const recommendation = recommend([principal], [replace(policy, narrowed)], { target: 'scoped' });
    const seen = (complete: boolean) =>
      analysis(
        analysed(
          principal,
          {},
          {
            permissions: [
              permission('s3:GetObject', 'used', {
                witnesses: [
                  { witness: 'cloudtrail-data', saw: 'use', from: '', to: '', complete, detail: '' },
                ],
              }),
            ],
          },
        ),
      );
    const says_ = (complete: boolean) =>
      verify(world, seen(complete), [recommendation], catalog).map((one) => says(one, 'noLostUsage'));
    expect(says_(true)).toEqual(['passed']);
    expect(says_(false)).toEqual(['s3:GetObject *']);
  });
});
