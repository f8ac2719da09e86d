import { describe, expect, it } from 'vitest';
import { CONDITIONAL_RULES, SUBSTITUTIONS } from '../../src/catalog/conditional-actions.ts';
import { REQUEST_FEATURES } from '../../src/catalog/index.ts';
import { loadCatalog, readCatalogData } from '../../src/collect/catalog-files.ts';
import type { Outcome } from '../../src/domain/facts.ts';

const catalog = loadCatalog();

function actionsOf(
  source: string,
  eventName: string,
  features: readonly string[] = [],
  outcome: Outcome = 'allowed',
) {
  const answer = catalog.eventActions({
    eventSource: `${source}.amazonaws.com`,
    eventName,
    features,
    outcome,
  });
  if (answer.kind !== 'actions') return answer.kind;
  return `${answer.certain.join(' ')} | ${answer.possible.join(' ')}`.trim();
}

function unmapped(source: string, eventName: string, outcome: Outcome = 'allowed'): readonly string[] {
  const answer = catalog.eventActions({
    eventSource: `${source}.amazonaws.com`,
    eventName,
    features: [],
    outcome,
  });
  if (answer.kind !== 'unmapped') throw new Error(`${eventName} is mapped`);
  return answer.possible;
}

describe('an event that no action is known for', () => {
  it('of an unknown service may be what is called the same in any other', () => {
    const namesakes = unmapped('newservice', 'ExecuteStatement');
    expect(namesakes).toEqual(
      expect.arrayContaining(['dynamodb:PartiQLSelect', 'rds-data:ExecuteStatement']),
    );
    expect(namesakes).not.toContain('rds-data:BatchExecuteStatement');
    expect(unmapped('newservice', 'ListFunctions20150331')).toContain('lambda:ListFunctions');
    expect(unmapped('newservice', 'NobodyHasThis')).toEqual([]);
  });

  it('of a known service may be none of another', () => {
    expect(unmapped('kms', 'ExecuteStatement')).toEqual([]);
  });

  it('of the billing console may be any that its pages need, in every service of them', () => {
    const pages = unmapped('billingconsole', 'SetContactAddress');
    expect(pages).toContain('account:PutContactInformation');
    expect(pages).toContain('aws-portal:ModifyAccount');
    expect(unmapped('taxconsole', 'CreateCustomerCase')).toContain('tax:PutTaxRegistration');
  });

  it('exercised none when it was refused', () => {
    expect(unmapped('billingconsole', 'SetContactAddress', 'denied')).toEqual([]);
  });
});

