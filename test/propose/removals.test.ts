import { describe, expect, it } from 'vitest';
import type { PrincipalAnalysis } from '../../src/domain/analysis.ts';
import type { Policy } from '../../src/domain/policy.ts';
import type { Principal } from '../../src/domain/principal.ts';
import { type ProposeOptions, propose } from '../../src/propose/index.ts';
import {
  AS_OF,
  allow,
  analysed,
  analysis,
  attached,
  awsPolicy,
  awsPolicyArn,
  collected,
  doc,
  groupArn,
  inlinePolicy,
  managedPolicy,
  role,
  roleArn,
  statement,
  tinyCatalog,
  unreadablePolicy,
  user,
  userArn,
} from '../support/builders.ts';

const catalog = tinyCatalog();

function run(
  principals: readonly Principal[],
  policies: readonly Policy[],
  judged: readonly PrincipalAnalysis[],
  options: Partial<ProposeOptions> = {},
) {
  return propose(collected(principals, policies), analysis(...judged), catalog, {
    target: 'sensitive',
    asOf: AS_OF,
    ...options,
  });
}

/** One role with one inline policy. */
function runRole(
  actions: readonly string[],
  usage: Parameters<typeof analysed>[1],
  more: Partial<ProposeOptions> = {},
  changes: Partial<Principal> = {},
) {
  const policy = inlinePolicy(roleArn('app'), 'p', doc(allow(...actions)));
  const app = role('app', [attached(policy)], changes);
  const [only] = run([app], [policy], [analysed(app, usage)], more);
  if (only === undefined) throw new Error('no recommendation');
  return only;
}

describe('what may be removed', () => {
  it.each([
    ['unused', ['kms:Decrypt']],
    ['unknown', []],
    ['denied-only', []],
    ['used', []],
  ] as const)('a sensitive action that is %s', (usage, removed) => {
    expect(runRole(['kms:Decrypt', 'kms:DescribeKey'], { 'kms:Decrypt': usage }).removed).toEqual(removed);
  });

  it('leaves an unused action that is not sensitive to the target `used`', () => {
    const usage = { 'kms:DescribeKey': 'unused' } as const;
    expect(runRole(['kms:Describe*', 's3:*'], usage).removed).toEqual([]);
    expect(runRole(['kms:Describe*', 's3:*'], usage, { target: 'used' }).removed).toEqual([
      'kms:DescribeKey',
    ]);
  });

  it('takes the other unused actions for the target `used` unless a verdict contradicts them', () => {
    const policy = inlinePolicy(roleArn('app'), 'p', doc(allow('kms:*')));
    const app = role('app', [attached(policy)]);
    const judged = analysed(
      app,
      { 'kms:Decrypt': 'used', 'kms:CreateKey': 'denied-only' },
      {
        otherUnused: ['kms:CreateKey', 'kms:DescribeKey', 'kms:NotInTheCatalog'],
      },
    );
    expect(run([app], [policy], [judged], { target: 'used' })[0]?.removed).toEqual(['kms:DescribeKey']);
    expect(run([app], [policy], [judged])[0]?.removed).toEqual([]);
  });

  it('keeps what two witnesses disagree about', () => {
    const policy = inlinePolicy(roleArn('app'), 'p', doc(allow('kms:*')));
    const app = role('app', [attached(policy)]);
    const judged = analysed(app, { 'kms:Decrypt': 'unused' });
    const [permission] = judged.permissions;
    if (permission === undefined) throw new Error('no permission');
    const conflicting = { ...judged, permissions: [{ ...permission, conflict: 'last accessed saw it' }] };
    expect(run([app], [policy], [conflicting])[0]?.removed).toEqual([]);
  });

  it('says in plain words why there is nothing to remove', () => {
    expect(
      runRole(['kms:*'], { 'kms:Decrypt': 'unknown', 'kms:ScheduleKeyDeletion': 'used' }).notProposed,
    ).toBe('No granted sensitive permission is proven unused: 1 used, 0 only denied, 1 unknown.');
  });
});

