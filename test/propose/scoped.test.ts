import { describe, expect, it } from 'vitest';
import type { Usage, WitnessReport } from '../../src/domain/analysis.ts';
import type { Activity } from '../../src/domain/facts.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import type { Policy } from '../../src/domain/policy.ts';
import { type ProposeOptions, propose } from '../../src/propose/index.ts';
import { verify } from '../../src/verify/index.ts';
import {
  ACCOUNT,
  AS_OF,
  activity,
  analysed,
  analysis,
  applyAll,
  attached,
  collected,
  doc,
  inlinePolicy,
  managedPolicy,
  permission,
  role,
  roleArn,
  statement,
  tinyCatalog,
  WINDOW,
} from '../support/builders.ts';

const catalog = tinyCatalog();
const key = (id: string, region = 'eu-west-1'): string => `arn:aws:kms:${region}:${ACCOUNT}:key/${id}`;

type Call = readonly [event: string, resources: readonly string[], changes?: Partial<Activity>];

const SEEN: WitnessReport = {
  witness: 'cloudtrail-management',
  saw: 'use',
  from: WINDOW.start,
  to: WINDOW.end,
  complete: true,
  detail: '',
} as const;

interface Setting {
  readonly usage?: Readonly<Record<string, Usage>>;
  readonly witness?: Partial<WitnessReport>;
  readonly options?: Partial<ProposeOptions>;
  readonly policy?: Policy;
}

interface Outcome {
  readonly statements: readonly JsonObject[];
  readonly notes: readonly string[];
}

/** Runs one role with one policy of one statement; every action called is `used`, and CloudTrail saw everything. */
function narrow(before: JsonObject, calls: readonly Call[], setting: Setting = {}): Outcome {
  const { policy = inlinePolicy(roleArn('app'), 'p', doc(before)) } = setting;
  const app = role('app', [attached(policy)]);
  const used = Object.fromEntries(calls.map(([event]) => [event, 'used' as const]));
  const witnesses = [{ ...SEEN, ...setting.witness }];
  const permissions = Object.entries({ ...used, ...setting.usage }).map(([action, verdict]) =>
    permission(action, verdict, { witnesses }),
  );
  const judged = analysis(analysed(app, {}, { permissions }));
  const activities = calls.map(([event, resources, changes]) =>
    activity(app, event, { resources, ...changes }),
  );
  const world = collected([app], [policy], activities);
  const run = (from: typeof world) =>
    propose(from, judged, catalog, { target: 'scoped', asOf: AS_OF, ...setting.options });
  const recommendations = run(world);
  const failed = verify(world, judged, recommendations, catalog).filter(({ status }) => status === 'failed');
  expect(failed).toEqual([]);
  const after = applyAll(world, recommendations);
  expect(run(after).flatMap(({ changes }) => changes)).toEqual([]);
  return {
    statements: [...after.policies.values()]
      .flatMap(({ document }) => document?.statements ?? [])
      .map(({ raw }) => raw),
    notes: recommendations.flatMap(({ notes }) => notes ?? []),
  };
}

const decrypt = statement({ Sid: 'Keys', Action: 'kms:Decrypt' });

