import { describe, expect, it } from 'vitest';
import type { Usage } from '../../src/domain/analysis.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import type { Policy } from '../../src/domain/policy.ts';
import { POLICY_LIMITS, policySize } from '../../src/iam/index.ts';
import { type ProposeOptions, propose } from '../../src/propose/index.ts';
import { splitDocument } from '../../src/propose/split-document.ts';
import {
  AS_OF,
  allow,
  analysed,
  analysis,
  applyAll,
  attached,
  awsPolicy,
  collected,
  doc,
  inlinePolicy,
  managedPolicy,
  role,
  roleArn,
  SENSITIVE,
  statement,
  tinyCatalog,
} from '../support/builders.ts';

const catalog = tinyCatalog();
const LIMIT = POLICY_LIMITS.managed.characters;

/** A statement that is `characters` long by its resources, and has nothing to do with any removal. */
function bulk(characters: number): JsonObject {
  const without = policySize(statement({ Action: ['s3:PutObject'], Resource: [''] }));
  return statement({ Action: ['s3:PutObject'], Resource: ['r'.repeat(characters - without)] });
}

function runRole(
  policies: readonly Policy[],
  usage: Readonly<Record<string, Usage>>,
  options: Partial<ProposeOptions> = {},
) {
  const app = role(
    'app',
    policies.map((policy) => attached(policy)),
  );
  const world = collected([app], policies);
  const judged = analysis(analysed(app, usage));
  const go = (from: typeof world) =>
    propose(from, judged, catalog, { target: 'sensitive', asOf: AS_OF, ...options });
  const recommendations = go(world);
  const [only] = recommendations;
  if (only === undefined || recommendations.length > 1) throw new Error('not one recommendation');
  return { only, again: go(applyAll(world, recommendations)) };
}

/** A NotAction statement that leaves `room` characters of the limit for more. */
function complement(room: number): JsonObject {
  const made = (resource: string): JsonObject =>
    doc({ Effect: 'Allow', NotAction: ['sts:AssumeRole'], Resource: resource });
  return made('r'.repeat(LIMIT - room - policySize(made(''))));
}

const allUnused = Object.fromEntries(SENSITIVE.map((action) => [action, 'unused' as const]));

