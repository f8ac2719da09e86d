import type { Call, CallContext } from './model.ts';
import { arn, CLUSTER, PRODUCTION, roleArn } from './world.ts';

/** Lambda's operations carry the date of their API version, some a `v2` too; IAM's actions do not. */
const onFunction = (name: string, suffix: string, write: boolean, more: Partial<Call> = {}): Call => ({
  source: 'lambda',
  name: `${name}${suffix}`,
  actions: [`lambda:${name}`],
  ...(write ? { write: true } : {}),
  request: (c) => ({ functionName: arn('lambda', c.region, c.account, `function:${c.subject}`) }),
  ...more,
});

const functionRole = (c: CallContext) =>
  roleArn(c.account, `service-role/${c.account === PRODUCTION ? 'thumbnail-lambda' : 'fixture-loader'}`);

const functionConfiguration = (c: CallContext) => ({
  functionName: c.subject,
  functionArn: arn('lambda', c.region, c.account, `function:${c.subject}`),
  runtime: 'nodejs22.x',
  role: functionRole(c),
  handler: 'index.handler',
  codeSize: 481_233,
  timeout: 30,
  memorySize: 512,
  version: '$LATEST',
  state: 'Active',
});

const onStack = (name: string, write: boolean, more: Partial<Call> = {}): Call => ({
  source: 'cloudformation',
  name,
  actions: [`cloudformation:${name}`],
  ...(write ? { write: true } : {}),
  request: (c) => ({ stackName: c.subject }),
  ...more,
});

const changeSet = (c: CallContext) =>
  arn('cloudformation', c.region, c.account, `changeSet/deploy-${c.random.hex(7)}/${c.random.uuid()}`);

const simple = (source: string, name: string, action: string, request?: Call['request']): Call => ({
  source,
  name,
  actions: [action],
  ...(request === undefined ? {} : { request }),
});