describe('an event and the actions it exercised', () => {
  it.each([
    // renamed
    ['s3', 'HeadBucket', [], 's3:ListBucket |'],
    ['s3', 'ListBuckets', [], 's3:ListAllMyBuckets |'],
    ['s3', 'DeleteBucketEncryption', [], 's3:PutEncryptionConfiguration |'],
    ['s3', 'GetBucketLifecycle', [], 's3:GetLifecycleConfiguration |'],
    ['s3', 'GetBucketCors', [], 's3:GetBucketCORS |'],
    ['s3', 'PutBucketReplication', [], 's3:PutReplicationConfiguration |'],
    ['s3', 'DeleteAccountPublicAccessBlock', [], 's3:PutAccountPublicAccessBlock |'],
    ['s3', 'UploadPart', [], 's3:PutObject |'],
    ['lambda', 'Invoke', [], 'lambda:InvokeFunction |'],
    ['apigateway', 'CreateRestApi', [], 'apigateway:POST | apigateway:PUT apigateway:UpdateRestApiPolicy'],
    ['apigateway', 'GetRestApis', [], 'apigateway:GET |'],
    ['apigateway', 'UpdateStage', [], 'apigateway:PATCH |'],
    ['securityhub', 'BatchUpdateFindingsV2', [], 'securityhub:BatchUpdateFindings |'],
    // several, all of them
    ['kms', 'ReEncrypt', [], 'kms:ReEncryptFrom kms:ReEncryptTo |'],
    [
      's3',
      'CopyObject',
      [],
      's3:GetObject s3:PutObject | s3:GetObjectTagging s3:GetObjectVersion s3:PutObjectTagging',
    ],
    // event source is not the namespace
    ['monitoring', 'PutMetricAlarm', [], 'cloudwatch:PutMetricAlarm |'],
    ['email', 'SendEmail', [], 'ses:SendEmail |'],
    ['tagging', 'GetResources', [], 'tag:GetResources |'],
    ['streams.dynamodb', 'ListStreams', [], 'dynamodb:ListStreams |'],
    ['rdsdataapi', 'ExecuteStatement', [], 'rds-data:ExecuteStatement |'],
    ['edgekeyvaluestore', 'UpdateKeys', [], 'cloudfront-keyvaluestore:UpdateKeys |'],
    ['networksynthetics', 'CreateMonitor', [], 'networkmonitor:CreateMonitor |'],
    ['metering-marketplace', 'BatchMeterUsage', [], 'aws-marketplace:BatchMeterUsage |'],
    ['models-v2-lex', 'ListBots', [], 'lex:ListBots |'],
    ['states', 'ListStateMachines', [], 'states:ListStateMachines |'],
    // versions in event names
    ['lambda', 'ListFunctions20150331', [], 'lambda:ListFunctions |'],
    ['lambda', 'UpdateFunctionCode20150331v2', [], 'lambda:UpdateFunctionCode |'],
    ['cloudfront', 'CreateFunction2020_05_31', [], 'cloudfront:CreateFunction |'],
    [
      'cloudfront',
      'CreateDistribution2020_05_31',
      [],
      'cloudfront:CreateDistribution | cloudfront:CreateConnectionGroup cloudfront:GetVpcOrigin',
    ],
    ['kafka', 'CreateClusterV2', [], 'kafka:CreateClusterV2 |'],
    // the request decides
    ['iam', 'CreateRole', [], 'iam:CreateRole |'],
    ['iam', 'CreateRole', ['tags'], 'iam:CreateRole iam:TagRole |'],
    ['iam', 'CreateRole', ['parameters-absent'], 'iam:CreateRole | iam:TagRole'],
    ['s3', 'PutObject', [], 's3:PutObject |'],
    ['s3', 'PutObject', ['acl', 'object-tagging'], 's3:PutObject s3:PutObjectAcl s3:PutObjectTagging |'],
    [
      's3',
      'PutObject',
      ['legal-hold', 'retention'],
      's3:PutObject s3:PutObjectLegalHold s3:PutObjectRetention |',
    ],
    [
      's3',
      'GetObject',
      ['version-id'],
      's3:GetObjectVersion | s3:GetObjectLegalHold s3:GetObjectRetention s3:GetObjectTagging',
    ],
    [
      's3',
      'DeleteObject',
      ['bypass-governance', 'version-id'],
      's3:BypassGovernanceRetention s3:DeleteObjectVersion | s3:DeleteObject',
    ],
    ['s3', 'DeleteObjects', [], 's3:DeleteObject | s3:DeleteObjectVersion'],
    ['s3', 'CreateBucket', ['acl'], 's3:CreateBucket s3:PutBucketAcl |'],
    [
      'sts',
      'AssumeRole',
      ['source-identity', 'tags'],
      'sts:AssumeRole sts:SetSourceIdentity sts:TagSession |',
    ],
    ['dynamodb', 'ExecuteStatement', ['statement-verb=select'], 'dynamodb:PartiQLSelect |'],
    [
      'dynamodb',
      'TransactWriteItems',
      ['transact-verb=put', 'transact-verb=delete'],
      'dynamodb:DeleteItem dynamodb:PutItem |',
    ],
    [
      'lambda',
      'CreateFunction20150331',
      ['passed-role=arn:aws:iam::1:role/x'],
      'iam:PassRole lambda:CreateFunction | lambda:GetLayerVersion lambda:PassCapacityProvider',
    ],
    // the request does not show what a launch template or a task definition passes
    ['ec2', 'RunInstances', [], 'ec2:RunInstances |'],
    ['ec2', 'RunInstances', ['launch-template'], 'ec2:RunInstances | ec2:CreateTags iam:PassRole'],
    ['ec2', 'RunInstances', ['passed-role=many'], 'ec2:RunInstances iam:PassRole |'],
    ['ecs', 'RunTask', [], 'ecs:RunTask | iam:PassRole'],
    // bearer tokens
    ['bedrock', 'Converse', [], 'bedrock:InvokeModel | bedrock:ApplyGuardrail bedrock:InvokeTool'],
    [
      'bedrock',
      'Converse',
      ['parameters-absent'],
      'bedrock:InvokeModel | bedrock:ApplyGuardrail bedrock:InvokeTool',
    ],
    [
      'bedrock',
      'ListFoundationModels',
      ['bearer-token'],
      'bedrock:CallWithBearerToken bedrock:ListFoundationModels |',
    ],
    [
      'aws-external-anthropic',
      'CreateInference',
      ['bearer-token'],
      'aws-external-anthropic:CallWithBearerToken aws-external-anthropic:CreateInference |',
    ],
    [
      'bedrock-mantle',
      'CreateInference',
      ['bearer-token', 'bearer-token=LONG_TERM'],
      'bedrock-mantle:CallWithBearerToken bedrock-mantle:CreateInference |',
    ],
    ['ec2', 'DescribeInstances', ['bearer-token'], 'ec2:DescribeInstances |'],
    // no page says which action it is authorised as: the one of the record it reads stays possible
    [
      'agent-registry',
      'BatchGetDiscoverableRegistryRecord',
      [],
      '| agent-registry:GetDiscoverableRegistryRecord',
    ],
    // neither
    ['sts', 'GetCallerIdentity', [], 'no-permission-needed'],
    ['sts', 'GetSessionToken', [], 'no-permission-needed'],
    ['s3', 'GetStorageLensDashboardDataInternal', [], 'unmapped'],
    ['es', 'ListNotifications', [], 'unmapped'],
    ['cloudhsm', 'ListLunaClients', [], 'unmapped'],
    ['s3', 'ListBuckets2', [], 'unmapped'],
    ['quicksight', 'CreateTopicV2', [], 'unmapped'],
    ['nosuchservice', 'DoThings', [], 'unmapped'],
    ['__proto__', 'constructor', [], 'unmapped'],
  ] as const)('%s %s %j', (source, eventName, features, expected) => {
    expect(actionsOf(source, eventName, features)).toBe(expected);
  });

  it('keeps all an operation may authorise when nothing decides which', () => {
    expect(actionsOf('dynamodb', 'ExecuteStatement')).toBe(
      '| dynamodb:PartiQLDelete dynamodb:PartiQLInsert dynamodb:PartiQLSelect dynamodb:PartiQLUpdate',
    );
  });

  it('reads sources of the China partition and any case', () => {
    expect(catalog.namespaceOf('monitoring.amazonaws.com.cn')).toBe('cloudwatch');
    expect(catalog.namespaceOf('S3.amazonaws.com')).toBe('s3');
    expect(catalog.namespaceOf('unheard-of.amazonaws.com')).toBe('unheard-of');
  });
});

