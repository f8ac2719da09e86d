import { describe, expect, it } from 'vitest';
import { loadCatalog, readCatalogData } from '../../src/collect/catalog-files.ts';

const catalog = loadCatalog();
const { visibility } = readCatalogData();
const management = { kind: 'management' };
const data = (...resourceTypes: string[]) => ({ kind: 'data', resourceTypes });

describe('which record could show an action', () => {
  it.each([
    ['iam:CreateUser', management],
    ['kms:Decrypt', management],
    ['secretsmanager:GetSecretValue', management],
    ['ssm:GetParameter', management],
    ['s3:PutBucketPolicy', management],
    ['s3:GetObject', data('AWS::S3::Object')],
    ['s3:PutObjectAcl', data('AWS::S3::Object')],
    ['s3:ListBucket', data('AWS::S3::Object')],
    ['dynamodb:Scan', data('AWS::DynamoDB::Table')],
    ['dynamodb:CreateTable', management],
    ['lambda:InvokeFunction', data('AWS::Lambda::Function')],
    ['lambda:UpdateFunctionCode', management],
    ['sqs:ReceiveMessage', data('AWS::SQS::Queue')],
    ['sqs:PurgeQueue', management],
    ['sns:Publish', data()],
    ['bedrock:InvokeAgent', data('AWS::Bedrock::AgentAlias')],
    ['bedrock:CreateAgent', management],
    [
      'bedrock:InvokeModel',
      { kind: 'management', alsoDataTypes: ['AWS::Bedrock::AsyncInvoke', 'AWS::Bedrock::Model'] },
    ],
    ['bedrock-agentcore:UpdateGateway', management],
    ['bedrock-agentcore:InvokeGateway', data('AWS::BedrockAgentCore::Gateway')],
    ['aws-external-anthropic:CreateVault', management],
    ['aws-external-anthropic:CreateInference', data('AWS::AWSExternalAnthropic::Workspace')],
    ['aws-external-anthropic:AssumeConsole', data()],
    ['bedrock-agentcore:UpdateAgentRuntime', management],
    ['bedrock-agentcore:RetrieveMemoryRecords', data('AWS::BedrockAgentCore::Memory')],
    [
      'bedrock-agentcore:GetWorkloadAccessToken',
      {
        kind: 'management',
        alsoDataTypes: [
          'AWS::BedrockAgentCore::WorkloadIdentity',
          'AWS::BedrockAgentCore::WorkloadIdentityDirectory',
        ],
      },
    ],
    ['bedrock-agentcore:InvokeAgentRuntimeCommandShell', { kind: 'unmapped' }],
    ['bedrock-mantle:CreateProject', management],
    [
      'bedrock-mantle:CreateInference',
      data(
        'AWS::BedrockMantle::CustomizedModel',
        'AWS::BedrockMantle::Project',
        'AWS::BedrockMantle::Reservation',
      ),
    ],
    ['bedrock-mantle:CreateReservation', { kind: 'unmapped' }],
    ['iam:PassRole', { kind: 'never' }],
    ['execute-api:Invoke', { kind: 'never' }],
    ['rds-db:connect', { kind: 'never' }],
    ['ssmmessages:OpenDataChannel', { kind: 'never' }],
    ['ec2messages:GetMessages', { kind: 'never' }],
    ['s3:ReplicateObject', { kind: 'unmapped' }],
    ['nosuch:Action', { kind: 'unmapped' }],
  ])('%s', (action, expected) => {
    expect(catalog.witnesses(action).cloudTrail).toEqual(expected);
    expect(catalog.witnesses(action.toUpperCase()).cloudTrail).toEqual(expected);
  });

  it('knows global services: one whose events may be regional is not one of them', () => {
    expect(catalog.witnesses('iam:CreateUser').global).toBe(true);
    expect(catalog.witnesses('organizations:LeaveOrganization').global).toBe(true);
    expect(catalog.witnesses('sts:AssumeRole').global).toBe(false);
    expect(catalog.witnesses('globalaccelerator:CreateAccelerator').global).toBe(false);
  });

  it('trusts last accessed only where a use is known to reach it', () => {
    for (const action of ['s3:GetObject', 'iam:CreateUser', 'bedrock:InvokeModel']) {
      expect(catalog.witnesses(action).lastAccessedService, action).toBe(true);
    }
    for (const action of [
      'iam:PassRole',
      'aws-external-anthropic:CreateInference',
      'bedrock-mantle:CreateInference',
      'bedrock-agentcore:InvokeGateway',
      'ssmmessages:OpenDataChannel',
      'rds-db:connect',
      'nosuch:Action',
    ]) {
      expect(catalog.witnesses(action).lastAccessedService, action).toBe(false);
    }
  });

  it('has an answer for every action, well formed', () => {
    for (const action of catalog.expand('*')) {
      const { cloudTrail } = catalog.witnesses(action);
      const types =
        cloudTrail.kind === 'data'
          ? cloudTrail.resourceTypes
          : cloudTrail.kind === 'management'
            ? (cloudTrail.alsoDataTypes ?? [])
            : [];
      expect([...types].sort(), action).toEqual(types);
      for (const type of types) expect(type).toMatch(/^AWS::[A-Za-z0-9]+::[A-Za-z0-9]+$/);
    }
  });

  it('has no pattern that matches nothing', () => {
    const patterns = [
      ...visibility.never,
      ...visibility.data.flatMap((rule) => rule.actions),
      ...visibility.notReportedToLastAccessed,
      ...visibility.globalServices.map((service) => `${service}:*`),
    ];
    expect(patterns.filter((pattern) => catalog.expand(pattern).length === 0)).toEqual([]);
  });

  it('takes the other actions of a data event for data too, or a management log would prove their non-use', () => {
    const { operations } = readCatalogData();
    const wrong: string[] = [];
    for (const [namespace, entries] of Object.entries(operations.operations)) {
      for (const operation of Object.keys(entries)) {
        const answer = catalog.eventActions({
          eventSource: `${namespace}.amazonaws.com`,
          eventName: operation,
          features: ['parameters-absent'],
          outcome: 'allowed',
        });
        if (answer.kind !== 'actions') continue;
        const kindOf = (action: string) => catalog.witnesses(action).cloudTrail.kind;
        if (!answer.certain.some((action) => kindOf(action) === 'data')) continue;
        for (const action of [...answer.certain, ...answer.possible]) {
          // Tagging is a call of its own too, and creating with tags is rare on the data plane.
          if (kindOf(action) === 'management' && !action.endsWith(':TagResource'))
            wrong.push(`${operation}: ${action}`);
        }
      }
    }
    expect(wrong).toEqual([
      'GenerateQuery: bedrock:GetKnowledgeBase',
      'SearchQuickResponses: wisdom:GetQuickResponse',
    ]);
  });
});
