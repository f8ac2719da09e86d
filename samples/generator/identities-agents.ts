import { AWS_MANAGED } from './aws-managed-policies.ts';
import type { Identity } from './model.ts';
import { allow, deny, policy, trust, trustService } from './statements.ts';
import { AGENTCORE, arn, bucketArn, PRODUCTION, roleArn, WEBHOOK_SECRET } from './world.ts';

const _objects = (bucket: string) => `${bucketArn(bucket)}/*`;
const inAccount = (service: string, resource: string) => arn(service, '*', PRODUCTION, resource);

/** Roles and users of production that Claude and other agents run under. */
export const productionAgents: readonly Identity[] = [
  {
    kind: 'role',
    name: 'claude-code-deployer',
    path: '/',
    account: PRODUCTION,
    created: '2025-08-19T09:12:44+00:00',
    description: 'Claude Code sessions of the platform team, from laptops and through the AWS MCP server',
    tags: { agent: 'claude-code', team: 'platform' },
    maxSessionHours: 4,
    trust: trust(
      { AWS: `arn:aws:iam::${PRODUCTION}:root` },
      {
        ArnLike: {
          'aws:PrincipalArn': roleArn(
            PRODUCTION,
            'aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_PlatformAdmin_*',
          ),
        },
      },
      ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
    ),
    managed: [AWS_MANAGED.administrator],
    inline: {
      'claude-code-guardrails': policy(
        deny('NoStaticKeys', ['iam:CreateUser', 'iam:CreateAccessKey', 'iam:CreateLoginProfile']),
        deny('NoOrganization', 'organizations:*'),
      ),
    },
  },
  {
    kind: 'role',
    name: 'claude-platform-operator',
    path: '/',
    account: PRODUCTION,
    created: '2026-02-03T15:31:20+00:00',
    description: 'Manages Claude workspaces, agents, memory and vaults from the operations cluster',
    tags: { team: 'customer-support', 'data-class': 'confidential' },
    trust: trust({ Service: 'pods.eks.amazonaws.com' }, undefined, ['sts:AssumeRole', 'sts:TagSession']),
    managed: [AWS_MANAGED.anthropicFull],
    inline: {
      'webhook-secret': policy(
        allow(
          'ReadSecret',
          ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
          inAccount('secretsmanager', WEBHOOK_SECRET),
        ),
      ),
    },
  },
  {
    kind: 'role',
    name: 'agentcore-runtime-support-bot',
    path: '/agents/',
    account: PRODUCTION,
    created: '2026-01-20T12:41:09+00:00',
    description: 'Execution role of the customer support bot on Bedrock AgentCore',
    tags: { agent: 'support-bot', team: 'customer-support' },
    trust: trustService('bedrock-agentcore', {
      StringEquals: { 'aws:SourceAccount': PRODUCTION },
      ArnLike: { 'aws:SourceArn': inAccount('bedrock-agentcore', '*') },
    }),
    managed: ['support-knowledge'],
    inline: {
      'agentcore-runtime': policy(
        allow(
          'Image',
          ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
          inAccount('ecr', 'repository/support-bot'),
        ),
        allow('ImageToken', 'ecr:GetAuthorizationToken'),
        allow(
          'Logs',
          ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
          inAccount('logs', 'log-group:/aws/bedrock-agentcore/runtimes/*'),
        ),
        allow('Metrics', 'cloudwatch:PutMetricData', '*', {
          StringEquals: { 'cloudwatch:namespace': 'bedrock-agentcore' },
        }),
        allow(
          'Inference',
          [
            'bedrock:InvokeModel',
            'bedrock:InvokeModelWithResponseStream',
            'bedrock:ApplyGuardrail',
            'bedrock:DeleteGuardrail',
          ],
          ['arn:aws:bedrock:*::foundation-model/*', arn('bedrock', '*', PRODUCTION, '*')],
        ),
        allow(
          'Identity',
          [
            'bedrock-agentcore:GetWorkloadAccessToken*',
            'bedrock-agentcore:GetResourceApiKey',
            'bedrock-agentcore:GetResourceOauth2Token',
          ],
          inAccount('bedrock-agentcore', 'workload-identity-directory/*'),
        ),
        allow(
          'Memory',
          ['bedrock-agentcore:*Memory*', 'bedrock-agentcore:*Event*'],
          inAccount('bedrock-agentcore', 'memory/*'),
        ),
        allow(
          'Gateway',
          ['bedrock-agentcore:InvokeGateway', 'bedrock-agentcore:*Gateway*'],
          inAccount('bedrock-agentcore', AGENTCORE.gateway),
        ),
      ),
    },
  },
  {
    kind: 'role',
    name: 'incident-readonly',
    path: '/operations/',
    account: PRODUCTION,
    created: '2024-09-02T15:01:36+00:00',
    description: 'Looks at production during incidents; on-call engineers and their Claude assistant',
    tags: { team: 'operations' },
    trust: trust({ AWS: `arn:aws:iam::${PRODUCTION}:root` }, { StringLike: { 'sts:SourceIdentity': '*' } }, [
      'sts:AssumeRole',
      'sts:SetSourceIdentity',
    ]),
    managed: [AWS_MANAGED.readOnly, 'ops-data-access'],
  },
  {
    kind: 'user',
    name: 'AeaApiKey-q7m2w9',
    path: '/',
    account: PRODUCTION,
    created: '2026-05-18T14:26:58+00:00',
    managed: [AWS_MANAGED.anthropicLimited],
  },
];
