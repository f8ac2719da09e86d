import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, collectFrom, folderOf, ROLE } from '../collect/support.ts';

const REPORT = {
  JobStatus: 'COMPLETED',
  JobType: 'ACTION_LEVEL',
  JobCreationDate: '2026-01-31T10:00:00Z',
  JobCompletionDate: '2026-01-31T10:00:05Z',
  IsTruncated: false,
  ServicesLastAccessed: [
    { ServiceName: 'Amazon S3', ServiceNamespace: 's3', TotalAuthenticatedEntities: 0 },
    {
      ServiceName: 'IAM',
      ServiceNamespace: 'iam',
      LastAuthenticated: '2026-01-30T09:00:00Z',
      LastAuthenticatedRegion: 'us-east-1',
      TrackedActionsLastAccessed: [
        { ActionName: 'PassRole2' },
        { ActionName: 'CreateRole', LastAccessedTime: '2026-01-30T09:00:00Z' },
      ],
    },
  ],
};

const PRINCIPALS = {
  RoleDetailList: [
    { RoleName: 'deployer', RoleId: 'AROA1', Arn: ROLE },
    { RoleName: 'shared', RoleId: 'AROA2', Arn: `arn:aws:iam::${ACCOUNT}:role/shared` },
    { RoleName: 'shared', RoleId: 'AROA3', Arn: 'arn:aws:iam::444455556666:role/shared' },
  ],
};

async function lastAccessedOf(files: Readonly<Record<string, unknown>>, one?: string) {
  const folder = await folderOf({
    'details.json': JSON.stringify(PRINCIPALS),
    ...Object.fromEntries(
      Object.entries(files).map(([name, content]) => [
        `la/${name}`,
        typeof content === 'string' ? content : JSON.stringify(content),
      ]),
    ),
  });
  const collected = await collectFrom({
    authorizationDetails: [join(folder, 'details.json')],
    lastAccessed: [join(folder, 'la', ...(one === undefined ? [] : [one]))],
  });
  return { ...collected, folder };
}

