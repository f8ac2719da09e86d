import type { Xml } from './xml.ts';

export const HOME = '111122223333';
export const MEMBER = '444455556666';
const DAY_MS = 86_400_000;
const LONG_AGO = new Date('2025-01-01T00:00:00Z');

type Fields = { readonly [name: string]: Xml };

/** One event of the event history. */
export interface FixtureEvent {
  readonly id: string;
  readonly region: string;
  readonly time: number;
  readonly source: string;
  readonly name: string;
  readonly role: string;
}

/** The state behind the stand-in. Nothing in it depends on when it is asked, so that answers repeat byte for byte. */
export interface FixtureAccount {
  readonly account: string;
  readonly asOf: Date;
  readonly users: readonly Fields[];
  readonly roles: readonly Fields[];
  readonly groups: readonly Fields[];
  readonly policies: readonly Fields[];
  readonly accessKeys: Readonly<Record<string, readonly string[]>>;
  readonly loginProfiles: readonly string[];
  /** By ARN: namespaces and their tracked actions with the day of the last attempt, null = none. */
  readonly lastAccessed: Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, string | null>>>>>
  >;
  readonly events: readonly FixtureEvent[];
  readonly trails: readonly Readonly<Record<string, unknown>>[];
  readonly regions: readonly string[];
}

const encoded = (document: object): string => encodeURIComponent(JSON.stringify(document));
const allow = (...Action: string[]) =>
  encoded({ Version: '2012-10-17', Statement: [{ Sid: 'Work', Effect: 'Allow', Action, Resource: '*' }] });
const trust = encoded({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'bedrock-agentcore.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});

/**
 * Two agent roles with one shared policy, a user with keys, and 90 days of events up to `asOf`: `planner` creates
 * users, `builder` does not, and nobody schedules the deletion of keys.
 */
export function fixtureAccount(account: string, asOf: string): FixtureAccount {
  const arn = (resource: string): string => `arn:aws:iam::${account}:${resource}`;
  const role = (name: string, actions: readonly string[], attached: readonly string[]): Fields => ({
    Path: '/',
    RoleName: name,
    RoleId: `AROA${name.toUpperCase()}${account}`,
    Arn: arn(`role/${name}`),
    CreateDate: LONG_AGO,
    AssumeRolePolicyDocument: trust,
    InstanceProfileList: [],
    RolePolicyList: [{ PolicyName: 'own', PolicyDocument: allow(...actions) }],
    AttachedManagedPolicies: attached.map((policy) => ({
      PolicyName: policy,
      PolicyArn: arn(`policy/${policy}`),
    })),
    Tags: [{ Key: 'team', Value: 'tools & <agents>' }],
    RoleLastUsed: { LastUsedDate: new Date(Date.parse(asOf) - DAY_MS), Region: 'us-east-1' },
  });
  const end = Date.parse(asOf);
  const events = Array.from({ length: 90 }, (_, day): FixtureEvent[] => {
    const time = end - (day + 1) * DAY_MS + 3_600_000;
    const common = { source: 'iam.amazonaws.com', role: 'planner' };
    return [
      { ...common, id: `e-${account}-${day}-a`, region: 'us-east-1', time, name: 'CreateUser' },
      { ...common, id: `e-${account}-${day}-b`, region: 'us-east-1', time, name: 'ListUsers' },
      ...(day % 3 === 0
        ? [
            {
              id: `e-${account}-${day}-c`,
              region: 'eu-west-1',
              time: time + 60_000,
              source: 'lambda.amazonaws.com',
              name: 'GetFunction20150331v2',
              role: 'builder',
            },
          ]
        : []),
    ];
  }).flat();
  const used = new Date(end - DAY_MS).toISOString();
  const trail = `arn:aws:cloudtrail:us-east-1:${account}:trail/main`;
  return {
    account,
    asOf: new Date(asOf),
    users: [
      {
        Path: '/',
        UserName: 'ci',
        UserId: `AIDACI${account}`,
        Arn: arn('user/ci'),
        CreateDate: LONG_AGO,
        UserPolicyList: [],
        GroupList: ['readers'],
        AttachedManagedPolicies: [],
        Tags: [],
      },
    ],
    groups: [
      {
        Path: '/',
        GroupName: 'readers',
        GroupId: `AGPAREADERS${account}`,
        Arn: arn('group/readers'),
        CreateDate: LONG_AGO,
        GroupPolicyList: [{ PolicyName: 'read', PolicyDocument: allow('iam:GetRole', 's3:GetObject') }],
        AttachedManagedPolicies: [],
      },
    ],
    roles: [
      role('planner', ['iam:CreateUser', 'iam:ListUsers', 'iam:DeleteUser', 's3:GetObject'], ['shared']),
      role('builder', ['lambda:GetFunction', 'iam:CreateUser', 'iam:PassRole'], ['shared']),
    ],
    policies: [
      {
        PolicyName: 'shared',
        PolicyId: `ANPASHARED${account}`,
        Arn: arn('policy/shared'),
        Path: '/',
        DefaultVersionId: 'v1',
        AttachmentCount: 2,
        PermissionsBoundaryUsageCount: 0,
        IsAttachable: true,
        CreateDate: LONG_AGO,
        UpdateDate: LONG_AGO,
        PolicyVersionList: [
          {
            Document: allow('kms:ScheduleKeyDeletion', 'iam:AttachRolePolicy'),
            VersionId: 'v1',
            IsDefaultVersion: true,
            CreateDate: LONG_AGO,
          },
        ],
      },
    ],
    accessKeys: { ci: ['AKIAFIXTUREONE000001'] },
    loginProfiles: [],
    lastAccessed: {
      [arn('role/planner')]: {
        iam: { CreateUser: used, ListUsers: used, DeleteUser: null, AttachRolePolicy: null },
        kms: { ScheduleKeyDeletion: null },
        s3: {},
      },
      [arn('role/builder')]: {
        iam: { CreateUser: null, AttachRolePolicy: null },
        kms: { ScheduleKeyDeletion: null },
        lambda: { GetFunction: used },
      },
      [arn('user/ci')]: { iam: { GetRole: null }, s3: {} },
    },
    events,
    trails: [
      {
        Name: 'main',
        TrailARN: trail,
        S3BucketName: 'logs',
        HomeRegion: 'us-east-1',
        IsMultiRegionTrail: true,
        IsOrganizationTrail: false,
        IncludeGlobalServiceEvents: true,
        LogFileValidationEnabled: true,
        HasCustomEventSelectors: true,
      },
    ],
    regions: ['eu-west-1', 'us-east-1'],
  };
}
