import type { Json } from '../../src/domain/json.ts';
import type { Call } from './model.ts';
import { roleArn } from './world.ts';

/** IAM and Organizations: global, recorded in us-east-1. */
const globally = (
  source: string,
  name: string,
  request: NonNullable<Call['request']> | null,
  write: boolean,
): Call => ({
  source,
  name,
  actions: [`${source}:${name}`],
  global: true,
  ...(write ? { write: true } : {}),
  ...(request === null ? {} : { request }),
});

const trustLambda = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

const inlineLogs: Json = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: '*' }],
});

export const identityCalls = {
  'iam.GetRole': globally('iam', 'GetRole', () => ({ roleName: 'orders-api-task' }), false),
  'iam.ListRoles': globally('iam', 'ListRoles', () => ({ maxItems: 100 }), false),
  'iam.CreateStackRole': {
    ...globally(
      'iam',
      'CreateRole',
      (c) => ({
        path: '/stacks/',
        roleName: `${c.subject}-worker-${c.random.hex(6)}`,
        assumeRolePolicyDocument: trustLambda,
        tags: [{ key: 'stack', value: c.subject }],
      }),
      true,
    ),
    actions: ['iam:CreateRole', 'iam:TagRole'],
    response: (c) => ({
      role: {
        path: '/stacks/',
        arn: roleArn(c.account, `stacks/${c.subject}-worker`),
        createDate: 'Aug 3, 2026, 9:00:00 AM',
      },
    }),
  },
  'iam.PutRolePolicy': globally(
    'iam',
    'PutRolePolicy',
    (c) => ({ roleName: `${c.subject}-worker`, policyName: 'logs', policyDocument: inlineLogs }),
    true,
  ),
  'iam.ListAccessKeys': globally('iam', 'ListAccessKeys', () => ({ userName: 'parcel-exporter' }), false),
  'iam.CreateAccessKey': globally('iam', 'CreateAccessKey', () => ({ userName: 'parcel-exporter' }), true),
  'iam.DeleteInvoiceReader': globally(
    'iam',
    'DeleteRole',
    () => ({ roleName: 'invoice-reader-agent' }),
    true,
  ),
  'iam.CreateInvoiceReader': globally(
    'iam',
    'CreateRole',
    () => ({
      path: '/agents/',
      roleName: 'invoice-reader-agent',
      assumeRolePolicyDocument: trustLambda.replace('lambda', 'ecs-tasks'),
    }),
    true,
  ),
  'iam.CreateReleaseNotes': globally(
    'iam',
    'CreateRole',
    () => ({
      path: '/agents/',
      roleName: 'release-notes-agent',
      assumeRolePolicyDocument: trustLambda.replace('lambda', 'ecs-tasks'),
    }),
    true,
  ),
  'iam.CreateServiceSpecificCredential': globally(
    'iam',
    'CreateServiceSpecificCredential',
    () => ({ userName: 'AeaApiKey-q7m2w9', serviceName: 'aws-external-anthropic.amazonaws.com' }),
    true,
  ),
  // STS is called at its regional endpoints, which log where they are.
  'sts.GetCallerIdentity': { source: 'sts', name: 'GetCallerIdentity', actions: [] },
  'sts.GetWebIdentityToken': {
    source: 'sts',
    name: 'GetWebIdentityToken',
    actions: ['sts:GetWebIdentityToken', 'sts:TagGetWebIdentityToken'],
    request: () => ({
      audience: ['https://api.anthropic.com'],
      durationSeconds: 300,
      signingAlgorithm: 'ES384',
      tags: [{ key: 'workspace', value: 'production' }],
    }),
  },
  'organizations.DescribeOrganization': globally('organizations', 'DescribeOrganization', null, false),
  'organizations.ListAccounts': globally('organizations', 'ListAccounts', null, false),
  'cloudtrail.CreateTrail': {
    source: 'cloudtrail',
    name: 'CreateTrail',
    actions: ['cloudtrail:CreateTrail'],
    write: true,
    request: () => ({
      name: 'production-claude-data',
      s3BucketName: 'larkfield-cloudtrail',
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: false,
    }),
  },
  'cloudtrail.PutEventSelectors': {
    source: 'cloudtrail',
    name: 'PutEventSelectors',
    actions: ['cloudtrail:PutEventSelectors'],
    write: true,
    request: () => ({
      trailName: 'production-claude-data',
      advancedEventSelectors: [
        {
          name: 'Claude workspaces',
          fieldSelectors: [
            { field: 'eventCategory', equals: ['Data'] },
            { field: 'resources.type', equals: ['AWS::AWSExternalAnthropic::Workspace'] },
          ],
        },
      ],
    }),
  },
  'cloudtrail.StartLogging': {
    source: 'cloudtrail',
    name: 'StartLogging',
    actions: ['cloudtrail:StartLogging'],
    write: true,
    request: () => ({ name: 'production-claude-data' }),
  },
  'config.PutEvaluations': {
    source: 'config',
    name: 'PutEvaluations',
    actions: ['config:PutEvaluations'],
    write: true,
    request: () => ({ resultToken: '***', testMode: false }),
  },
} as const satisfies Record<string, Call>;