describe('a managed policy that grows over the limit', () => {
  it('is split by statements, the first part in its place', () => {
    const one = bulk(3000);
    const padded = doc(one, bulk(LIMIT - policySize(doc(one, allow('kms:*'))) - 1), allow('kms:*'));
    expect(policySize(padded)).toBe(LIMIT);
    const { only, again } = runRole([managedPolicy('big', padded)], { 'kms:Decrypt': 'unused' });
    expect(only.changes.map(({ kind, policy }) => [kind, policy])).toEqual([
      ['replace', 'big'],
      ['create', 'big-paredown-2'],
    ]);
    const statements = only.changes.flatMap(({ after }) => (after?.Statement ?? []) as readonly JsonObject[]);
    expect(statements).toEqual([
      ...(padded.Statement as readonly JsonObject[]).slice(0, 2),
      allow('kms:CreateKey', 'kms:DescribeKey', 'kms:ScheduleKeyDeletion'),
    ]);
    for (const { after } of only.changes) expect(policySize(after ?? {})).toBeLessThanOrEqual(LIMIT);
    expect(only.notes?.join()).toContain('split into 2');
    expect(again[0]?.changes).toEqual([]);
  });

  it('is not split where ten policies are attached already', () => {
    const padded = doc(bulk(LIMIT - policySize(doc(allow('kms:*'))) - 1), allow('kms:*'));
    const others = Array.from({ length: 9 }, (_, index) =>
      managedPolicy(`other${index}`, doc(allow('s3:ListBucket'))),
    );
    const { only } = runRole([managedPolicy('big', padded), ...others], { 'kms:Decrypt': 'unused' });
    expect(only).toMatchObject({ changes: [], kept: [{ guardrail: 'policy-size-limit' }] });
    expect(only.notProposed).toContain('11 managed policies of the 10');
  });

  it('loses the most severe actions first where NotAction has no room for all, and denies the rest', () => {
    const { only, again } = runRole([managedPolicy('big', complement(60))], allUnused);
    const [replaced, denied] = only.changes;
    expect(replaced).toMatchObject({ kind: 'replace', policy: 'big' });
    expect(replaced?.after?.Statement).toMatchObject([
      { NotAction: ['sts:AssumeRole', 'iam:AttachRolePolicy', 'iam:CreateUser', 'iam:PassRole'] },
    ]);
    expect(denied).toMatchObject({
      kind: 'create',
      policy: 'big-paredown-deny',
      policyKind: 'managed',
      target: roleArn('app'),
      before: null,
      after: doc({
        Sid: 'ParedownDeny',
        Effect: 'Deny',
        Action: [
          'kms:Decrypt',
          'kms:ScheduleKeyDeletion',
          'lambda:UpdateFunctionCode',
          's3:DeleteObject',
          's3:GetObject',
        ],
        Resource: '*',
      }),
    });
    expect(only.changes).toHaveLength(2);
    expect(only.removed).toHaveLength(8);
    expect(only.kept).toMatchObject([{ action: 'sts:GetWebIdentityToken', guardrail: 'dependency' }]);
    expect(only.notes?.join()).toContain('Explicit Denies in a further policy take 5 of the removed actions');
    expect(again[0]?.changes).toEqual([]);
  });

  it('stays as it is, and all is denied beside it, where there is room for nothing', () => {
    const own = inlinePolicy(roleArn('app'), 'own', doc(allow('kms:*')));
    const { only, again } = runRole([managedPolicy('big', complement(5)), own], { 'kms:Decrypt': 'unused' });
    expect(only.changes.map(({ kind, policy }) => `${kind} ${policy}`)).toEqual([
      'create big-paredown-deny',
      'replace own',
    ]);
    expect(only.removed).toEqual(['kms:Decrypt']);
    expect(again[0]?.changes).toEqual([]);
  });

  it('is held back as far as attachments run out, the most severe removed first', () => {
    const others = Array.from({ length: 9 }, (_, index) =>
      managedPolicy(`other${index}`, doc(allow('s3:ListBucket'))),
    );
    const { only, again } = runRole([managedPolicy('big', complement(60)), ...others], allUnused);
    expect(only.removed).toEqual(['iam:AttachRolePolicy', 'iam:CreateUser', 'iam:PassRole']);
    expect(only.kept.filter(({ guardrail }) => guardrail === 'policy-size-limit')).toHaveLength(5);
    expect(only.kept[0]?.reason).toMatch(
      /11 managed policies of the 10.*room for 3 of 8, the most severe first/,
    );
    expect(again[0]?.changes).toEqual([]);
  });

  it('keeps an AWS-managed policy that would take more policies to copy than to deny', () => {
    const aws = awsPolicy('Audit', doc(bulk(5000), bulk(5000), bulk(5000), allow('kms:Decrypt')));
    const { only, again } = runRole([aws], { 'kms:Decrypt': 'unused' });
    expect(only.changes.map(({ kind, policy }) => `${kind} ${policy}`)).toEqual([
      'create Audit-app-paredown-deny',
    ]);
    expect(only.notes?.join()).toContain('stays attached');
    expect(again[0]?.changes).toEqual([]);
  });

  it('is split when it replaces an AWS-managed policy, which may be larger than IAM lets an account have', () => {
    const aws = awsPolicy('Huge', doc(bulk(5000), bulk(5000), allow('kms:Decrypt')));
    const { only } = runRole([aws], { 'kms:Decrypt': 'unused' });
    expect(only.changes.map(({ kind, policy }) => [kind, policy])).toEqual([
      ['detach', 'Huge'],
      ['create', 'Huge-app-paredown'],
      ['create', 'Huge-app-paredown-2'],
    ]);
  });
});

it('all inline policies of a role count together', () => {
  const limit = POLICY_LIMITS.roleInline.characters;
  const own = inlinePolicy(roleArn('app'), 'own', doc(allow('kms:*')));
  const rest = limit - policySize(doc(allow('kms:*')));
  const overhead = policySize(doc(bulk(1000))) - 1000;
  const fillWith = (free: number) => inlinePolicy(roleArn('app'), 'fill', doc(bulk(rest - overhead - free)));
  const growth =
    policySize(doc(allow('kms:CreateKey', 'kms:DescribeKey', 'kms:ScheduleKeyDeletion'))) -
    policySize(doc(allow('kms:*')));
  const usage = { 'kms:Decrypt': 'unused' } as const;
  expect(runRole([own, fillWith(growth)], usage).only.removed).toEqual(['kms:Decrypt']);
  const { only } = runRole([own, fillWith(growth - 1)], usage);
  expect(only.removed).toEqual(['kms:Decrypt']);
  expect(only.changes.map(({ kind, policy }) => `${kind} ${policy}`)).toEqual([
    'create own-app-paredown-deny',
  ]);
});