describe('every policy that grants it', () => {
  it('removes an action from each policy that grants it', () => {
    const one = inlinePolicy(roleArn('app'), 'one', doc(allow('kms:Decrypt', 'kms:DescribeKey')));
    const two = managedPolicy('two', doc(allow('kms:Dec*', 's3:ListBucket')));
    const app = role('app', [attached(one), attached(two)]);
    const [only] = run([app], [one, two], [analysed(app, { 'kms:Decrypt': 'unused' })]);
    expect(only?.removed).toEqual(['kms:Decrypt']);
    expect(
      only?.changes.map(({ kind, policyId, target, after }) => ({ kind, policyId, target, after })),
    ).toEqual([
      { kind: 'replace', policyId: two.id, target: app.arn, after: doc(allow('s3:ListBucket')) },
      { kind: 'replace', policyId: one.id, target: app.arn, after: doc(allow('kms:DescribeKey')) },
    ]);
  });

  it('leaves every policy alone when one of them cannot lose the action', () => {
    const own = inlinePolicy(roleArn('app'), 'own', doc(allow('kms:Decrypt', 'kms:DescribeKey')));
    const shared = managedPolicy('shared', doc(allow('kms:*')));
    const app = role('app', [attached(own), attached(shared)]);
    const other = role('other', [attached(shared)]);
    const [only, ...rest] = run(
      [app, other],
      [own, shared],
      [
        analysed(app, { 'kms:Decrypt': 'unused' }),
        analysed(other, { 'kms:Decrypt': 'used' }, { inScope: false }),
      ],
    );
    expect(rest).toEqual([]);
    expect(only).toMatchObject({
      changes: [],
      removed: [],
      kept: [{ action: 'kms:Decrypt', guardrail: 'used-by-sharing-principal' }],
    });
    expect(only?.notProposed).toContain(other.arn);
  });

  it('proposes nothing beside a policy that cannot be read', () => {
    const own = inlinePolicy(roleArn('app'), 'own', doc(allow('kms:*')));
    const broken = unreadablePolicy('broken');
    const app = role('app', [attached(own), attached(broken)]);
    const [only] = run([app], [own, broken], [analysed(app, { 'kms:Decrypt': 'unused' })]);
    expect(only).toMatchObject({ changes: [], removed: [] });
    expect(only?.notProposed).toContain('the document is not JSON');
  });

  it('proposes nothing beside a policy that is not among the inputs', () => {
    const own = inlinePolicy(roleArn('app'), 'own', doc(allow('kms:*')));
    const app = role('app', [attached(own), { policyId: awsPolicyArn('Gone'), viaGroup: null }]);
    const [only] = run([app], [own], [analysed(app, { 'kms:Decrypt': 'unused' })]);
    expect(only?.notProposed).toContain('not in the authorization details');
  });
});