describe('resources are narrowed', () => {
  it('to the ones seen, keeping the rest of the statement', () => {
    const before = statement({ ...decrypt, Condition: { Bool: { 'aws:SecureTransport': 'true' } } });
    expect(
      narrow(before, [
        ['kms:Decrypt', [key('b')]],
        ['kms:Decrypt', [key('a')]],
      ]).statements,
    ).toEqual([{ ...before, Resource: [key('a'), key('b')] }]);
  });

  it('to a shared beginning when there are many, never across regions', () => {
    const calls = Array.from({ length: 9 }, (_, n): Call => ['kms:Decrypt', [key(`team-${n}`)]]);
    expect(narrow(decrypt, calls).statements).toEqual([{ ...decrypt, Resource: key('team-*') }]);
    expect(narrow(decrypt, [...calls, ['kms:Decrypt', [key('team-x', 'us-east-1')]]]).statements).toEqual([
      { ...decrypt, Resource: [key('team-*'), key('*', 'us-east-1').replace('*', 'team-*')] },
    ]);
  });

  it('not when many share nothing', () => {
    const calls = Array.from({ length: 9 }, (_, n): Call => ['kms:Decrypt', [key(`${n}`)]]);
    expect(narrow(decrypt, calls).statements).toEqual([decrypt]);
  });

  it('with bucket and object ARNs kept apart', () => {
    const before = statement({
      Action: ['s3:GetObject', 's3:ListBucket'],
      Resource: ['arn:aws:s3:::*', 'arn:aws:s3:::*/*'],
    });
    const calls: Call[] = [
      ['s3:GetObject', ['arn:aws:s3:::data', 'arn:aws:s3:::data/in/*']],
      ['s3:ListBucket', ['arn:aws:s3:::data']],
    ];
    expect(narrow(before, calls).statements).toEqual([
      { ...before, Resource: ['arn:aws:s3:::data', 'arn:aws:s3:::data/in/*'] },
    ]);
  });

  it('to one bucket when its objects are many', () => {
    const before = statement({ Action: ['s3:GetObject'] });
    const calls = Array.from({ length: 9 }, (_, n): Call => ['s3:GetObject', [`arn:aws:s3:::data/${n}/*`]]);
    expect(narrow(before, calls).statements).toEqual([{ ...before, Resource: 'arn:aws:s3:::data/*' }]);
  });

  it('while actions without a resource type keep `*` in a statement of their own', () => {
    const before = statement({ Sid: 'Fn', Action: ['lambda:*Function*'] });
    const fn = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:f`;
    const calls: Call[] = [
      ['lambda:GetFunction', [fn]],
      ['lambda:ListFunctions', []],
      ['lambda:UpdateFunctionCode', [fn]],
    ];
    expect(narrow(before, calls, { usage: { 'lambda:InvokeFunction': 'unused' } }).statements).toEqual([
      { ...before, Action: ['lambda:GetFunction', 'lambda:UpdateFunctionCode'], Resource: fn },
      { ...before, Sid: 'FnAnyResource', Action: ['lambda:ListFunctions'] },
    ]);
  });

  it('while a called action whose resource types are not known keeps the resources it had', () => {
    const fn = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:f`;
    const before = statement({
      Action: ['lambda:GetFunction', 'lambda:ListFunctions'],
      Resource: 'arn:aws:lambda:*:*:function:*',
    });
    const narrowed = { ...before, Action: ['lambda:GetFunction'], Resource: fn };
    const calls: Call[] = [['lambda:GetFunction', [fn]]];
    expect(narrow(before, calls).statements).toEqual([{ ...before, Resource: fn }]);
    expect(narrow(before, [...calls, ['lambda:ListFunctions', [fn]]]).statements).toEqual([
      narrowed,
      { ...before, Action: ['lambda:ListFunctions'] },
    ]);
  });

  it('declining for the same reason whatever the order of the calls', () => {
    const before = statement({ Action: ['kms:Decrypt', 'lambda:GetFunction'] });
    const calls: Call[] = [
      ['kms:Decrypt', []],
      ['lambda:GetFunction', []],
    ];
    expect(narrow(before, calls).notes).toEqual(narrow(before, [...calls].reverse()).notes);
  });

  it('keeping types of the action that were not seen, where the original grants them whole', () => {
    const fn = (name: string): string => `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:${name}`;
    const before = statement({ Action: ['lambda:InvokeFunction'] });
    expect(narrow(before, [['lambda:InvokeFunction', [fn('f')]]]).statements).toEqual([
      { ...before, Resource: ['arn:aws:lambda:*:*:function:*:*', fn('f')] },
    ]);
    const part = { ...before, Resource: [fn('f'), fn('g:v*')] };
    const { statements, notes } = narrow(part, [['lambda:InvokeFunction', [fn('f')]]]);
    expect(statements).toEqual([part]);
    expect(notes[0]).toContain('granted in part and was not seen');
  });

  it('not when they are of many parents', () => {
    const before = statement({ Action: ['s3:GetObject'] });
    const calls = Array.from({ length: 9 }, (_, n): Call => ['s3:GetObject', [`arn:aws:s3:::data-${n}/*`]]);
    expect(narrow(before, calls).statements).toEqual([before]);
  });

  it('not at the price of an action that could be removed', () => {
    const filler = statement({ Action: ['s3:ListAllMyBuckets'], Resource: ['r'.repeat(9900)] });
    const policy = inlinePolicy(
      roleArn('app'),
      'p',
      doc(statement({ Action: ['kms:Decrypt', 'iam:PassRole'] }), filler),
    );
    const calls = Array.from({ length: 8 }, (_, n): Call => ['kms:Decrypt', [key(`${n}`)]]);
    const { statements } = narrow(decrypt, calls, { policy, usage: { 'iam:PassRole': 'unused' } });
    expect(statements).toEqual([statement({ Action: ['kms:Decrypt'] }), filler]);
  });

  it('of PassRole to the roles that were passed', () => {
    const before = statement({ Action: ['iam:PassRole'] });
    const features = [`passed-role=${roleArn('worker')}`];
    expect(narrow(before, [['iam:PassRole', [roleArn('other')], { features }]]).statements).toEqual([
      { ...before, Resource: roleArn('worker') },
    ]);
  });

  it('to what this statement allows; other resources were reached by another', () => {
    const before = statement({ Action: ['kms:Decrypt'], Resource: [key('team-*'), key('old-*')] });
    expect(narrow(before, [['kms:Decrypt', [key('team-a')]]]).statements).toEqual([
      { ...before, Resource: [key('team-a')] },
    ]);
  });
});

