import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RESOURCE_PARAMETERS } from '../../src/collect/cloudtrail/resource-parameters.ts';
import { LogScanner } from '../../src/collect/cloudtrail/scan/log-scanner.ts';
import { logOf, recordOf } from '../collect/support.ts';
import { NOWHERE, parsed, scanned } from '../support/staged-rows.ts';

const RUNS = Number(process.env.PAREDOWN_PROPERTY_RUNS ?? 1000);
/** Calls of one run, so that a later one may be taken for an earlier one. */
const CALLS = 6;

const SOURCES = [
  's3.amazonaws.com',
  's3.amazonaws.com',
  's3express.amazonaws.com',
  'dynamodb.amazonaws.com',
  'kms.amazonaws.com',
  'sts.amazonaws.com',
  'sts.amazonaws.com',
  'iam.amazonaws.com',
  'ec2.amazonaws.com',
  'ec2.amazonaws.com',
  'ecs.amazonaws.com',
  'ssm.amazonaws.com',
  'aws-external-anthropic.amazonaws.com',
];
/** Few values, so that calls differ in one of them and nothing else. */
const name = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.constantFrom(
      'a',
      'b',
      'a/b',
      'a/b/c',
      'a/b/d',
      'a/b/c/d=1',
      '/',
      'a//b',
      'i-0a',
      'job',
      '',
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'SELECT a',
      'ABSK',
      'LONG_TERM',
      'true',
      's3-object-lambda',
      'x s3-object-lambda',
      'tags',
    ),
  },
  fc.string({ unit: fc.constantFrom('a', '/', ':', '*', '?', '"', '\\', ' ', 'é', '}'), maxLength: 6 }),
);
const arn = fc.oneof(
  fc
    .tuple(fc.constantFrom('reports', 'job', 'accesspoint', 'a.b'), name, name)
    .map(([bucket, folder, rest]) => `arn:aws:s3:::${bucket}/${folder}/${rest}`),
  fc.constantFrom(
    'arn:aws:s3:::reports',
    'arn:aws-cn:s3:::reports/a/b/c/d',
    'arn:aws:iam::111122223333:role/app',
    `arn:aws:s3:::reports/${'x'.repeat(2100)}`,
  ),
);
const value = fc.oneof(
  { weight: 6, arbitrary: name },
  { weight: 4, arbitrary: arn },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(0, 1, -2.5e3, true, false, null) },
);
const OWN_NAMES = Object.values(RESOURCE_PARAMETERS).flatMap((resources) =>
  resources.flat().flatMap(({ parameter, beside }) => [...parameter.split('.'), ...(beside ?? [])]),
);
const attribute = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ...[
        'key',
        'Key',
        'value',
        'name',
        'bucketName',
        'tags',
        'TagSet',
        'pk',
        'Host',
        'role',
        'roleName',
        'roleArn',
      ],
      ...[
        'iamInstanceProfile',
        'statement',
        'bearerTokenType',
        'callWithBearerToken',
        'sourceIdentity',
        'versionId',
      ],
      ...[
        'principalTags',
        'incomingTransitiveTags',
        'roleSessionName',
        'durationSeconds',
        'sourceArn',
        'transactItems',
      ],
      ...[
        'x-amz-acl',
        'x-amz-tagging',
        'x-amz-bypass-governance-retention',
        'x-amz-bucket-object-lock-enabled',
      ],
      ...['launchTemplate', 'put', 'Update', 'é', 'a"b', 'omitted', 'InstanceProfileName'],
    ),
  },
  fc.constantFrom(...OWN_NAMES),
);
const { node } = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 4, arbitrary: value },
    { weight: 2, arbitrary: fc.dictionary(attribute, tie('node'), { maxKeys: 3 }) },
    { weight: 1, arbitrary: fc.array(tie('node'), { maxLength: 3 }) },
  ),
}));
const call = fc.record({
  eventSource: fc.constantFrom(...SOURCES),
  eventName: fc.constantFrom(
    'GetObject',
    'PutObject',
    'RunInstances',
    'AssumeRole',
    'PutParameter',
    'ExecuteStatement',
  ),
  requestParameters: fc.oneof(
    { weight: 5, arbitrary: fc.dictionary(attribute, node, { maxKeys: 4 }) },
    fc.record({ bucketName: fc.constantFrom('reports', 'job', ''), key: value }),
    fc.dictionary(
      fc.constantFrom('principalTags', 'incomingTransitiveTags', 'roleSessionName'),
      fc.oneof(name, fc.dictionary(fc.constantFrom('roleSessionName', 'externalId'), name)),
    ),
    value,
  ),
  resources: fc.array(
    fc.dictionary(
      fc.constantFrom('type', 'ARN', 'arn', 'accountId'),
      fc.oneof(arn, fc.constant('AWS::S3::Object')),
    ),
    { maxLength: 2 },
  ),
  responseElements: fc.constantFrom<unknown>(
    undefined,
    null,
    { credentials: { accessKeyId: 'ASIA1' } },
    { credentials: { accessKeyId: 'ASIA2', sessionToken: 'x' } },
    { credentials: { accessKeyId: '' } },
    { credentials: { accessKeyId: 'a-b' } },
    { credentials: null, errorCode: 'AccessDenied' },
    { credentials: { accessKeyId: 'ASIA3' }, errorMessage: 'not authorized to perform' },
  ),
  errorMessage: fc.option(value, { nil: undefined }),
  recipientAccountId: fc.constantFrom('111122223333', undefined),
  eventCategory: fc.constantFrom('Management', 'Management', 'Management', 'Data', 'Insight'),
});