describe('shared policies', () => {
  const shared = managedPolicy('shared', doc(allow('kms:*', 's3:GetObject')));

  it('get one recommendation over the union of use, naming everyone', () => {
    const a = role('a', [attached(shared)]);
    const b = role('b', [attached(shared)]);
    const recommendations = run(
      [a, b],
      [shared],
      [
        analysed(a, { 'kms:Decrypt': 'unused', 'kms:ScheduleKeyDeletion': 'unused' }),
        analysed(b, { 'kms:Decrypt': 'used', 'kms:ScheduleKeyDeletion': 'unused' }),
      ],
    );
    expect(
      recommendations.map(({ id, changes, removed, requires }) => ({
        id,
        changes: changes.length,
        removed,
        requires,
      })),
    ).toEqual([
      { id: shared.id, changes: 1, removed: ['kms:ScheduleKeyDeletion'], requires: [] },
      { id: a.arn, changes: 0, removed: ['kms:ScheduleKeyDeletion'], requires: [shared.id] },
      { id: b.arn, changes: 0, removed: ['kms:ScheduleKeyDeletion'], requires: [shared.id] },
    ]);
    expect(recommendations[0]).toMatchObject({
      principalArns: [a.arn, b.arn],
      kept: [{ action: 'kms:Decrypt', guardrail: 'used-by-sharing-principal' }],
      changes: [{ kind: 'replace', target: null, policyId: shared.id }],
    });
  });

  it('keep everything when a principal they reach is not analysed', () => {
    const a = role('a', [attached(shared)]);
    const stranger = role('stranger', [attached(shared)]);
    const [only] = run([a, stranger], [shared], [analysed(a, { 'kms:Decrypt': 'unused' })]);
    expect(only).toMatchObject({ removed: [], kept: [{ guardrail: 'used-by-sharing-principal' }] });
  });

  it('stay while a principal out of scope has the action by another policy: nothing would be lost there', () => {
    const admin = awsPolicy('AdministratorAccess', doc(allow('*')));
    const a = role('a', [attached(shared)]);
    const boss = role('boss', [attached(shared), attached(admin)]);
    const unused = { 'kms:Decrypt': 'unused' } as const;
    const outside = [analysed(a, unused), analysed(boss, unused, { inScope: false })];
    const [only, ...rest] = run([a, boss], [shared, admin], outside);
    expect(rest).toEqual([]);
    expect(only).toMatchObject({
      id: a.arn,
      removed: [],
      changes: [],
      kept: [{ guardrail: 'not-in-scope' }],
    });
    expect(only?.kept[0]?.reason).toContain('AdministratorAccess');

    const inside = run([a, boss], [shared, admin], [analysed(a, unused), analysed(boss, unused)]);
    expect(inside.map(({ id, removed, requires }) => ({ id, removed, requires }))).toEqual([
      { id: shared.id, removed: ['kms:Decrypt'], requires: [boss.arn] },
      { id: a.arn, removed: ['kms:Decrypt'], requires: [shared.id] },
      { id: boss.arn, removed: ['kms:Decrypt'], requires: [shared.id] },
    ]);
  });

  it('of an Identity Center role and another principal may change; what the role carries itself may not', () => {
    const reserved = { path: '/aws-reserved/sso.amazonaws.com/', name: 'AWSReservedSSO_Ops_0' };
    const a = role('a', [attached(shared)]);
    const sso = role('sso', [attached(shared)], reserved);
    const unused = { 'kms:Decrypt': 'unused' } as const;
    const [policy, own, forSso] = run([a, sso], [shared], [analysed(a, unused), analysed(sso, unused)]);
    expect(policy).toMatchObject({
      id: shared.id,
      principalArns: [a.arn, sso.arn],
      removed: ['kms:Decrypt'],
    });
    expect(own).toMatchObject({ id: a.arn, removed: ['kms:Decrypt'] });
    expect(forSso).toMatchObject({ id: sso.arn, removed: [], changes: [] });
    expect(forSso?.notProposed).toContain('permission set');

    const aws = awsPolicy('Kms', doc(allow('kms:*')));
    const both = role('sso', [attached(shared), attached(aws)], reserved);
    const [kept] = run([a, both], [shared, aws], [analysed(a, unused), analysed(both, unused)]);
    expect(kept).toMatchObject({ id: a.arn, removed: [], kept: [{ guardrail: 'not-in-scope' }] });
  });

  it('in a group are the recommendation of the group or of the policy', () => {
    const group = groupArn('team');
    const inline = inlinePolicy(group, 'g', doc(allow('kms:*')));
    const u = user('u', [attached(inline, group), attached(shared, group)]);
    const recommendations = run([u], [inline, shared], [analysed(u, { 'kms:Decrypt': 'unused' })]);
    expect(recommendations.map(({ id, requires }) => ({ id, requires }))).toEqual([
      { id: group, requires: [shared.id] },
      { id: shared.id, requires: [group] },
      { id: u.arn, requires: [group, shared.id] },
    ]);
  });

  it("that are someone else's permissions boundary stay as they are", () => {
    const a = role('a', [attached(shared)]);
    const bounded = role('bounded', [], { permissionsBoundary: shared.id });
    const [only] = run([a, bounded], [shared], [analysed(a, { 'kms:Decrypt': 'unused' })]);
    expect(only?.kept).toMatchObject([{ guardrail: 'used-as-permissions-boundary' }]);
  });

  it.each([
    ['attached-elsewhere', { attachmentCount: 2 }],
    ['used-as-permissions-boundary', { boundaryUsageCount: 1 }],
    [
      'policy-changed-recently',
      {
        versions: [{ versionId: 'v2', createDate: '2026-09-17T00:00:01Z', isDefault: true, document: null }],
      },
    ],
  ])('are held back: %s', (guardrail, changes) => {
    const policy = managedPolicy('p', doc(allow('kms:*')), changes);
    const a = role('a', [attached(policy)]);
    const [only] = run([a], [policy], [analysed(a, { 'kms:Decrypt': 'unused' })]);
    expect(only).toMatchObject({ changes: [], removed: [], kept: [{ action: 'kms:Decrypt', guardrail }] });
  });

  it('may be changed when their default version is just old enough, whatever older ones are', () => {
    const versions = [
      { versionId: 'v3', createDate: '2026-09-29T00:00:00Z', isDefault: false, document: null },
      { versionId: 'v2', createDate: '2026-09-16T00:00:00+00:00', isDefault: true, document: null },
    ];
    const policy = managedPolicy('p', doc(allow('kms:*')), { attachmentCount: 1, versions });
    const a = role('a', [attached(policy)]);
    expect(run([a], [policy], [analysed(a, { 'kms:Decrypt': 'unused' })])[0]?.removed).toEqual([
      'kms:Decrypt',
    ]);
  });
});

