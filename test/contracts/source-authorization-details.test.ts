import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/domain/errors.ts';
import { ACCOUNT, collectFrom, folderOf, gzipped } from '../collect/support.ts';

const DOCUMENT = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
};
const TRUST = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
};
const arn = (resource: string, account = ACCOUNT) => `arn:aws:iam::${account}:${resource}`;

function role(name: string, changes: Record<string, unknown> = {}) {
  return {
    Path: '/app/',
    RoleName: name,
    RoleId: `AROA${name.toUpperCase()}`,
    Arn: arn(`role/app/${name}`),
    CreateDate: '2023-03-09 10:41:45+00:00',
    AssumeRolePolicyDocument: TRUST,
    Unused: 'tolerated',
    ...changes,
  };
}

function managed(name: string, changes: Record<string, unknown> = {}) {
  return {
    PolicyName: name,
    PolicyId: `ANPA${name}`,
    Arn: arn(`policy/${name}`),
    DefaultVersionId: 'v2',
    AttachmentCount: 3,
    PermissionsBoundaryUsageCount: 1,
    PolicyVersionList: [
      { VersionId: 'v2', IsDefaultVersion: true, CreateDate: '2024-01-02T00:00:00Z', Document: DOCUMENT },
      { VersionId: 'v10', IsDefaultVersion: false, CreateDate: '2024-02-02T00:00:00Z', Document: DOCUMENT },
    ],
    ...changes,
  };
}

async function grantsOf(page: unknown) {
  const folder = await folderOf({ 'details.json': JSON.stringify(page) });
  return collectFrom({ authorizationDetails: [join(folder, 'details.json')] });
}

