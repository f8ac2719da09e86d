import type { Group, ManagedPolicy } from './model.ts';
import { allow, deny, policy } from './statements.ts';
import { arn, BUCKETS, bucketArn, DEVELOPMENT, PRODUCTION, roleArn, SECRETS_KEY } from './world.ts';

const version = (id: string, created: string, document: ReturnType<typeof policy>) => ({
  id,
  created,
  document,
});

/** Deploys stacks; grew by one wildcard per incident. v6 is what it was before the last of them. */
const deployPipeline = (stackActions: string | readonly string[]) =>
  policy(
    allow('Stacks', stackActions),
    allow('Functions', 'lambda:*', [
      `arn:aws:lambda:*:${PRODUCTION}:function:*`,
      `arn:aws:lambda:*:${PRODUCTION}:layer:*`,
    ]),
    allow('Containers', ['ecs:*', 'ecr:*']),
    allow('Cdn', [
      'cloudfront:CreateInvalidation',
      'cloudfront:Get*',
      'cloudfront:List*',
      'cloudfront:UpdateDistribution',
    ]),
    allow(
      'Artifacts',
      ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket', 's3:PutBucketPolicy'],
      [bucketArn(BUCKETS.artifacts), `${bucketArn(BUCKETS.artifacts)}/*`],
    ),
    allow(
      'StackRoles',
      [
        ...[
          'iam:AttachRolePolicy',
          'iam:CreateRole',
          'iam:DeleteRole',
          'iam:DeleteRolePolicy',
          'iam:DetachRolePolicy',
        ],
        ...['iam:GetRole', 'iam:PutRolePolicy', 'iam:TagRole', 'iam:UpdateAssumeRolePolicy'],
      ],
      roleArn(PRODUCTION, 'stacks/*'),
    ),
    allow('PassWorkloadRoles', 'iam:PassRole', roleArn(PRODUCTION, '*'), {
      StringEquals: { 'iam:PassedToService': ['lambda.amazonaws.com', 'ecs-tasks.amazonaws.com'] },
    }),
    allow('Secrets', 'secretsmanager:*', arn('secretsmanager', '*', PRODUCTION, 'secret:*')),
  );

const opsDataAccess = policy(
  allow('Queries', [
    'athena:*',
    'glue:Get*',
    'glue:BatchGetPartition',
    'glue:CreateTable',
    'glue:DeleteTable',
  ]),
  allow('Results', ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], `${bucketArn(BUCKETS.analytics)}/*`),
  allow('ResultBucket', ['s3:ListBucket', 's3:GetBucketLocation'], bucketArn(BUCKETS.analytics)),
  allow('Snapshots', ['rds:CreateDBSnapshot', 'rds:CopyDBSnapshot', 'rds:ModifyDBSnapshotAttribute']),
  allow('Shell', ['ssm:StartSession', 'ssm:SendCommand', 'ssm:TerminateSession', 'ecs:ExecuteCommand']),
  allow('Secrets', ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret']),
  allow('Keys', ['kms:Decrypt', 'kms:GenerateDataKey'], arn('kms', '*', PRODUCTION, SECRETS_KEY)),
);

/** NotAction, NotResource and Deny in one policy: what is left is wide and hard to read. */
const sandboxByExclusion = policy(
  {
    Sid: 'EverythingButTheAccount',
    Effect: 'Allow',
    NotAction: ['iam:*', 'organizations:*', 'account:*', 'sts:*', 'aws-portal:*'],
    Resource: '*',
  },
  allow('LookAtRoles', ['iam:GetRole', 'iam:ListRoles', 'iam:PassRole'], roleArn(DEVELOPMENT, 'sandbox/*')),
  {
    Sid: 'NoDeletesOutsideSandbox',
    Effect: 'Deny',
    Action: ['s3:DeleteBucket', 's3:DeleteObject', 's3:PutBucketPolicy'],
    NotResource: ['arn:aws:s3:::sandbox-*', 'arn:aws:s3:::sandbox-*/*'],
  },
  deny('KeepTheTrail', ['cloudtrail:StopLogging', 'cloudtrail:DeleteTrail', 'cloudtrail:PutEventSelectors']),
);

const managed = (
  owner: string,
  name: string,
  path: string,
  created: string,
  versions: ManagedPolicy['versions'],
): ManagedPolicy => ({ name, path, owner, created, versions });