it('an inline policy is held back as far as attachments run out, the most severe removed first', () => {
  const limit = POLICY_LIMITS.roleInline.characters;
  const made = (resource: string): JsonObject =>
    doc({ Effect: 'Allow', NotAction: ['sts:AssumeRole'], Resource: resource });
  const own = inlinePolicy(roleArn('app'), 'own', made('r'.repeat(limit - 60 - policySize(made('')))));
  const others = Array.from({ length: 10 }, (_, index) =>
    managedPolicy(`other${index}`, doc(allow('s3:ListBucket'))),
  );
  expect(runRole([own, ...others.slice(1)], allUnused).only.removed).toHaveLength(8);
  const { only, again } = runRole([own, ...others], allUnused);
  expect(only.removed).toEqual(['iam:AttachRolePolicy', 'iam:CreateUser', 'iam:PassRole']);
  expect(only.changes.map(({ kind, policy }) => `${kind} ${policy}`)).toEqual(['replace own']);
  expect(only.kept[0]?.reason).toMatch(
    /11 managed policies of the 10.*room for 3 of 8, the most severe first/,
  );
  expect(again[0]?.changes).toEqual([]);
});

it('names what it creates beside inline policies of one name apart: managed policies of an account share a namespace', () => {
  const limit = POLICY_LIMITS.roleInline.characters;
  const rest = limit - policySize(doc(allow('kms:*')));
  const filler = doc(bulk(rest - policySize(doc(bulk(1000))) + 1000));
  const roles = ['first', 'second'].map((name) => {
    const held = [
      inlinePolicy(roleArn(name), 'own', doc(allow('kms:*'))),
      inlinePolicy(roleArn(name), 'fill', filler),
    ];
    return {
      held,
      principal: role(
        name,
        held.map((policy) => attached(policy)),
      ),
    };
  });
  const principals = roles.map(({ principal }) => principal);
  const recommendations = propose(
    collected(
      principals,
      roles.flatMap(({ held }) => held),
    ),
    analysis(...principals.map((principal) => analysed(principal, { 'kms:Decrypt': 'unused' }))),
    catalog,
    { target: 'sensitive', asOf: AS_OF },
  );
  const created = recommendations.flatMap(({ changes }) => changes.map(({ policy }) => policy));
  expect(created).toEqual(['own-first-paredown-deny', 'own-second-paredown-deny']);
});

describe('splitDocument', () => {
  it('cuts a statement along its Action list when it is too large alone', () => {
    const document = doc(allow('aaaa:a', 'bbbb:b', 'cccc:c'));
    const parts = splitDocument(document, policySize(doc(allow('aaaa:a', 'bbbb:b'))));
    expect(parts).toEqual([doc(allow('aaaa:a', 'bbbb:b')), doc(allow('cccc:c'))]);
  });

  it('gives the first part the room it has', () => {
    const document = doc(allow('aaaa:a', 'bbbb:b', 'cccc:c', 'dddd:d'), allow('eeee:e'));
    const one = policySize(doc(allow('aaaa:a')));
    const two = policySize(doc(allow('aaaa:a', 'bbbb:b')));
    expect(splitDocument(document, two, one)).toEqual([
      doc(allow('aaaa:a')),
      doc(allow('bbbb:b', 'cccc:c')),
      doc(allow('dddd:d')),
      doc(allow('eeee:e')),
    ]);
    expect(splitDocument(document, one, two)?.[0]).toEqual(doc(allow('aaaa:a', 'bbbb:b')));
    expect(splitDocument(document, two, one - 1)).toBeNull();
  });

  it('cannot cut NotAction', () => {
    const document = doc(statement({ NotAction: ['aaaa:a', 'bbbb:b'] }));
    expect(splitDocument(document, policySize(document) - 1)).toBeNull();
  });
});