describe('a denied event', () => {
  it('is about the action AWS names, in canonical spelling', () => {
    expect(actionsOf('sns', 'ListTopics', ['denied-action=SNS:ListTopics'], 'denied')).toBe(
      'sns:ListTopics |',
    );
    expect(actionsOf('ec2', 'RunInstances', ['denied-action=iam:PassRole', 'passed-role=x'], 'denied')).toBe(
      'iam:PassRole |',
    );
  });

  it('is about the operation itself when AWS names none, or none that exists', () => {
    expect(actionsOf('ec2', 'RunInstances', ['passed-role=x', 'tags'], 'denied')).toBe('ec2:RunInstances |');
    expect(actionsOf('s3', 'HeadBucket', ['denied-action=x:<script>'], 'denied')).toBe('s3:ListBucket |');
  });
});

describe('the tables that decide', () => {
  const data = readCatalogData();
  const features = new Set<string>(REQUEST_FEATURES.map(({ name }) => name));

  it('name features that exist and actions that exist', () => {
    for (const rule of CONDITIONAL_RULES) {
      expect(features).toContain(rule.feature.replace(/=.*/, ''));
      for (const pattern of rule.actions) expect(catalog.expand(pattern), pattern).not.toEqual([]);
    }
    for (const rule of SUBSTITUTIONS) {
      for (const action of [...rule.certain, ...rule.possible]) {
        expect(catalog.action(action)?.name).toBe(action);
      }
    }
  });

  it.each(['operations', 'eventOverrides'] as const)('%s authorise only actions the catalog has', (file) => {
    for (const [namespace, entries] of Object.entries(data[file].operations)) {
      for (const [operation, entry] of Object.entries(entries)) {
        const names = entry.split(/[ |]+/).filter((name) => name !== '');
        expect(names.length, operation).toBeGreaterThan(0);
        for (const name of names) {
          const action = name.includes(':') ? name : `${namespace}:${name}`;
          expect(catalog.action(action)?.name, operation).toBe(action);
        }
      }
    }
  });

  it('lead every event source to a namespace the catalog has', () => {
    for (const target of [
      ...Object.values(data.operations.aliases),
      ...Object.values(data.eventOverrides.eventSources),
      ...Object.values(data.eventOverrides.consoles).flat(),
    ]) {
      expect(catalog.hasService(target), target).toBe(true);
    }
  });

  it('never lose an authorised event: each operation exercises at least one action, whatever the request', () => {
    for (const [namespace, entries] of Object.entries(data.operations.operations)) {
      for (const eventName of Object.keys(entries)) {
        const answer = catalog.eventActions({
          eventSource: `${namespace}.amazonaws.com`,
          eventName,
          features: [],
          outcome: 'allowed',
        });
        if (answer.kind === 'actions') {
          expect(answer.certain.length + answer.possible.length, eventName).toBeGreaterThan(0);
        } else {
          expect(answer.kind, eventName).toBe('no-permission-needed');
        }
      }
    }
  });
});