describe('last-accessed reports', () => {
  it('tell when services and actions were last tried; present without time is null, absent is absent', async () => {
    const { lastAccessed, inputs, folder } = await lastAccessedOf({ 'x.json': { Arn: ROLE, ...REPORT } });
    expect(lastAccessed).toEqual([
      {
        principalArn: ROLE,
        generatedAt: '2026-01-31T10:00:05Z',
        location: `${folder}/la/x.json`,
        services: [
          {
            namespace: 'iam',
            lastAuthenticated: '2026-01-30T09:00:00Z',
            region: 'us-east-1',
            actions: [
              { action: 'iam:CreateRole', lastAccessed: '2026-01-30T09:00:00Z' },
              { action: 'iam:PassRole2', lastAccessed: null },
            ],
          },
          { namespace: 's3', lastAuthenticated: null, region: null, actions: null },
        ],
      },
    ]);
    expect(inputs).toMatchObject([{}, { kind: 'last-accessed', records: 1 }]);
  });

  it.each(['Arn', 'arn', 'EntityArn', 'PrincipalArn'])('name their principal in %s', async (field) => {
    const { lastAccessed } = await lastAccessedOf({ 'shared.json': { ...REPORT, [field]: ROLE } });
    expect(lastAccessed.map(({ principalArn }) => principalArn)).toEqual([ROLE]);
  });

  it.each([
    'deployer.json',
    'role-deployer.json',
    'role_deployer.json',
    'AROA1.json',
    `arn_aws_iam__${ACCOUNT}_role_app_deployer.json`,
    `arn-aws-iam--${ACCOUNT}-role-app-deployer.json`,
    `${ACCOUNT}_role_app_deployer.json`,
    `${encodeURIComponent(ROLE)}.json`,
  ])('name their principal by the file name %s', async (name) => {
    const { lastAccessed, unreadable } = await lastAccessedOf({ [name]: REPORT });
    expect(lastAccessed.map(({ principalArn }) => principalArn)).toEqual([ROLE]);
    expect(unreadable).toEqual([]);
  });

  it('whose principal is not certain are never guessed', async () => {
    const { lastAccessed, unreadable } = await lastAccessedOf({
      'shared.json': REPORT,
      'deploy.json': REPORT,
      'group.json': { ...REPORT, Arn: `arn:aws:iam::${ACCOUNT}:group/admins` },
    });
    expect(lastAccessed).toEqual([]);
    expect(unreadable.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/no role or user .* fits the file name "deploy"/),
      expect.stringMatching(/neither a role nor a user/),
      expect.stringMatching(
        /fits 2 principals.*111122223333:role\/shared, arn:aws:iam::444455556666:role\/shared/,
      ),
    ]);
  });

  it('that are not complete are a gap with the reason', async () => {
    const { lastAccessed, unreadable } = await lastAccessedOf({
      'deployer.json': { ...REPORT, JobStatus: 'FAILED', Error: { Message: 'no', Code: 'X' } },
      'role-deployer.json': { ...REPORT, JobStatus: 'IN_PROGRESS' },
      'role_deployer.json': { ...REPORT, JobCreationDate: undefined, JobCompletionDate: undefined },
      'AROA1.json': '{"JobStatus": "COMP',
      'shared.json': { ...REPORT, Arn: ROLE, ServicesLastAccessed: [{ ServiceNamespace: 7 }] },
    });
    expect(lastAccessed).toEqual([]);
    expect(unreadable.map(({ reason }) => reason)).toEqual([
      'is JSON that ends too early (truncated)',
      'JobStatus is FAILED (no); fetch it again when the job is COMPLETED',
      'JobStatus is IN_PROGRESS; fetch it again when the job is COMPLETED',
      expect.stringMatching(/neither JobCompletionDate nor JobCreationDate/),
      expect.stringMatching(/^ServicesLastAccessed\.0\.ServiceNamespace/),
    ]);
    expect(unreadable.every(({ kind }) => kind === 'last-accessed')).toBe(true);
  });

  it('come in pages, lists, lines and recordings', async () => {
    const [s3, iam] = REPORT.ServicesLastAccessed;
    const first = { ...REPORT, Arn: ROLE, ServicesLastAccessed: [s3], IsTruncated: true, Marker: 'm' };
    const second = { ...REPORT, Arn: ROLE, ServicesLastAccessed: [iam] };
    for (const files of [
      { 'a.json': first, 'b.json': second },
      { 'a.json': [second, first] },
      { 'a.jsonl': `${JSON.stringify(first)}\n${JSON.stringify(second)}\n` },
    ]) {
      const { lastAccessed, unreadable } = await lastAccessedOf(files);
      expect(lastAccessed).toHaveLength(1);
      expect(lastAccessed[0]?.services.map(({ namespace }) => namespace)).toEqual(['iam', 's3']);
      expect(unreadable).toEqual([]);
    }
    const recorded = {
      status_code: 200,
      data: {
        ...REPORT,
        JobCompletionDate: undefined,
        JobCreationDate: { __class__: 'datetime', year: 2019, month: 3, day: 13 },
      },
    };
    const { lastAccessed } = await lastAccessedOf({ 'deployer.json': recorded });
    expect(lastAccessed[0]?.generatedAt).toBe('2019-03-13T00:00:00Z');
  });

  it('without their last page testify for what they list and are a gap', async () => {
    const { lastAccessed, unreadable } = await lastAccessedOf({
      'deployer.json': { ...REPORT, IsTruncated: true },
    });
    expect(lastAccessed).toHaveLength(1);
    expect(unreadable).toMatchObject([{ account: ACCOUNT, reason: expect.stringMatching(/IsTruncated/) }]);
  });

  it('cannot be something else', async () => {
    await expect(lastAccessedOf({ 'x.json': { Records: [] } }, 'x.json')).rejects.toThrow(
      /looks like a CloudTrail log.*Expected the output of `aws iam get-service-last-accessed-details`/,
    );
    const { unreadable } = await lastAccessedOf({ 'x.json': { JobId: '1' }, 'deployer.json': REPORT });
    expect(unreadable).toMatchObject([
      { reason: expect.stringMatching(/generate-service-last-accessed-details/) },
    ]);
  });
});
