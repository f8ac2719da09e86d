import { AWS_MANAGED } from './aws-managed-policies.ts';
import type { Identity } from './model.ts';
import { allow, policy, trust, trustService } from './statements.ts';
import {
  arn,
  BUCKETS,
  bucketArn,
  DEVELOPMENT,
  ORDERS_SECRET,
  PRODUCTION,
  roleArn,
  SECRETS_KEY,
} from './world.ts';

const SSO_PATH = '/aws-reserved/sso.amazonaws.com/us-east-1/';

const ssoTrust = (account: string) =>
  trust(
    { Federated: `arn:aws:iam::${account}:saml-provider/AWSSSO_7f2c41d09be3a655_DO_NOT_DELETE` },
    { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
    ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
  );

const configServiceRole = (account: string): Identity => ({
  kind: 'role',
  name: 'AWSServiceRoleForConfig',
  path: '/aws-service-role/config.amazonaws.com/',
  account,
  created: '2022-03-01T08:00:14+00:00',
  trust: trustService('config'),
  managed: [AWS_MANAGED.configService],
});

/** People, services and roles that exist for other reasons than an agent. */
export const others: readonly Identity[] = [
  {
    kind: 'role',
    name: 'break-glass-admin',
    path: '/',
    account: PRODUCTION,
    created: '2023-01-10T10:00:00+00:00',
    description: 'Emergencies only; the two sealed envelopes are in the safe',
    tags: { 'break-glass': 'true', team: 'security' },
    trust: trust(
      { AWS: `arn:aws:iam::${PRODUCTION}:root` },
      { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    ),
    managed: [AWS_MANAGED.administrator],
  },
  {
    kind: 'role',
    name: 'AWSReservedSSO_PlatformAdmin_3f9a1c07be52d468',
    path: SSO_PATH,
    account: PRODUCTION,
    created: '2023-09-12T07:30:21+00:00',
    maxSessionHours: 12,
    trust: ssoTrust(PRODUCTION),
    managed: [AWS_MANAGED.administrator],
  },
  {
    kind: 'role',
    name: 'AWSReservedSSO_Developer_9b27e6d4410fa3c8',
    path: SSO_PATH,
    account: DEVELOPMENT,
    created: '2023-09-12T07:34:55+00:00',
    maxSessionHours: 12,
    trust: ssoTrust(DEVELOPMENT),
    managed: [AWS_MANAGED.readOnly],
    inline: {
      AwsSSOInlinePolicy: policy(
        allow('Sandbox', 'sts:AssumeRole', roleArn(DEVELOPMENT, 'sandbox/*')),
        allow('Build', ['lambda:*', 'cloudformation:*', 'logs:*', 's3:*']),
      ),
    },
  },
  {
    kind: 'role',
    name: 'data-analyst',
    path: '/people/',
    account: PRODUCTION,
    created: '2024-09-03T09:12:05+00:00',
    description: 'Analysts; shares ops-data-access with incident-readonly',
    tags: { team: 'analytics' },
    trust: trust({ AWS: `arn:aws:iam::${PRODUCTION}:root` }),
    managed: ['ops-data-access'],
  },
  {
    kind: 'role',
    name: 'fleet-worker-instance',
    path: '/',
    account: PRODUCTION,
    created: '2023-03-20T12:00:42+00:00',
    description: 'Sorting-hall machines managed by Systems Manager',
    tags: { team: 'depots' },
    trust: trustService('ec2'),
    instanceProfile: 'fleet-worker-instance',
    managed: [AWS_MANAGED.managedInstance],
    inline: {
      'label-templates': policy(
        allow('Templates', ['s3:GetObject', 's3:PutObject'], `${bucketArn(BUCKETS.artifacts)}/labels/*`),
      ),
    },
  },
  {
    kind: 'role',
    name: 'orders-api-task',
    path: '/stacks/',
    account: PRODUCTION,
    created: '2023-11-06T16:45:51+00:00',
    tags: { team: 'orders' },
    trust: trustService('ecs-tasks'),
    boundary: 'workload-boundary',
    inline: {
      'orders-api': policy(
        allow(
          'Secrets',
          ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
          arn('secretsmanager', '*', PRODUCTION, 'secret:orders/*'),
        ),
        allow('Keys', ['kms:Decrypt', 'kms:ScheduleKeyDeletion'], arn('kms', '*', PRODUCTION, SECRETS_KEY)),
        allow('Orders', 'dynamodb:*', arn('dynamodb', '*', PRODUCTION, 'table/orders')),
        allow('Labels', 'lambda:InvokeFunction', arn('lambda', '*', PRODUCTION, 'function:label-printer')),
        allow('Tasks', ['ecs:RunTask', 'ecs:StopTask', 'sqs:SendMessage', 'sqs:GetQueueUrl']),
      ),
    },
  },
  {
    kind: 'role',
    name: 'ecs-task-execution',
    path: '/stacks/',
    account: PRODUCTION,
    created: '2023-11-06T16:44:02+00:00',
    trust: trustService('ecs-tasks'),
    managed: [AWS_MANAGED.ecsExecution],
    inline: {
      'inject-secrets': policy(
        allow('Read', 'secretsmanager:GetSecretValue', arn('secretsmanager', '*', PRODUCTION, ORDERS_SECRET)),
      ),
    },
  },
  {
    kind: 'role',
    name: 'release-promoter',
    path: '/',
    account: PRODUCTION,
    created: '2025-06-11T07:50:19+00:00',
    description: 'Assumed from the development account to promote a release',
    trust: trust(
      { AWS: roleArn(DEVELOPMENT, 'agents/dev-agent-orchestrator') },
      { 'ForAllValues:StringEquals': { 'sts:TransitiveTagKeys': ['agent-session', 'project'] } },
      ['sts:AssumeRole', 'sts:TagSession'],
    ),
    managed: ['release-promotion'],
  },
  configServiceRole(PRODUCTION),
  configServiceRole(DEVELOPMENT),
  {
    kind: 'role',
    name: 'AWSServiceRoleForBedrockAgentCoreNetwork',
    path: '/aws-service-role/network.bedrock-agentcore.amazonaws.com/',
    account: PRODUCTION,
    created: '2026-01-20T12:44:30+00:00',
    trust: trustService('network.bedrock-agentcore'),
    managed: [AWS_MANAGED.agentCoreNetwork],
  },
  {
    kind: 'user',
    name: 'parcel-exporter',
    path: '/integrations/',
    account: PRODUCTION,
    created: '2022-05-16T09:04:11+00:00',
    tags: { team: 'analytics', owner: 'partner-desk' },
    groups: ['data-exporters'],
  },
  {
    kind: 'user',
    name: 'ana.silva',
    path: '/people/',
    account: PRODUCTION,
    created: '2021-10-04T08:15:00+00:00',
    inline: {
      'own-password': policy(
        allow(
          'Self',
          ['iam:ChangePassword', 'iam:GetUser'],
          `arn:aws:iam::${PRODUCTION}:user/people/\${aws:username}`,
        ),
        allow('Invoices', ['s3:ListBucket', 's3:ListAllMyBuckets', 's3:GetBucketLocation']),
      ),
    },
  },
  {
    kind: 'role',
    name: 'fixture-loader',
    path: '/service-role/',
    account: DEVELOPMENT,
    created: '2025-03-18T10:22:37+00:00',
    trust: trustService('lambda'),
    managed: [AWS_MANAGED.lambdaBasic],
    inline: {
      fixtures: policy(
        allow('Load', ['s3:*'], [bucketArn(BUCKETS.fixtures), `${bucketArn(BUCKETS.fixtures)}/*`]),
      ),
    },
  },
];