describe('what the scanner leaves out of the text of a call', () => {
  it('tells nothing: calls that are the same to it stage to the same', () => {
    const scanner = new LogScanner();
    fc.assert(
      fc.property(
        fc.array(call, { minLength: 1, maxLength: CALLS }),
        fc.constantFrom(0, 0, 1),
        (calls, indent) => {
          const ids = calls.map((_, index) => `00000000-0000-0000-0000-00000000000${index}`);
          const records = calls.map((fields, index) => recordOf(ids[index] ?? '', fields));
          const bytes = Buffer.from(JSON.stringify({ Records: records }, null, indent));
          expect(scanned(bytes, NOWHERE, scanner)).toEqual(parsed(bytes));
        },
      ),
      { numRuns: RUNS },
    );
  });

  it.each([
    [
      'the names of objects beyond two folders',
      (part: string) => ({
        requestParameters: { bucketName: 'data', key: `team/year=2026/${part}` },
        resources: [{ ARN: `arn:aws:s3:::data/team/year=2026/${part}` }],
      }),
    ],
    [
      'the keys of items',
      (part: string) => ({
        eventSource: 'dynamodb.amazonaws.com',
        requestParameters: { tableName: 't', key: { pk: part } },
      }),
    ],
    [
      'instances, of which nothing but that they are some is kept',
      (part: string) => ({
        eventSource: 'ec2.amazonaws.com',
        requestParameters: { instancesSet: { items: [{ instanceId: `i-${part}` }] }, clientToken: part },
      }),
    ],
    [
      'sessions and the keys they are given',
      (part: string) => ({
        eventSource: 'sts.amazonaws.com',
        requestParameters: { roleArn: 'arn:aws:iam::111122223333:role/app', roleSessionName: part },
        responseElements: { credentials: { accessKeyId: `ASIA${part.toUpperCase()}`, sessionToken: part } },
      }),
    ],
  ])('are %s', (_, fields) => {
    const scanner = new LogScanner();
    const file = (part: string) =>
      Buffer.from(logOf(recordOf('00000000-0000-0000-0000-000000000001', fields(part))));
    for (const part of ['1f', '2e', '3d']) scanned(file(part), NOWHERE, scanner);
    expect(scanner.callsKnown).toBe(1);
  });
});