describe('AWS-managed policies', () => {
  it('are detached and replaced by a customer-managed copy without the action', () => {
    const aws = awsPolicy('PowerUserAccess', doc(statement({ Sid: 'All', NotAction: 'iam:*' })));
    const app = role('app', [attached(aws)]);
    const [only] = run([app], [aws], [analysed(app, { 'kms:Decrypt': 'unused' })]);
    const before = doc(statement({ Sid: 'All', NotAction: 'iam:*' }));
    const after = doc(statement({ Sid: 'All', NotAction: ['iam:*', 'kms:Decrypt'] }));
    expect(only?.changes).toEqual([
      {
        kind: 'detach',
        policyId: aws.id,
        policy: aws.name,
        policyKind: 'aws-managed',
        target: app.arn,
        before,
        after: null,
      },
      {
        kind: 'create',
        policyId: `${app.arn}#PowerUserAccess-app-paredown`,
        policy: 'PowerUserAccess-app-paredown',
        policyKind: 'managed',
        target: app.arn,
        before,
        after,
      },
    ]);
    expect(only?.notes?.join()).toContain("AWS's future updates");
  });

  it('are only detached when nothing is left, and left alone when nothing is removed', () => {
    const aws = awsPolicy('Decrypt', doc(allow('kms:Decrypt')));
    const used = awsPolicy('Used', doc(allow('s3:GetObject')));
    const app = role('app', [attached(aws), attached(used)]);
    const [only] = run(
      [app],
      [aws, used],
      [analysed(app, { 'kms:Decrypt': 'unused', 's3:GetObject': 'used' })],
    );
    expect(only?.changes.map(({ kind, policyId }) => [kind, policyId])).toEqual([['detach', aws.id]]);
  });

  it('are replaced for one principal without touching another that uses the action', () => {
    const aws = awsPolicy('Kms', doc(allow('kms:*')));
    const a = role('a', [attached(aws)]);
    const b = role('b', [attached(aws)]);
    const [forA, forB] = run(
      [a, b],
      [aws],
      [analysed(a, { 'kms:Decrypt': 'unused' }), analysed(b, { 'kms:Decrypt': 'used' })],
    );
    expect(forA?.removed).toEqual(['kms:Decrypt']);
    expect(forB?.changes).toEqual([]);
  });

  it('get a name of their own where two holders share a name', () => {
    const aws = awsPolicy('Kms', doc(allow('kms:*')));
    const a = role('app', [attached(aws)]);
    const b = user('app', [attached(aws)]);
    const names = run(
      [a, b],
      [aws],
      [analysed(a, { 'kms:Decrypt': 'unused' }), analysed(b, { 'kms:Decrypt': 'unused' })],
    ).flatMap(({ changes }) => changes.filter(({ kind }) => kind === 'create').map(({ policy }) => policy));
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^Kms-app-[0-9a-f]{6}-paredown$/);
  });
});