describe('resources are left alone, and it is said why', () => {
  const seen: Call = ['kms:Decrypt', [key('a')]];
  const exceptions = [{ principalArn: '*', action: 'kms:*', reason: 'x' }];
  const noResource = 'does not tell the resource of a call of kms:Decrypt';
  it.each<[string, string, readonly Call[], Setting?]>([
    ['a call without a resource', noResource, [seen, ['kms:Decrypt', []]]],
    ['too many resources to tell', noResource, [seen, ['kms:Decrypt', ['many']]]],
    ['a resource of another type', noResource, [seen, ['kms:Decrypt', ['arn:aws:s3:::b']]]],
    ['a name with a wildcard in it', noResource, [['kms:Decrypt', [key('a*b')]]]],
    ['last accessed alone', 'not seen in full', [seen], { witness: { witness: 'last-accessed-action' } }],
    ['a log that does not cover the window', 'not seen in full', [seen], { witness: { complete: false } }],
    ['an exception', 'an exception keeps kms:Decrypt', [seen], { options: { exceptions } }],
    ['an unmapped event', 'may be any action of the service', [seen, ['kms:Mystery', []]]],
    [
      'a call that may have',
      'DescribeKey may have used kms:Decrypt',
      [seen, ['kms:DescribeKey', [key('b')]]],
    ],
    ['a break-glass role', 'break-glass', [seen], { options: { breakGlassNames: ['app'] } }],
  ])('%s', (_, reason, calls, setting) => {
    const { statements, notes } = narrow(decrypt, calls, setting);
    expect(statements).toEqual([decrypt]);
    expect(notes).toEqual([expect.stringContaining(reason)]);
    expect(notes[0]).toContain('statement Keys of p');
  });

  const both = statement({ Action: ['kms:Decrypt', 'kms:DescribeKey'] });
  it.each<[string, string, JsonObject, Readonly<Record<string, Usage>>?]>([
    ['another action unknown', 'kms:DescribeKey is not seen in full', both, { 'kms:DescribeKey': 'unknown' }],
    [
      'another only denied',
      'kms:DescribeKey is not seen in full',
      both,
      { 'kms:DescribeKey': 'denied-only' },
    ],
    ['not in the catalog', 'foo:* is not in', statement({ Action: ['kms:Decrypt', 'foo:*'] })],
    [
      'seen, not in the catalog',
      'kms:DeNew is not in',
      statement({ Action: ['kms:De*'] }),
      { 'kms:DeNew': 'used' },
    ],
    ['NotResource', 'NotResource', statement({ Action: ['kms:Decrypt'], NotResource: ['x'] })],
    ['NotAction', 'NotAction', statement({ NotAction: ['iam:*'] })],
    [
      'a variable',
      'variable',
      statement({ Action: ['kms:Decrypt'], Resource: ['*', key('$'.concat('{aws:userid}'))] }),
    ],
    [
      'a resource type with a wildcard',
      'AWS does not say',
      statement({ Action: ['kms:Decrypt'], Resource: [`arn:aws:kms:eu-west-1:${ACCOUNT}:k*/*`] }),
    ],
    [
      'granted in part',
      'only a part of',
      statement({ Action: ['kms:Decrypt'], Resource: [key('a*'), key('?')] }),
    ],
  ])('%s', (name, reason, before, usage = {}) => {
    const call: Call = name === 'granted in part' ? ['kms:Decrypt', [key('*')]] : seen;
    const { statements, notes } = narrow(before, [call], { usage });
    expect(statements).toEqual([before]);
    expect(notes).toEqual([expect.stringContaining(reason)]);
  });

  it('what makes new resources', () => {
    const before = statement({ Action: ['iam:CreateUser'] });
    const { statements, notes } = narrow(before, [['iam:CreateUser', [`arn:aws:iam::${ACCOUNT}:user/u`]]]);
    expect(statements).toEqual([before]);
    expect(notes[0]).toContain('names not seen yet');
  });

  it('a Deny and a policy that a guardrail holds, without a word', () => {
    const deny = statement({ Effect: 'Deny', Action: ['kms:Decrypt'] });
    expect(narrow(deny, [seen])).toEqual({ statements: [deny], notes: [] });
    const versions = [
      { versionId: 'v2', createDate: '2026-09-29T00:00:00Z', isDefault: true, document: null },
    ];
    const policy = managedPolicy('m', doc(decrypt), { versions });
    expect(narrow(decrypt, [seen], { policy })).toEqual({ statements: [decrypt], notes: [] });
  });
});

it('a shared policy keeps the resources of everyone it reaches', () => {
  const policy = managedPolicy('shared', doc(decrypt));
  const [a, b] = [role('a', [attached(policy)]), role('b', [attached(policy)])];
  const permissions = [permission('kms:Decrypt', 'used', { witnesses: [SEEN] })];
  const judged = analysis(analysed(a, {}, { permissions }), analysed(b, {}, { permissions, inScope: false }));
  const calls = [
    activity(a, 'kms:Decrypt', { resources: [key('a')] }),
    activity(b, 'kms:Decrypt', { resources: [key('b')] }),
    activity(role('c', []), 'kms:Decrypt', { resources: [key('c')] }),
  ];
  const recommendations = propose(collected([a, b], [policy], calls), judged, catalog, {
    target: 'scoped',
    asOf: AS_OF,
  });
  expect(recommendations.map(({ id }) => id)).toEqual([policy.id, a.arn]);
  expect(recommendations[0]?.changes[0]?.after).toEqual(doc({ ...decrypt, Resource: [key('a'), key('b')] }));
});