export const computeCalls = {
  'lambda.CreateFunction': onFunction('CreateFunction', '20150331', true, {
    actions: ['lambda:CreateFunction', 'iam:PassRole', 'lambda:TagResource'],
    request: (c) => ({
      functionName: c.subject,
      runtime: 'nodejs22.x',
      role: functionRole(c),
      handler: 'index.handler',
      code: {},
      tags: { stack: c.subject, team: 'parcels' },
    }),
    response: functionConfiguration,
  }),
  'lambda.UpdateFunctionCode': onFunction('UpdateFunctionCode', '20150331v2', true, {
    response: functionConfiguration,
  }),
  'lambda.GetFunction': onFunction('GetFunction', '20150331v2', false),
  'lambda.ListFunctions': onFunction('ListFunctions', '20150331', false, { request: () => null }),
  'lambda.PublishVersion': onFunction('PublishVersion', '20150331', true, {
    response: functionConfiguration,
  }),
  'lambda.UpdateAlias': onFunction('UpdateAlias', '20150331', true, {
    request: (c) => ({
      functionName: c.subject,
      name: 'live',
      functionVersion: String(c.random.between(80, 190)),
    }),
  }),
  'lambda.Invoke': {
    source: 'lambda',
    name: 'Invoke',
    actions: ['lambda:InvokeFunction'],
    dataType: 'AWS::Lambda::Function',
    request: (c) => ({
      functionName: arn('lambda', c.region, c.account, `function:${c.subject}`),
      invocationType: 'RequestResponse',
    }),
    resources: (c) => [
      { type: 'AWS::Lambda::Function', arn: arn('lambda', c.region, c.account, `function:${c.subject}`) },
    ],
  },
  'ecs.RegisterTaskDefinition': {
    source: 'ecs',
    name: 'RegisterTaskDefinition',
    actions: ['ecs:RegisterTaskDefinition', 'iam:PassRole'],
    write: true,
    request: (c) => ({
      family: c.subject,
      taskRoleArn: roleArn(c.account, 'stacks/orders-api-task'),
      executionRoleArn: roleArn(c.account, 'stacks/ecs-task-execution'),
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '512',
      memory: '1024',
    }),
    response: (c) => ({
      taskDefinition: {
        taskDefinitionArn: arn(
          'ecs',
          c.region,
          c.account,
          `task-definition/${c.subject}:${c.random.between(100, 400)}`,
        ),
        status: 'ACTIVE',
      },
    }),
  },
  'ecs.UpdateService': {
    source: 'ecs',
    name: 'UpdateService',
    actions: ['ecs:UpdateService'],
    write: true,
    request: (c) => ({ cluster: CLUSTER, service: c.subject, forceNewDeployment: true }),
    response: (c) => ({
      service: {
        serviceArn: arn('ecs', c.region, c.account, `service/${CLUSTER}/${c.subject}`),
        status: 'ACTIVE',
      },
    }),
  },
  'ecs.DescribeServices': simple('ecs', 'DescribeServices', 'ecs:DescribeServices', (c) => ({
    cluster: CLUSTER,
    services: [c.subject],
  })),
  'ecs.RunTask': {
    source: 'ecs',
    name: 'RunTask',
    actions: ['ecs:RunTask'],
    write: true,
    request: (c) => ({ cluster: CLUSTER, taskDefinition: 'reindex-orders', count: 1, startedBy: c.subject }),
  },
  'ecr.GetAuthorizationToken': simple(
    'ecr',
    'GetAuthorizationToken',
    'ecr:GetAuthorizationToken',
    () => null,
  ),
  'ecr.BatchGetImage': {
    ...simple('ecr', 'BatchGetImage', 'ecr:BatchGetImage', (c) => ({
      registryId: c.account,
      repositoryName: c.subject,
      imageIds: [{ imageTag: 'live' }],
    })),
    resources: (c) => [
      { type: 'AWS::ECR::Repository', arn: arn('ecr', c.region, c.account, `repository/${c.subject}`) },
    ],
  },
  'ecr.GetDownloadUrlForLayer': {
    ...simple('ecr', 'GetDownloadUrlForLayer', 'ecr:GetDownloadUrlForLayer', (c) => ({
      registryId: c.account,
      repositoryName: c.subject,
      layerDigest: `sha256:${c.random.hex(64)}`,
    })),
    resources: (c) => [
      { type: 'AWS::ECR::Repository', arn: arn('ecr', c.region, c.account, `repository/${c.subject}`) },
    ],
  },
  'cloudformation.CreateChangeSet': onStack('CreateChangeSet', true, {
    request: (c) => ({
      stackName: c.subject,
      changeSetName: `deploy-${c.random.hex(7)}`,
      capabilities: ['CAPABILITY_NAMED_IAM'],
      changeSetType: 'UPDATE',
    }),
    response: (c) => ({
      id: changeSet(c),
      stackId: arn(
        'cloudformation',
        c.region,
        c.account,
        `stack/${c.subject}/7c1d2e30-5b6f-11ee-8c99-0242ac120002`,
      ),
    }),
  }),
  'cloudformation.ExecuteChangeSet': onStack('ExecuteChangeSet', true, {
    request: (c) => ({ changeSetName: changeSet(c), stackName: c.subject }),
  }),
  'cloudformation.DescribeChangeSet': onStack('DescribeChangeSet', false),
  'cloudformation.DescribeStacks': onStack('DescribeStacks', false),
  'cloudformation.DescribeStackEvents': onStack('DescribeStackEvents', false),
  'cloudfront.CreateInvalidation': {
    source: 'cloudfront',
    name: 'CreateInvalidation2020_05_31',
    actions: ['cloudfront:CreateInvalidation'],
    write: true,
    global: true,
    request: (c) => ({
      distributionId: 'E2LARKFIELD7QX',
      invalidationBatch: { callerReference: c.random.hex(12), paths: { quantity: 1, items: ['/*'] } },
    }),
    response: (c) => ({ invalidation: { id: `I${c.random.hex(13).toUpperCase()}`, status: 'InProgress' } }),
  },
} as const satisfies Record<string, Call>;