export const customerPolicies: readonly ManagedPolicy[] = [
  managed(PRODUCTION, 'deploy-pipeline', '/', '2024-02-19T10:11:52+00:00', [
    version('v7', '2026-04-22T13:40:08+00:00', deployPipeline('cloudformation:*')),
    version(
      'v6',
      '2025-11-03T09:18:27+00:00',
      deployPipeline([
        'cloudformation:Describe*',
        'cloudformation:CreateChangeSet',
        'cloudformation:ExecuteChangeSet',
      ]),
    ),
  ]),
  managed(PRODUCTION, 'ops-data-access', '/operations/', '2024-09-02T14:55:10+00:00', [
    version('v3', '2026-03-11T16:02:44+00:00', opsDataAccess),
  ]),
  managed(PRODUCTION, 'workload-boundary', '/boundaries/', '2024-01-30T08:00:31+00:00', [
    version(
      'v2',
      '2025-08-14T11:22:06+00:00',
      policy(
        allow('Workloads', [
          'dynamodb:*',
          'kms:*',
          'lambda:*',
          'logs:*',
          's3:*',
          'secretsmanager:*',
          'sqs:*',
          'xray:*',
        ]),
        deny('NoKeyDestruction', ['kms:ScheduleKeyDeletion', 'kms:DisableKey']),
      ),
    ),
  ]),
  managed(PRODUCTION, 'support-knowledge', '/agents/', '2026-01-20T12:30:00+00:00', [
    version(
      'v4',
      // Younger than the 14 days a change is left to settle.
      '2026-09-21T15:04:39+00:00',
      policy(
        allow(
          'Orders',
          ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan', 'dynamodb:UpdateItem'],
          [
            arn('dynamodb', '*', PRODUCTION, 'table/orders'),
            arn('dynamodb', '*', PRODUCTION, 'table/orders/index/*'),
          ],
        ),
        allow('Photos', ['s3:GetObject', 's3:GetObjectVersion'], `${bucketArn(BUCKETS.photos)}/*`),
        allow('Handover', ['ses:SendEmail', 'sns:Publish', 'lambda:InvokeFunction']),
      ),
    ),
    version(
      'v3',
      '2026-02-02T10:10:10+00:00',
      policy(allow('Orders', ['dynamodb:GetItem', 'dynamodb:Query'])),
    ),
  ]),
  managed(PRODUCTION, 'release-promotion', '/', '2025-06-11T07:45:12+00:00', [
    version(
      'v1',
      '2025-06-11T07:45:12+00:00',
      policy(
        allow('Promote', [
          'lambda:PublishVersion',
          'lambda:UpdateAlias',
          'lambda:GetFunction',
          'ecs:UpdateService',
          'ecs:DescribeServices',
        ]),
        allow('Rollback', ['codedeploy:*', 'lambda:UpdateFunctionCode', 'lambda:AddPermission']),
        {
          Sid: 'ReadAllButInvoices',
          Effect: 'Allow',
          Action: ['s3:GetObject', 's3:ListBucket'],
          NotResource: [bucketArn(BUCKETS.invoices), `${bucketArn(BUCKETS.invoices)}/*`],
        },
      ),
    ),
  ]),
  managed(DEVELOPMENT, 'sandbox-by-exclusion', '/', '2025-10-07T09:09:30+00:00', [
    version('v2', '2026-01-14T18:27:51+00:00', sandboxByExclusion),
  ]),
  managed(DEVELOPMENT, 'preview-deploy', '/', '2025-12-01T13:13:13+00:00', [
    version(
      'v1',
      '2025-12-01T13:13:13+00:00',
      policy(
        allow('Previews', ['cloudformation:*', 'lambda:*', 'apigateway:*', 'logs:*', 's3:*']),
        allow('PassAnyRole', ['iam:PassRole', 'iam:GetRole', 'iam:CreateRole', 'iam:AttachRolePolicy']),
      ),
    ),
  ]),
];

export const groups: readonly Group[] = [
  {
    name: 'data-exporters',
    account: PRODUCTION,
    created: '2022-05-16T09:00:00+00:00',
    managed: [],
    inline: {
      'partner-export': policy(
        allow(
          'Export',
          ['s3:GetObject', 's3:ListBucket', 's3:PutObject', 's3:DeleteObject'],
          [bucketArn(BUCKETS.analytics), `${bucketArn(BUCKETS.analytics)}/*`],
        ),
        allow(
          'Keys',
          ['iam:CreateAccessKey', 'iam:UpdateAccessKey', 'iam:DeleteAccessKey', 'iam:ListAccessKeys'],
          [`arn:aws:iam::${PRODUCTION}:user/integrations/\${aws:username}`],
        ),
        allow('Queues', ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:GetQueueUrl', 'sqs:PurgeQueue'], '*', {
          IpAddress: { 'aws:SourceIp': ['198.51.100.0/24'] },
        }),
      ),
    },
  },
];
