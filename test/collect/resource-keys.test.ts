import { describe, expect, it } from 'vitest';
import { reduceArn } from '../../src/collect/cloudtrail/reduce-arn.ts';
import { resolveIamNames } from '../../src/collect/cloudtrail/resolve-iam-names.ts';
import { resourceKeys } from '../../src/collect/cloudtrail/resource-keys.ts';
import type { Activity } from '../../src/domain/facts.ts';
import type { Principal } from '../../src/domain/principal.ts';

const PLACE = { account: '111122223333', region: 'eu-west-1' };

describe('resourceKeys', () => {
  it.each([
    ['s3', { bucketName: 'b', key: 'a/b/c/d.json' }, ['arn:aws:s3:::b', 'arn:aws:s3:::b/a/b/*']],
    ['s3', { bucketName: 'b', key: 'top.json' }, ['arn:aws:s3:::b', 'arn:aws:s3:::b/*']],
    ['dynamodb', { tableName: 'orders' }, ['arn:aws:dynamodb:eu-west-1:111122223333:table/orders']],
    [
      'sqs',
      { queueUrl: 'https://sqs.eu-west-1.amazonaws.com/444455556666/jobs' },
      ['arn:aws:sqs:eu-west-1:444455556666:jobs'],
    ],
    [
      'lambda',
      { functionName: 'run', qualifier: 'live' },
      ['arn:aws:lambda:eu-west-1:111122223333:function:run:live'],
    ],
    [
      'lambda',
      { functionName: '444455556666:function:run' },
      ['arn:aws:lambda:eu-west-1:444455556666:function:run'],
    ],
    ['logs', { logGroupName: '/app/x' }, ['arn:aws:logs:eu-west-1:111122223333:log-group:/app/x:*']],
    ['ssm', { name: '/db/password:3' }, []],
    ['secretsmanager', { secretId: 'db' }, ['arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-*']],
    [
      'kms',
      { keyId: '1234abcd-12ab-34cd-56ef-1234567890ab' },
      ['arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'],
    ],
    ['kms', { keyId: 'alias/main' }, []],
    [
      'ec2',
      { instancesSet: { items: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }] } },
      ['arn:aws:ec2:eu-west-1:111122223333:instance/*'],
    ],
    [
      'bedrock',
      { modelId: 'anthropic.claude-x-v1:0' },
      ['arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-x-v1:0'],
    ],
    [
      'bedrock',
      { modelId: 'eu.anthropic.claude-x-v1:0' },
      ['arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.anthropic.claude-x-v1:0'],
    ],
  ])('names what %s %j is about', (service, requestParameters, expected) => {
    expect(resourceKeys({ eventSource: `${service}.amazonaws.com`, requestParameters }, PLACE)).toEqual(
      expected,
    );
  });

  it('reads a parameter only where the event makes its meaning certain', () => {
    const record = (eventName: string) => ({
      eventSource: 'ssm.amazonaws.com',
      eventName,
      requestParameters: { name: '/db/password:3' },
    });
    expect(resourceKeys(record('GetParameter'), PLACE)).toEqual([
      'arn:aws:ssm:eu-west-1:111122223333:parameter/db/password',
    ]);
    expect(resourceKeys(record('GetDocument'), PLACE)).toEqual([]);
  });

  it('takes ARNs of the record in each spelling, once', () => {
    const queue = 'arn:aws:sqs:eu-west-1:111122223333:jobs';
    const keys = resourceKeys(
      {
        resources: [
          { ARN: queue },
          { arn: 'arn:aws:s3:::b' },
          { ARNPrefix: 'arn:aws:s3:::b/x' },
          'odd',
          null,
        ],
        requestParameters: { deep: { list: [queue, 'no arn'] } },
      },
      PLACE,
    );
    expect(keys).toEqual(['arn:aws:s3:::b', queue]);
  });

  it('knows the partition by the region', () => {
    const record = { eventSource: 'dynamodb.amazonaws.com', requestParameters: { tableName: 't' } };
    expect(resourceKeys(record, { ...PLACE, region: 'cn-north-1' })).toEqual([
      'arn:aws-cn:dynamodb:cn-north-1:111122223333:table/t',
    ]);
  });

  it('says many instead of cutting a long list', () => {
    const topics = Array.from({ length: 21 }, (_, index) => ({
      ARN: `arn:aws:sns:eu-west-1:111122223333:t${index}`,
    }));
    expect(resourceKeys({ resources: topics.slice(0, 20) }, PLACE)).toHaveLength(20);
    expect(resourceKeys({ resources: topics }, PLACE)).toEqual(['many']);
  });
});

describe('reduceArn', () => {
  it.each([
    ['arn:aws:logs:r:1:log-group:/a/b:log-stream:2026/01/x', 'arn:aws:logs:r:1:log-group:/a/b:*'],
    ['arn:aws:ecs:r:1:task/prod/0123456789abcdef', 'arn:aws:ecs:r:1:task/prod/*'],
    ['arn:aws:states:r:1:execution:flow:run-1', 'arn:aws:states:r:1:execution:flow:*'],
    ['arn:aws:sts::1:assumed-role/r/session', 'arn:aws:sts::1:assumed-role/r/*'],
    ['arn:aws:s3:::b/a/b/c/d/e', 'arn:aws:s3:::b/a/b/*'],
    // An object key may hold characters that are wildcards in a policy.
    ['arn:aws:s3:::b/a*b/c/d/e', 'arn:aws:s3:::b/a*'],
    ['arn:aws:sqs:r:1:na?me', 'arn:aws:sqs:r:1:na*'],
    ['arn:aws:sns:r:1:topic', 'arn:aws:sns:r:1:topic'],
    ['arn:aws:s3:::bucket', 'arn:aws:s3:::bucket'],
  ])('reduces %s to %s', (arn, expected) => {
    expect(reduceArn(arn)).toBe(expected);
  });
});

describe('resolveIamNames', () => {
  const principal = (arn: string) => ({ arn, groups: [], instanceProfiles: [] }) as unknown as Principal;
  const activity = (...resources: string[]) => [{ resources } as unknown as Activity];

  it('gives a name the path that the export knows', () => {
    const known = [principal('arn:aws:iam::111122223333:role/app/x')];
    const [row] = resolveIamNames(activity('arn:aws:iam::111122223333:role/x', 'arn:aws:s3:::b'), known);
    expect(row?.resources).toEqual(['arn:aws:iam::111122223333:role/app/x', 'arn:aws:s3:::b']);
  });

  it('never keeps a guessed ARN: an unknown name stands for all of its kind', () => {
    const known = [
      principal('arn:aws:iam::444455556666:role/x'),
      principal('arn:aws:iam::111122223333:user/x'),
    ];
    const [row] = resolveIamNames(activity('arn:aws:iam::111122223333:role/x'), known);
    expect(row?.resources).toEqual(['arn:aws:iam::111122223333:role/*']);
  });
});
