import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_FEATURE_VALUES, REQUEST_FEATURES, requestFeatures } from '../../src/catalog/index.ts';

/** Features of a record with the given parameters of the given call. */
function features(
  source: string,
  eventName: string,
  requestParameters: unknown,
  more: object = {},
): string[] {
  return requestFeatures({ eventSource: `${source}.amazonaws.com`, eventName, requestParameters, ...more });
}

const ROLE = 'arn:aws:iam::123456789012:role/service-role/runner';

describe('request features', () => {
  it.each([
    ['iam', 'CreateRole', { roleName: 'x', tags: [{ key: 'a', value: 'b' }] }, ['tags']],
    ['iam', 'CreateRole', { roleName: 'x', tags: [] }, []],
    ['sqs', 'CreateQueue', { queueName: 'x', tags: {} }, []],
    ['ec2', 'RunInstances', { tagSpecificationSet: { items: [{ resourceType: 'instance' }] } }, ['tags']],
    ['ec2', 'RunInstances', { launchTemplate: { launchTemplateId: 'lt-1' } }, ['launch-template']],
    ['ec2', 'CreateLaunchTemplate', { launchTemplateName: 'x' }, []],
    ['ec2', 'RunInstances', { iamInstanceProfile: { name: 'web' } }, ['passed-role=instance-profile/web']],
    [
      'autoscaling',
      'CreateLaunchConfiguration',
      { iamInstanceProfile: 'web' },
      ['passed-role=instance-profile/web'],
    ],
    [
      'ec2',
      'RunInstances',
      { iamInstanceProfile: { arn: 'arn:aws:iam::123456789012:instance-profile/web' } },
      ['passed-role=arn:aws:iam::123456789012:instance-profile/web'],
    ],
    ['lambda', 'CreateFunction20150331', { role: ROLE }, [`passed-role=${ROLE}`]],
    ['ecs', 'RegisterTaskDefinition', { taskRoleArn: ROLE, executionRoleArn: ROLE }, [`passed-role=${ROLE}`]],
    [
      'elasticmapreduce',
      'RunJobFlow',
      { jobFlowRole: 'EMR_EC2_DefaultRole', serviceRole: 'EMR_DefaultRole' },
      ['passed-role=EMR_DefaultRole', 'passed-role=EMR_EC2_DefaultRole'],
    ],
    ['cloudformation', 'CreateStack', { stackName: 'role', roleARN: '' }, []],
    ['sts', 'AssumeRole', { roleArn: ROLE, roleSessionName: 'me' }, []],
    ['iam', 'GetRole', { roleName: 'x' }, []],
    ['iam', 'AddRoleToInstanceProfile', { roleName: 'x', instanceProfileName: 'y' }, ['passed-role=x']],
    [
      'sts',
      'AssumeRole',
      { roleArn: ROLE, sourceIdentity: 'me', tags: [{ key: 'a' }] },
      ['source-identity', 'tags'],
    ],
    ['sts', 'AssumeRole', { roleArn: ROLE, providedContexts: [{ providerArn: 'x' }] }, ['provided-contexts']],
    ['s3', 'PutObject', { bucketName: 'b', key: 'k', 'x-amz-acl': 'public-read' }, ['acl']],
    ['s3', 'PutObject', { accessControlList: { 'x-amz-grant-full-control': 'id=1' } }, ['acl']],
    ['s3', 'PutObject', { 'x-amz-tagging': 'a=b' }, ['object-tagging']],
    ['s3', 'GetObject', { versionId: 'null' }, ['version-id']],
    ['dynamodb', 'GetItem', { versionId: 'x' }, []],
    ['s3', 'PutObject', { 'x-amz-object-lock-mode': 'GOVERNANCE' }, ['retention']],
    ['s3', 'PutObject', { 'x-amz-object-lock-legal-hold': 'ON' }, ['legal-hold']],
    ['s3', 'DeleteObject', { 'x-amz-bypass-governance-retention': 'true' }, ['bypass-governance']],
    ['s3', 'DeleteObject', { 'x-amz-bypass-governance-retention': 'false' }, []],
    ['s3', 'CreateBucket', { 'x-amz-bucket-object-lock-enabled': true }, ['object-lock']],
    ['s3', 'CreateBucket', { 'x-amz-object-ownership': 'ObjectWriter' }, ['object-ownership']],
    ['s3', 'GetObject', { host: ['ap-1.s3-object-lambda.eu-west-1.amazonaws.com'] }, ['object-lambda']],
    ['dynamodb', 'ExecuteStatement', { statement: ' SELECT * FROM t' }, ['statement-verb=select']],
    [
      'dynamodb',
      'BatchExecuteStatement',
      { statements: [{ statement: 'insert into t' }, { statement: 'Delete from t' }] },
      ['statement-verb=delete', 'statement-verb=insert'],
    ],
    ['dynamodb', 'ExecuteStatement', { statement: 'SELECTED' }, []],
    [
      'dynamodb',
      'TransactWriteItems',
      { transactItems: [{ put: { tableName: 't' } }, { conditionCheck: { tableName: 't' } }] },
      ['transact-verb=condition-check', 'transact-verb=put'],
    ],
    [
      'aws-external-anthropic',
      'CreateInference',
      { callWithBearerToken: true, bearerTokenType: 'LONG_TERM' },
      ['bearer-token', 'bearer-token=LONG_TERM'],
    ],
    [
      'aws-external-anthropic',
      'CreateInference',
      { bearerTokenType: 'SHORT_TERM' },
      ['bearer-token', 'bearer-token=SHORT_TERM'],
    ],
    // The example of the Bedrock user guide.
    [
      'bedrock-mantle',
      'CreateInference',
      { model: 'm', callWithBearerToken: true, bearerTokenType: 'ABSK' },
      ['bearer-token', 'bearer-token=LONG_TERM'],
    ],
    ['bedrock-mantle', 'ListModels', { callWithBearerToken: false }, []],
    ['bedrock-mantle', 'ListModels', { bearerTokenType: 'A NEW KIND' }, ['bearer-token']],
    ['bedrock', 'InvokeModel', { callWithBearerToken: false }, []],
    ['ec2', 'DescribeInstances', null, ['parameters-absent']],
    ['ec2', 'RunInstances', { omitted: true, originalSize: 120_000 }, ['parameters-absent']],
    ['ec2', 'RunInstances', 'not an object', []],
  ])('%s %s %j', (source, eventName, parameters, expected) => {
    expect(features(source, eventName, parameters)).toEqual(expected);
  });

  it('sees the bearer marker of Bedrock, which is outside the parameters', () => {
    expect(
      features('bedrock', 'InvokeModel', {}, { additionalEventData: { callWithBearerToken: true } }),
    ).toEqual(['bearer-token']);
  });

  it.each([
    [
      'User: arn:x is not authorized to perform: ec2:RunInstances on resource: arn:y',
      ['denied-action=ec2:RunInstances'],
    ],
    [
      'User: arn:x is not authorized to perform: iam:CreateUser on resource: arn:y with an explicit deny in a service control policy',
      ['denied-action=iam:CreateUser', 'denied-by=scp'],
    ],
    [
      'User: arn:x is not authorized to perform: s3:PutObject on resource: "arn:y" because no identity-based policy allows the s3:PutObject action',
      ['denied-action=s3:PutObject', 'denied-by=identity-policy'],
    ],
    [
      'User: arn:x is not authorized to perform: sqs:SendMessage because no permissions boundary allows the sqs:SendMessage action',
      ['denied-action=sqs:SendMessage', 'denied-by=boundary'],
    ],
    ['... with an explicit deny in an identity-based policy', ['denied-by=identity-policy']],
    [
      '... because no resource-based policy allows the sns:Publish action',
      ['denied-action=sns:Publish', 'denied-by=resource-policy'],
    ],
    ['... with an explicit deny in a session policy', ['denied-by=session-policy']],
    ['You are not authorized to perform this operation. Encoded authorization failure message: x', []],
    ['Access Denied', []],
  ])('denial: %s', (errorMessage, expected) => {
    expect(features('ec2', 'RunInstances', {}, { errorMessage })).toEqual(expected);
  });

  it('bounds the number of values', () => {
    const roles = Array.from(
      { length: MAX_FEATURE_VALUES + 1 },
      (_, i) => `arn:aws:iam::123456789012:role/r${i}`,
    );
    expect(features('glue', 'CreateJob', { roles: roles.slice(1) })).toHaveLength(MAX_FEATURE_VALUES);
    expect(features('glue', 'CreateJob', { roles })).toEqual(['passed-role=many']);
  });

  it('answers any value: sorted, no duplicates, names of the closed list, values bounded in length', () => {
    const names = new Set<string>(REQUEST_FEATURES.map(({ name }) => name));
    const keys = fc.constantFrom(
      'eventSource',
      'requestParameters',
      'errorMessage',
      'tags',
      'role',
      'statement',
      '__proto__',
    );
    const json = fc.letrec((tie) => ({
      node: fc.oneof(
        fc.constantFrom(
          null,
          true,
          'dynamodb.amazonaws.com',
          ROLE,
          'select 1',
          'is not authorized to perform: a:b',
          7,
        ),
        fc.string(),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(keys, tie('node'), { maxKeys: 4 }),
      ),
    })).node;
    fc.assert(
      fc.property(json, (value) => {
        const found = requestFeatures(value);
        expect([...new Set(found)].sort()).toEqual(found);
        for (const feature of found) {
          expect(names).toContain(feature.replace(/=.*$/s, ''));
          expect(feature.length).toBeLessThan(700);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('uses only patterns that JavaScript, RE2 and Java read alike', () => {
    for (const feature of REQUEST_FEATURES) {
      for (const test of feature.tests) {
        if ('pattern' in test) expect(test.pattern).not.toMatch(/\(\?[^:]|\\[1-9dwD]/);
      }
    }
  });
});
