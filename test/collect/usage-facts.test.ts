import { describe, expect, it } from 'vitest';
import { ACCOUNT, folderOf, logOf, ROLE, ROLE_ID, recordOf, sessionIdentity, usageOf } from './support.ts';

const WINDOW = { start: '2026-01-10T00:00:00.000Z', end: '2026-01-20T00:00:00.000Z', days: 10 };

const at = (id: string, eventTime: string, changes = {}) => recordOf(id, { eventTime, ...changes });

async function factsOf(...records: unknown[]) {
  return usageOf(await folderOf({ 'x.json': logOf(...records) }), WINDOW);
}

describe('usage facts', () => {
  it('hold calls from the start of the window up to, not including, its end', async () => {
    const usage = await factsOf(
      at('before', '2026-01-09T23:59:59Z'),
      at('first', '2026-01-10T00:00:00Z'),
      at('last', '2026-01-19T23:59:59Z'),
      at('after', '2026-01-20T00:00:00Z'),
    );
    expect(usage.activity.map(({ day, first }) => [day, first])).toEqual([
      ['2026-01-10', '2026-01-10T00:00:00Z'],
      ['2026-01-19', '2026-01-19T23:59:59Z'],
    ]);
    expect(usage.leftovers).toEqual([
      { reason: 'outside-window', key: 'after the window', count: 1, example: 'after' },
      { reason: 'outside-window', key: 'before the window', count: 1, example: 'before' },
    ]);
    // The log covers what it covers, inside the window or not.
    expect(usage.coverage.map(({ day }) => day)).toEqual([
      '2026-01-09',
      '2026-01-10',
      '2026-01-19',
      '2026-01-20',
    ]);
    expect([usage.firstEvent, usage.lastEvent]).toEqual(['2026-01-09T23:59:59Z', '2026-01-20T00:00:00Z']);
  });

  it('name the least id as the example of what is left over, where ids are UUIDs', async () => {
    const id = (digit: number) => `0f2d6a1e-0000-4000-8000-00000000000${digit}`;
    const usage = await factsOf(
      at(id(3), '2026-01-09T23:59:59Z'),
      at(id(2), '2026-01-09T10:00:00Z'),
      at(id(4), '2026-01-15T10:00:00Z', { eventType: 'AwsServiceEvent' }),
      at(id(1), '2026-01-15T10:00:00Z'),
      at(id(5), '2026-01-20T00:00:00Z'),
    );
    expect(usage.leftovers.map(({ reason, count, example }) => [reason, count, example])).toEqual([
      [expect.any(String), 1, id(4)],
      ['outside-window', 1, id(5)],
      ['outside-window', 2, id(2)],
    ]);
  });

  it('count an event once per recipient account', async () => {
    const usage = await factsOf(
      recordOf('a'),
      recordOf('a'),
      recordOf('a', { recipientAccountId: '444455556666' }),
    );
    expect(usage.accounting.records).toMatchObject({ seen: 3, distinct: 2, duplicates: 1 });
    expect(usage.activity.map(({ account, calls }) => [account, calls])).toEqual([
      [ACCOUNT, 1],
      ['444455556666', 1],
    ]);
    expect(usage.coverage.map(({ account, events, duplicates }) => [account, events, duplicates])).toEqual([
      [ACCOUNT, 1, 1],
      ['444455556666', 1, 0],
    ]);
  });

  it('count a call across accounts once for its principal, and as coverage of both accounts', async () => {
    const OTHER = '444455556666';
    const sharedEventID = '00000000-0000-0000-0000-00000000000a';
    const own = recordOf('own', { sharedEventID });
    const copy = recordOf('copy', {
      sharedEventID,
      recipientAccountId: OTHER,
      userIdentity: { type: 'AWSAccount', principalId: `${ROLE_ID}:build-7`, accountId: ACCOUNT },
    });
    const usage = await factsOf(copy, own, copy, recordOf('alone', { recipientAccountId: OTHER }));
    expect(usage.activity.map(({ account, principalArn, calls }) => [account, principalArn, calls])).toEqual([
      [ACCOUNT, ROLE, 1],
      [OTHER, ROLE, 1],
    ]);
    expect(usage.sessions.reduce((sum, { calls }) => sum + calls, 0)).toBe(2);
    expect(usage.coverage.map(({ account, events, duplicates }) => [account, events, duplicates])).toEqual([
      [ACCOUNT, 1, 0],
      [OTHER, 2, 1],
    ]);
    expect(usage.accounting.records).toMatchObject({ seen: 4, distinct: 2, duplicates: 2 });
  });

  it('keep both of two principals, and of what only looks like one call across accounts', async () => {
    const sharedEventID = 'x';
    const changes = { sharedEventID, recipientAccountId: '444455556666' };
    const usage = await factsOf(
      recordOf('a', { sharedEventID }),
      recordOf('b', {
        ...changes,
        userIdentity: { type: 'AWSAccount', principalId: 'AROAOTHER:s', accountId: ACCOUNT },
      }),
      recordOf('c', { ...changes, eventName: 'GetBucketAcl' }),
      recordOf('d', { ...changes, sharedEventID: 'y' }),
      recordOf('e', { sharedEventID }),
    );
    expect(usage.activity.reduce((sum, { calls }) => sum + calls, 0)).toBe(5);
  });

  it('do not merge different events under one id, as edited logs have them', async () => {
    const usage = await factsOf(recordOf('EXAMPLE'), recordOf('EXAMPLE', { eventName: 'DeleteBucket' }));
    expect(usage.activity.map(({ eventName }) => eventName)).toEqual(['DeleteBucket', 'GetBucketPolicy']);
  });

  it('of copies that differ believe the one that shows use', async () => {
    const denied = recordOf('a', { errorCode: 'AccessDenied' });
    const usage = await factsOf(
      denied,
      recordOf('a', { userIdentity: { type: 'Root' } }),
      recordOf('a'),
      denied,
    );
    expect(usage.activity).toMatchObject([{ outcome: 'allowed', calls: 1 }]);
    expect(usage.leftovers).toEqual([]);
  });

  it('count equal records without eventID once, different ones each', async () => {
    const bare = recordOf('x', { eventID: undefined });
    const usage = await factsOf(
      bare,
      bare,
      { ...bare, requestID: 'other' },
      { ...bare, eventType: 'AwsServiceEvent' },
    );
    expect(usage.accounting.records).toMatchObject({ distinct: 3, duplicates: 1 });
    expect(usage.leftovers).toMatchObject([{ count: 1, example: expect.stringMatching(/x\.json:4$/) }]);
  });

  it('keep apart what differs in outcome, category, via, features or resource', async () => {
    const usage = await factsOf(
      recordOf('1'),
      recordOf('2', { errorCode: 'AccessDenied' }),
      recordOf('3', { eventCategory: 'Data' }),
      recordOf('4', { userIdentity: sessionIdentity({ invokedBy: 'aws-mcp.amazonaws.com' }) }),
      recordOf('5', { requestParameters: null }),
      recordOf('6', { requestParameters: { bucketName: 'other' } }),
      recordOf('7', { awsRegion: 'us-east-1' }),
    );
    expect(usage.activity).toHaveLength(7);
    expect(usage.sessions.map(({ via, calls, denied }) => [via, calls, denied])).toEqual([
      ['aws-mcp.amazonaws.com', 1, 0],
      [null, 6, 1],
    ]);
  });

  it('say many above the cap of resources of one operation, for that operation only', async () => {
    const touch = (id: number, eventName: string) =>
      recordOf(`${eventName}${id}`, { eventName, requestParameters: { bucketName: `b${id}` } });
    const usage = await factsOf(
      ...Array.from({ length: 201 }, (_, id) => touch(id, 'GetBucketAcl')),
      recordOf('none', { eventName: 'GetBucketAcl', requestParameters: {} }),
      ...Array.from({ length: 200 }, (_, id) => touch(id, 'GetBucketTagging')),
    );
    const of = (name: string) => usage.activity.filter(({ eventName }) => eventName === name);
    expect(of('GetBucketAcl').map(({ resources, calls }) => [resources, calls])).toEqual([
      [['many'], 201],
      [[], 1],
    ]);
    expect(of('GetBucketTagging')).toHaveLength(200);
  });

  it('join session tags by the access key that the session was issued, also from before the window', async () => {
    const issue = at('issue', '2026-01-09T12:00:00Z', {
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      userIdentity: { type: 'AWSService', invokedBy: 'pods.eks.amazonaws.com' },
      requestParameters: { roleArn: ROLE, tags: [{ key: 'agent', value: 'yes' }] },
      responseElements: { credentials: { accessKeyId: 'ASIATAGGED' } },
    });
    const tagged = sessionIdentity({ accessKeyId: 'ASIATAGGED' });
    const usage = await factsOf(issue, recordOf('a', { userIdentity: tagged }), recordOf('b'));
    expect(usage.sessions.map(({ accessKeyId, tags }) => [accessKeyId, tags])).toEqual([
      ['ASIAEXAMPLE', []],
      ['ASIATAGGED', [{ key: 'agent', value: 'yes' }]],
    ]);
  });

  it('cover data events by resource type, and nothing by what is no API log', async () => {
    const data = { eventCategory: 'Data', resources: [{ type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::b/k' }] };
    const usage = await factsOf(
      recordOf('1', data),
      recordOf('2', { eventType: 'AwsServiceEvent' }),
      recordOf('3', { eventCategory: 'Insight' }),
    );
    expect(
      usage.coverage.map(({ category, resourceType, events }) => [category, resourceType, events]),
    ).toEqual([
      ['Data', 'AWS::S3::Object', 1],
      ['Management', null, 1],
    ]);
  });

  it('take a delivered file without records as coverage of its account, region and day', async () => {
    const folder = await folderOf({
      [`AWSLogs/o-ab12/${ACCOUNT}/CloudTrail/eu-west-1/2026/01/15/empty.json`]: '{"Records": []}',
      'elsewhere.json': '{"Records": []}',
      // A trail of data events alone must not look like one of management events.
      [`AWSLogs/${ACCOUNT}/CloudTrail/eu-west-1/2026/01/16/data.json`]: logOf(
        at('d', '2026-01-16T00:00:00Z', { eventCategory: 'Data' }),
      ),
    });
    const { coverage } = await usageOf(folder, WINDOW);
    expect(coverage.map(({ day, category, events, files }) => [day, category, events, files])).toEqual([
      ['2026-01-15', 'Management', 0, 1],
      ['2026-01-16', 'Data', 1, 1],
    ]);
  });

  it('count files where their records are', async () => {
    const folder = await folderOf({
      'a.json': logOf(recordOf('1')),
      'b.json': logOf(recordOf('1'), recordOf('2')),
    });
    expect((await usageOf(folder)).coverage).toMatchObject([{ events: 2, duplicates: 1, files: 2 }]);
  });

  it('take the account from the path where the record tells none', async () => {
    const record = recordOf('a', {
      recipientAccountId: undefined,
      userIdentity: sessionIdentity({ accountId: undefined }),
    });
    const folder = await folderOf({
      '444455556666_CloudTrail_eu-west-1_20260115T1025Z_x.json': logOf(record),
    });
    expect((await usageOf(folder)).activity).toMatchObject([
      { account: '444455556666', principalId: ROLE_ID },
    ]);
  });
});