describe('account authorization details', () => {
  it('become principals with what IAM tells about them', async () => {
    const { principals } = await grantsOf({
      RoleDetailList: [
        role('deployer', {
          Tags: [{ Key: 'agent', Value: 'yes' }],
          PermissionsBoundary: {
            PermissionsBoundaryType: 'Policy',
            PermissionsBoundaryArn: arn('policy/Edge'),
          },
          RoleLastUsed: { LastUsedDate: '2026-01-01T00:00:00+02:00', Region: 'eu-west-1' },
          InstanceProfileList: [{ Arn: arn('instance-profile/deployer') }],
          RolePolicyList: [{ PolicyName: 'own', PolicyDocument: DOCUMENT }],
          AttachedManagedPolicies: [{ PolicyName: 'Team', PolicyArn: arn('policy/Team') }],
        }),
      ],
      Policies: [managed('Edge'), managed('Team')],
    });
    expect(principals).toMatchObject([
      {
        arn: arn('role/app/deployer'),
        uniqueId: 'AROADEPLOYER',
        type: 'role',
        name: 'deployer',
        path: '/app/',
        account: ACCOUNT,
        createDate: '2023-03-09T10:41:45Z',
        tags: [{ key: 'agent', value: 'yes' }],
        attachments: [
          { policyId: `${arn('role/app/deployer')}#own`, viaGroup: null },
          { policyId: arn('policy/Team'), viaGroup: null },
        ],
        permissionsBoundary: arn('policy/Edge'),
        trustProblem: null,
        instanceProfiles: [arn('instance-profile/deployer')],
        lastUsed: { date: '2025-12-31T22:00:00Z', region: 'eu-west-1' },
      },
    ]);
  });

  it('reach users through their groups, own policies first', async () => {
    const admins = { GroupName: 'admins', GroupId: 'AGPA1', Arn: arn('group/x/admins') };
    const { principals } = await grantsOf({
      UserDetailList: [
        {
          UserName: 'ana',
          UserId: 'AIDA1',
          Arn: arn('user/ana'),
          GroupList: ['admins'],
          UserPolicyList: [{ PolicyName: 'own', PolicyDocument: DOCUMENT }],
        },
      ],
      GroupDetailList: [
        {
          ...admins,
          GroupPolicyList: [{ PolicyName: 'inline', PolicyDocument: DOCUMENT }],
          AttachedManagedPolicies: [{ PolicyArn: arn('policy/Team') }],
        },
        { ...admins, Arn: arn('group/admins', '444455556666'), GroupId: 'AGPA2' },
      ],
      Policies: [managed('Team')],
    });
    expect(principals[0]).toMatchObject({
      groups: [admins.Arn],
      attachments: [
        { policyId: `${arn('user/ana')}#own`, viaGroup: null },
        { policyId: `${admins.Arn}#inline`, viaGroup: admins.Arn },
        { policyId: arn('policy/Team'), viaGroup: admins.Arn },
      ],
    });
  });

  it('keep what a policy is, its versions newest first', async () => {
    const aws = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    const { policies } = await grantsOf({
      RoleDetailList: [],
      Policies: [managed('Team'), managed('R', { Arn: aws })],
    });
    expect(policies.get(aws)?.kind).toBe('aws-managed');
    expect(policies.get(arn('policy/Team'))).toMatchObject({
      kind: 'managed',
      name: 'Team',
      owner: null,
      problem: null,
      attachmentCount: 3,
      boundaryUsageCount: 1,
      versions: [
        { versionId: 'v10', isDefault: false },
        { versionId: 'v2', isDefault: true, createDate: '2024-01-02T00:00:00Z' },
      ],
    });
  });

  it.each([
    ['an object', DOCUMENT],
    ['JSON text', JSON.stringify(DOCUMENT)],
    ['URL-encoded text', encodeURIComponent(JSON.stringify(DOCUMENT, null, 1))],
    ['form-encoded text', encodeURIComponent(JSON.stringify(DOCUMENT, null, 1)).replaceAll('%20', '+')],
  ])('read a document that is %s', async (_, PolicyDocument) => {
    const { principals, policies } = await grantsOf({
      RoleDetailList: [role('a', { RolePolicyList: [{ PolicyName: 'p', PolicyDocument }] })],
    });
    expect(principals).toHaveLength(1);
    expect(policies.get(`${arn('role/app/a')}#p`)?.document?.raw).toEqual(DOCUMENT);
  });

  it('leave a plus in an encoded document alone', async () => {
    const document = structuredClone(DOCUMENT);
    document.Statement[0] = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a+b/*' };
    const text = encodeURIComponent(JSON.stringify(document)).replaceAll('%2B', '+');
    const { policies } = await grantsOf({
      RoleDetailList: [role('a', { RolePolicyList: [{ PolicyName: 'p', PolicyDocument: text }] })],
    });
    expect(policies.get(`${arn('role/app/a')}#p`)?.document?.raw).toEqual(document);
  });

  it('share one parsed document among all who carry the same text', async () => {
    const inline = { RolePolicyList: [{ PolicyName: 'p', PolicyDocument: DOCUMENT }] };
    const { principals, policies } = await grantsOf({
      RoleDetailList: [role('a', inline), role('b', inline)],
    });
    const [a, b] = ['a', 'b'].map((name) => policies.get(`${arn(`role/app/${name}`)}#p`)?.document);
    expect(a).toBeDefined();
    expect(a).toBe(b);
    expect(principals[0]?.trustPolicy).toBe(principals[1]?.trustPolicy);
  });

  it('keep what they cannot tell as unknown, with the reason', async () => {
    const { policies, principals } = await grantsOf({
      UserDetailList: [{ UserName: 'u', UserId: 'AIDA', Arn: arn('user/u'), GroupList: ['gone'] }],
      RoleDetailList: [
        role('a', {
          AssumeRolePolicyDocument: '{"Version"',
          RolePolicyList: [
            {
              PolicyName: 'odd',
              PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Maybe' }] },
            },
            { PolicyName: 'cut', PolicyDocument: '%7B%2' },
            { PolicyName: 'none' },
          ],
          AttachedManagedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/NotExported' }],
        }),
      ],
    });
    const problem = (id: string) => {
      const policy = policies.get(id);
      expect(policy?.document).toBeNull();
      return policy?.problem;
    };
    expect(problem(`${arn('role/app/a')}#odd`)).toMatch(/Statement\[0\]/);
    expect(problem(`${arn('role/app/a')}#cut`)).toBe('its document is not valid URL encoding');
    expect(problem(`${arn('role/app/a')}#none`)).toMatch(/no document/);
    expect(problem('arn:aws:iam::aws:policy/NotExported')).toMatch(/not in the export/);
    expect(problem(`${arn('group/gone')}#(unknown)`)).toMatch(/group .* is not in the export/);
    expect(principals[0]).toMatchObject({
      trustPolicy: null,
      trustProblem: expect.stringMatching(/is not JSON/),
    });
  });

  it.each([['files', { 'p1.json': [role('a')], 'p2.json': [role('b'), role('a', { RoleLastUsed: {} })] }]])(
    'come in overlapping %s',
    async (_, lists) => {
      const folder = await folderOf({
        'README.md': 'not an input',
        ...Object.fromEntries(
          Object.entries(lists).map(([name, RoleDetailList]) => [name, JSON.stringify({ RoleDetailList })]),
        ),
      });
      const { principals, inputs, unreadable } = await collectFrom({ authorizationDetails: [folder] });
      expect(principals.map(({ name }) => name)).toEqual(['a', 'b']);
      expect(inputs).toMatchObject([{ kind: 'authorization-details', location: folder, records: 2 }]);
      expect(unreadable).toEqual([]);
    },
  );

  it('come as a list, one after the other, compressed, or as recorded responses', async () => {
    const pages = ['a', 'b'].map((name) => ({ RoleDetailList: [role(name)] }));
    const texts: Record<string, string | Buffer> = {
      'list.json': JSON.stringify(pages),
      'appended.json': pages.map((page) => JSON.stringify(page, null, 2)).join('\n'),
      'packed.json.gz': gzipped(JSON.stringify(pages)),
      'recorded.json': JSON.stringify(pages.map((data) => ({ status_code: 200, data }))),
    };
    const folder = await folderOf(texts);
    for (const name of Object.keys(texts)) {
      const { principals } = await collectFrom({ authorizationDetails: [join(folder, name)] });
      expect(
        principals.map((principal) => principal.name),
        name,
      ).toEqual(['a', 'b']);
    }
  });

  it('of different times keep the newer principal and say so', async () => {
    const { principals, unreadable } = await grantsOf([
      { RoleDetailList: [role('a', { RoleId: 'AROANEW', CreateDate: '2026-01-01T00:00:00Z' })] },
      { RoleDetailList: [role('a', { RoleId: 'AROAOLD', CreateDate: '2025-01-01T00:00:00Z' })] },
    ]);
    expect(principals.map(({ uniqueId }) => uniqueId)).toEqual(['AROANEW']);
    expect(unreadable).toMatchObject([
      { kind: 'authorization-details', account: ACCOUNT, reason: expect.stringMatching(/two unique ids/) },
    ]);
  });

  it('whose last page is missing are a gap', async () => {
    const { unreadable } = await grantsOf({ RoleDetailList: [role('a')], IsTruncated: true, Marker: 'x' });
    expect(unreadable).toMatchObject([{ reason: expect.stringMatching(/IsTruncated/) }]);
  });

  it.each([
    ['wrong.json', '{"Records": []}', /looks like a CloudTrail log.*Expected the output of `aws iam/],
    ['list.json', '[1]', /looks like a number/],
    ['cut.json', '{"RoleDetailList": [', /ends too early.*export it again/],
    ['empty.json', '', /is empty \(0 bytes\)/],
    ['image.json', '\u0089PNG', /not valid JSON/],
    [
      'odd.json',
      JSON.stringify({ RoleDetailList: [role('a'), { ...role('b'), Arn: 7 }] }),
      /odd\.json: RoleDetailList\[1\]\.Arn:/,
    ],
    [
      'time.json',
      JSON.stringify({ RoleDetailList: [role('a', { CreateDate: 'soon' })] }),
      /RoleDetailList\[0\]\.CreateDate: is not a time/,
    ],
  ])('refuse %s', async (name, content, message) => {
    const folder = await folderOf({ [name]: content });
    const run = collectFrom({ authorizationDetails: [join(folder, name)] });
    await expect(run).rejects.toThrow(UserError);
    await expect(run).rejects.toThrow(message);
  });

  it('that are not there are a mistake to mend', async () => {
    const folder = await folderOf({ 'README.md': 'x' });
    await expect(collectFrom({ authorizationDetails: [join(folder, 'no.json')] })).rejects.toThrow(
      /does not exist/,
    );
    await expect(collectFrom({ authorizationDetails: [folder] })).rejects.toThrow(/holds no \.json file/);
    await expect(collectFrom({ authorizationDetails: [`${folder}/*.json`] })).rejects.toThrow(
      /matches no file/,
    );
  });
});
