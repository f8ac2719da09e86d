import type { JsonObject } from '../../src/domain/json.ts';
import type { ManagedPolicy } from './model.ts';
import { allow, policy } from './statements.ts';

/**
 * AWS-managed policies the organisation uses. Names and actions are AWS's; the documents are shortened and worded for
 * this sample, so read AWS's own before relying on one.
 */
export const AWS_MANAGED = {
  administrator: 'arn:aws:iam::aws:policy/AdministratorAccess',
  readOnly: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
  managedInstance: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
  anthropicFull: 'arn:aws:iam::aws:policy/AnthropicFullAccess',
  anthropicLimited: 'arn:aws:iam::aws:policy/AnthropicLimitedAccess',
  bedrockLimited: 'arn:aws:iam::aws:policy/AmazonBedrockLimitedAccess',
  lambdaBasic: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
  ecsExecution: 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy',
  configService: 'arn:aws:iam::aws:policy/aws-service-role/AWSConfigServiceRolePolicy',
  agentCoreNetwork: 'arn:aws:iam::aws:policy/aws-service-role/BedrockAgentCoreNetworkServiceRolePolicy',
} as const;

const inOrder = (prefix: string, names: string): readonly string[] =>
  names.split(' ').map((name) => `${prefix}:${name}`);

const webIdentityForClaude: readonly JsonObject[] = [
  allow('ClaudeGatewayToken', 'sts:GetWebIdentityToken', '*', {
    'ForAnyValue:StringEquals': {
      'sts:IdentityTokenAudience': ['https://api.anthropic.com', 'https://platform.claude.com'],
    },
    StringEquals: { 'aws:CalledViaLast': 'aws-external-anthropic.amazonaws.com' },
  }),
  allow('ClaudeGatewayTokenTags', 'sts:TagGetWebIdentityToken'),
];

const READ_ONLY_ACTIONS = [
  ...[
    'athena:Get*',
    'athena:List*',
    'cloudformation:Describe*',
    'cloudformation:Get*',
    'cloudformation:List*',
  ],
  ...['cloudtrail:Describe*', 'cloudtrail:Get*', 'cloudtrail:List*', 'cloudtrail:LookupEvents'],
  ...['cloudwatch:Describe*', 'cloudwatch:Get*', 'cloudwatch:List*', 'config:Describe*', 'config:Get*'],
  ...['dynamodb:Describe*', 'dynamodb:GetItem', 'dynamodb:List*', 'dynamodb:Query', 'dynamodb:Scan'],
  ...['ec2:Describe*', 'ec2:Get*', 'ecr:Describe*', 'ecr:Get*', 'ecr:List*', 'ecs:Describe*', 'ecs:List*'],
  ...['iam:Get*', 'iam:List*', 'kms:Describe*', 'kms:Get*', 'kms:List*', 'lambda:Get*', 'lambda:List*'],
  ...['logs:Describe*', 'logs:FilterLogEvents', 'logs:Get*', 'logs:StartQuery', 'logs:StopQuery'],
  ...['rds:Describe*', 'rds:List*', 's3:Get*', 's3:List*', 'sns:Get*', 'sns:List*', 'sqs:Get*', 'sqs:List*'],
  ...['ssm:Describe*', 'ssm:Get*', 'ssm:List*', 'tag:Get*', 'xray:BatchGet*', 'xray:Get*'],
];

const claudeWorkspaceActions = inOrder(
  'aws-external-anthropic',
  'Get* List* ArchiveAgent ArchiveEnvironment ArchiveSession CancelBatchInference CountTokens CreateAgent ' +
    'CreateBatchInference CreateEnvironment CreateFile CreateInference CreateMemoryStore CreateSession CreateSkill ' +
    'CreateVault CreateWebhook DeleteFile DeleteMemoryStore DeleteSession DeleteSkill DeleteVault DeleteWebhook ' +
    'RotateWebhookSecret UpdateAgent UpdateEnvironment UpdateMemoryStore UpdateSession UpdateSkill UpdateVault ' +
    'UpdateWebhook',
);