describe('guardrails', () => {
  const usage = { 'kms:Decrypt': 'unused', 's3:GetObject': 'used' } as const;
  it.each<[string, string, Partial<Principal>, Partial<ProposeOptions>]>([
    ['principal-too-young', 'created in the window', { createDate: '2026-07-02T00:00:01Z' }, {}],
    ['break-glass', 'a tag without a value', { tags: [{ key: 'Break-Glass', value: '' }] }, {}],
    ['break-glass', 'a tag in another spelling', { tags: [{ key: 'breakGlass', value: 'true' }] }, {}],
    [
      'break-glass',
      'a configured tag',
      { tags: [{ key: 'tier', value: 'rescue' }] },
      { breakGlassTags: ['tier=rescue'] },
    ],
    ['break-glass', 'a configured name', {}, { breakGlassNames: ['AP?'] }],
    ['break-glass', 'a usual name', { name: 'BreakGlassAdmin' }, {}],
    [
      'exception',
      'an exception',
      {},
      { exceptions: [{ principalArn: 'arn:aws:iam::*:role/app', action: 'kms:dec*', reason: 'audit' }] },
    ],
  ])('%s: %s', (guardrail, _, changes, options) => {
    const only = runRole(['kms:*', 's3:*'], usage, options, changes);
    expect(only).toMatchObject({ changes: [], removed: [], kept: [{ action: 'kms:Decrypt', guardrail }] });
    expect(only.notProposed).toContain(guardrail);
  });

  it.each<[string, Partial<Principal>, Partial<ProposeOptions>]>([
    ['created when the window starts', { createDate: '2026-07-02T00:00:00+00:00' }, {}],
    ['a break-glass tag that says no', { tags: [{ key: 'break-glass', value: 'False' }] }, {}],
    [
      'an exception for another principal',
      {},
      { exceptions: [{ principalArn: 'arn:aws:iam::*:role/other', action: '*', reason: '' }] },
    ],
    [
      'an exception for another action',
      {},
      { exceptions: [{ principalArn: '*', action: 's3:*', reason: '' }] },
    ],
  ])('do not hold: %s', (_, changes, options) => {
    expect(runRole(['kms:*', 's3:*'], usage, options, changes).removed).toEqual(['kms:Decrypt']);
  });

  it('keep a dependency while a dependent action stays, and not longer', () => {
    const actions = ['sts:GetWebIdentityToken', 'aws-external-anthropic:*', 's3:ListBucket'];
    const unused = { 'sts:GetWebIdentityToken': 'unused' } as const;
    expect(runRole(actions, unused)).toMatchObject({ removed: [], kept: [{ guardrail: 'dependency' }] });
    expect(
      runRole(
        actions,
        {
          ...unused,
          'aws-external-anthropic:CreateWorkspace': 'unused',
          'aws-external-anthropic:ListWorkspaces': 'unused',
        },
        { target: 'used' },
      ).removed,
    ).toEqual([
      'aws-external-anthropic:CreateWorkspace',
      'aws-external-anthropic:ListWorkspaces',
      'sts:GetWebIdentityToken',
    ]);
  });

  it('keep a dependency in a shared policy that someone out of scope needs', () => {
    const shared = managedPolicy('shared', doc(allow('sts:GetWebIdentityToken')));
    const own = inlinePolicy(roleArn('b'), 'own', doc(allow('aws-external-anthropic:*')));
    const a = role('a', [attached(shared)]);
    const b = role('b', [attached(shared), attached(own)]);
    const unused = { 'sts:GetWebIdentityToken': 'unused' } as const;
    const all = {
      ...unused,
      'aws-external-anthropic:CreateWorkspace': 'unused',
      'aws-external-anthropic:ListWorkspaces': 'unused',
    } as const;
    const judged = [analysed(a, unused), analysed(b, all, { inScope: false })];
    const [only] = run([a, b], [shared, own], judged, { target: 'used' });
    expect(only).toMatchObject({
      id: a.arn,
      removed: [],
      kept: [{ guardrail: 'used-by-sharing-principal' }],
    });
  });
});

describe('principals that are never rewritten', () => {
  it.each([
    ['/aws-service-role/ops.amazonaws.com/', 'AWSServiceRoleForOps', 'service-linked'],
    ['/aws-reserved/sso.amazonaws.com/eu-west-1/', 'AWSReservedSSO_Admin_0123456789abcdef', 'permission set'],
  ])('%s', (path, name, words) => {
    const only = runRole(['kms:*'], { 'kms:Decrypt': 'unused' }, {}, { path, name });
    expect(only).toMatchObject({ changes: [], removed: [] });
    expect(only.notProposed).toContain(words);
  });

  it('two unique ids under one ARN', () => {
    const policy = inlinePolicy(roleArn('app'), 'p', doc(allow('kms:*')));
    const old = role('app', [attached(policy)], { uniqueId: 'AROAOLD' });
    const now = role('app', [attached(policy)], { uniqueId: 'AROANEW' });
    const unused = { 'kms:Decrypt': 'unused' } as const;
    const recommendations = run([old, now], [policy], [analysed(old, unused), analysed(now, unused)]);
    expect(recommendations).toHaveLength(1);
    expect(recommendations[0]?.notProposed).toContain('two principals');
  });
});

it('names what it cannot find', () => {
  const gone = user('gone', []);
  const [only] = run([], [], [analysed(gone, { 'kms:Decrypt': 'unused' })]);
  expect(only).toMatchObject({ id: userArn('gone'), changes: [] });
  expect(only?.notProposed).toContain('not among the inputs');
});
