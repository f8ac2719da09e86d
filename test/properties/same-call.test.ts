import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameCall } from '../../src/collect/cloudtrail/scan/same-call.ts';
import { stageWhat } from '../../src/collect/cloudtrail/stage-what.ts';
import { stageCaller } from '../../src/collect/cloudtrail/staged-caller.ts';
import { recordOf } from '../collect/support.ts';

const RUNS = Number(process.env.PAREDOWN_PROPERTY_RUNS ?? 400);
const name = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'a/b', 'a/b/c', 'a/b/c/d=1', '/', 'a//b', 'part-1.txt', '') },
  fc.string({ unit: fc.constantFrom('a', '/', ':', '*', '?', '"', '\\', ' ', 'é'), maxLength: 6 }),
);
const arn = fc
  .tuple(fc.constantFrom('reports', 'job', 'accesspoint', 'a.b'), name, name)
  .map(([bucket, folder, rest]) => `arn:aws:s3:::${bucket}/${folder}/${rest}`);
const value = fc.oneof(
  { weight: 8, arbitrary: name },
  { weight: 8, arbitrary: arn },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'arn:aws:iam::111122223333:role/app',
      's3-object-lambda',
      'tags',
      'x'.repeat(1200),
    ),
  },
);
const attribute = fc.constantFrom(
  'pk',
  'sk',
  'role',
  'tags',
  'roleArn',
  'key',
  'InstanceProfile',
  'statement',
);
const nested = fc.dictionary(attribute, fc.oneof(value, fc.dictionary(attribute, value)), { maxKeys: 3 });
const call = fc.record({
  eventSource: fc.constantFrom(
    's3.amazonaws.com',
    's3.amazonaws.com',
    'dynamodb.amazonaws.com',
    'kms.amazonaws.com',
    'sts.amazonaws.com',
    'ec2.amazonaws.com',
  ),
  eventName: fc.oneof(fc.constantFrom('GetObject', 'PutObject', 'GetItem', 'AssumeRole'), value),
  requestParameters: fc.record(
    {
      bucketName: fc.constantFrom('reports', 'job', ''),
      tableName: fc.constant('orders'),
      key: fc.oneof({ weight: 2, arbitrary: value }, nested),
      Key: nested,
      tags: fc.oneof(value, nested),
      sourceArn: value,
      'x-amz-tagging': value,
    },
    { requiredKeys: ['bucketName', 'key'] },
  ),
  resources: fc.array(fc.record({ type: fc.constantFrom('AWS::S3::Object', 'T'), ARN: value })),
  errorMessage: fc.option(value, { nil: undefined }),
});

describe('what is left out of the text of a call', () => {
  it('tells nothing', () => {
    const caller = stageCaller(recordOf('x'));
    const stage = (text: string) =>
      stageWhat(JSON.parse(`{${text}}`) as Record<string, unknown>, caller, { account: null, region: null });
    let changed = 0;
    fc.assert(
      fc.property(call, (fields) => {
        const text = JSON.stringify(recordOf('x', fields)).slice(1, -1);
        const same = sameCall(text);
        if (same !== text) changed += 1;
        expect(stage(same)).toEqual(stage(text));
      }),
      { numRuns: RUNS },
    );
    expect(changed).toBeGreaterThan(RUNS / 20);
  });

  it('is what is new in every record of objects and items', () => {
    const texts = ['part-1', 'part-2'].map((part) =>
      JSON.stringify({
        eventSource: 's3.amazonaws.com',
        requestParameters: { bucketName: 'data', key: `team/year=2026/${part}` },
        resources: [{ ARN: `arn:aws:s3:::data/team/year=2026/${part}` }],
      }),
    );
    const items = ['1f', '2e'].map((pk) =>
      JSON.stringify({
        eventSource: 'dynamodb.amazonaws.com',
        requestParameters: { tableName: 't', key: { pk } },
      }),
    );
    expect(new Set(texts.map(sameCall)).size).toBe(1);
    expect(new Set(items.map(sameCall)).size).toBe(1);
  });
});