/** ARN, `created`, version, statements. */
const TABLE: readonly (readonly [string, string, string, readonly JsonObject[]])[] = [
  [
    AWS_MANAGED.administrator,
    '2015-02-06T18:39:46+00:00',
    'v1',
    [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  ],
  [AWS_MANAGED.readOnly, '2026-06-18T17:02:11+00:00', 'v187', [allow('ReadOnlyActions', READ_ONLY_ACTIONS)]],
  [
    AWS_MANAGED.managedInstance,
    '2019-05-23T16:54:21+00:00',
    'v2',
    [
      allow('AgentInventory', [
        ...inOrder(
          'ssm',
          'DescribeAssociation GetDocument DescribeDocument GetManifest GetParameter GetParameters',
        ),
        ...inOrder('ssm', 'ListAssociations ListInstanceAssociations PutInventory PutComplianceItems'),
        ...inOrder(
          'ssm',
          'UpdateAssociationStatus UpdateInstanceAssociationStatus UpdateInstanceInformation',
        ),
      ]),
      allow(
        'AgentChannels',
        inOrder('ssmmessages', 'CreateControlChannel CreateDataChannel OpenControlChannel OpenDataChannel'),
      ),
      allow(
        'AgentMessages',
        inOrder(
          'ec2messages',
          'AcknowledgeMessage DeleteMessage FailMessage GetEndpoint GetMessages SendReply',
        ),
      ),
    ],
  ],
  [
    AWS_MANAGED.anthropicFull,
    '2026-04-01T22:42:19+00:00',
    'v2',
    [
      allow('ClaudeEverything', 'aws-external-anthropic:*'),
      allow('ClaudeSubscription', ['aws-marketplace:Subscribe', 'aws-marketplace:Unsubscribe'], '*', {
        'ForAnyValue:StringEquals': { 'aws-marketplace:ProductId': ['prod-larkfieldexample'] },
      }),
      allow('ClaudeSubscriptionView', 'aws-marketplace:ViewSubscriptions'),
      allow(
        'ClaudeFederation',
        inOrder('iam', 'GetOutboundWebIdentityFederationInfo EnableOutboundWebIdentityFederation'),
      ),
      ...webIdentityForClaude,
    ],
  ],
  [
    AWS_MANAGED.anthropicLimited,
    '2026-06-12T16:57:32+00:00',
    'v6',
    [
      allow('ClaudeWorkspace', claudeWorkspaceActions, 'arn:aws:aws-external-anthropic:*:*:workspace/*'),
      allow('ClaudeAccount', inOrder('aws-external-anthropic', 'GetAccountStatus CallWithBearerToken')),
      ...webIdentityForClaude,
      allow('ClaudeConsole', 'aws-external-anthropic:AssumeConsole', '*', {
        StringEquals: { 'aws-external-anthropic:Capability': 'developer' },
      }),
    ],
  ],
  [
    AWS_MANAGED.bedrockLimited,
    '2026-02-10T19:14:02+00:00',
    'v3',
    [
      allow('BedrockInference', [
        ...inOrder('bedrock', 'CallWithBearerToken Get* List* InvokeModel InvokeModelWithResponseStream'),
      ]),
    ],
  ],
  [
    AWS_MANAGED.lambdaBasic,
    '2015-04-09T15:03:43+00:00',
    'v1',
    [
      {
        Effect: 'Allow',
        Action: inOrder('logs', 'CreateLogGroup CreateLogStream PutLogEvents'),
        Resource: '*',
      },
    ],
  ],
  [
    AWS_MANAGED.ecsExecution,
    '2017-11-16T18:48:22+00:00',
    'v1',
    [
      {
        Effect: 'Allow',
        Action: [
          ...inOrder(
            'ecr',
            'GetAuthorizationToken BatchCheckLayerAvailability GetDownloadUrlForLayer BatchGetImage',
          ),
          ...inOrder('logs', 'CreateLogStream PutLogEvents'),
        ],
        Resource: '*',
      },
    ],
  ],
  [
    AWS_MANAGED.configService,
    '2026-05-27T20:31:09+00:00',
    'v61',
    [
      allow('ConfigRecorder', [
        ...['ec2:Describe*', 'ecs:Describe*', 'ecs:List*', 'iam:Get*', 'iam:List*', 'kms:Describe*'],
        ...['kms:List*', 'lambda:GetPolicy', 'lambda:List*', 's3:GetBucket*', 's3:ListAllMyBuckets'],
        ...['config:Put*', 'config:BatchGet*', 'cloudformation:Describe*'],
      ]),
    ],
  ],
  [
    AWS_MANAGED.agentCoreNetwork,
    '2025-09-24T16:20:55+00:00',
    'v1',
    [
      allow('AgentCoreInterfaces', [
        ...['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces'],
        ...['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets'],
      ]),
    ],
  ],
];

export const awsManagedPolicies: readonly ManagedPolicy[] = TABLE.map(([arn, created, id, statements]) => {
  const segments = arn.slice('arn:aws:iam::aws:policy'.length).split('/');
  return {
    name: segments.at(-1) ?? '',
    path: `${segments.slice(0, -1).join('/')}/`,
    owner: 'aws',
    created,
    versions: [{ id, created, document: policy(...statements) }],
  };
});
