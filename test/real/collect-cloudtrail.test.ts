import { describe, expect, it } from 'vitest';
import type { UsageFacts } from '../../src/domain/collected.ts';
import { collectFrom, usageOf } from '../collect/support.ts';
import { hasSharedData, sharedData } from '../support/shared-data.ts';

/** What an independent count in another language found in the same files. */
function summary({ activity, sessions, coverage, leftovers, accounting }: UsageFacts) {
  const sum = (rows: readonly { calls: number }[]) => rows.reduce((total, { calls }) => total + calls, 0);
  return {
    files: accounting.files.used,
    records: accounting.records.seen,
    distinct: accounting.records.distinct,
    calls: sum(activity),
    sessionCalls: sum(sessions),
    denied: sum(activity.filter(({ outcome }) => outcome === 'denied')),
    principals: new Set(activity.map(({ principalArn, principalId }) => principalArn ?? principalId)).size,
    operations: new Set(activity.map(({ eventSource, eventName }) => `${eventSource} ${eventName}`)).size,
    covered: coverage.filter(({ events }) => events > 0).length,
    leftovers: Object.fromEntries(leftovers.map(({ key, count }) => [key, count])),
  };
}

describe.skipIf(!hasSharedData)('real CloudTrail logs', () => {
  it('of one user of flaws.cloud, in the S3 layout of an organization trail', async () => {
    const usage = await usageOf(sharedData('ct-flaws-slice-umccr', 'test_input', 'AWSLogs'));
    expect(summary(usage)).toEqual({
      files: 5,
      records: 185,
      distinct: 185,
      calls: 185,
      sessionCalls: 185,
      denied: 83,
      principals: 1,
      operations: 152,
      covered: 2,
      leftovers: {},
    });
    // The fifth file has no records: its region and day are covered all the same.
    expect(usage.coverage.filter(({ events }) => events === 0)).toEqual([
      {
        account: '811596193553',
        region: 'ap-southeast-1',
        day: '2020-09-30',
        category: 'Management',
        resourceType: null,
        events: 0,
        duplicates: 0,
        files: 1,
      },
    ]);
  });

  it('with one record of each event version', async () => {
    expect(summary(await usageOf(sharedData('ct-flaws-slice-umccr')))).toEqual({
      files: 21,
      records: 206,
      distinct: 205,
      calls: 202,
      sessionCalls: 202,
      denied: 83,
      principals: 12,
      operations: 164,
      covered: 19,
      leftovers: {
        'AWSService s3.amazonaws.com': 1,
        'AwsConsoleSignIn signin.amazonaws.com': 1,
        'AwsServiceEvent rds.amazonaws.com': 1,
      },
    });
  });

  it('of 35 accounts, as bare lists of records', async () => {
    const usage = await usageOf(sharedData('ct-stratus-detonation'));
    expect(summary(usage)).toEqual({
      files: 35,
      records: 310,
      distinct: 310,
      calls: 309,
      sessionCalls: 309,
      denied: 51,
      principals: 39,
      operations: 53,
      covered: 35,
      leftovers: { 'AwsConsoleSignIn signin.amazonaws.com': 1 },
    });
    expect(new Set(usage.coverage.map(({ account }) => account)).size).toBe(35);
    // The federated session counts for the user that federated.
    expect(usage.activity.filter(({ eventName }) => eventName === 'GetCallerIdentity')).toContainEqual(
      expect.objectContaining({
        principalArn: expect.stringMatching(/:user\/stratus-red-team-user-federation-user$/),
      }),
    );
  });

  it('of users, root and services in one old file', async () => {
    expect(summary(await usageOf(sharedData('ct-grycap')))).toEqual({
      files: 1,
      records: 142,
      distinct: 142,
      calls: 126,
      sessionCalls: 126,
      denied: 0,
      principals: 4,
      operations: 33,
      covered: 1,
      leftovers: {
        'AWSService elasticmapreduce.amazonaws.com': 7,
        'AWSService lambda.amazonaws.com': 2,
        'Root 974349055189': 7,
      },
    });
  });

  it('from lookup-events, an event a line', async () => {
    expect(summary(await usageOf(sharedData('ct-plaso')))).toMatchObject({
      records: 6,
      distinct: 6,
      calls: 5,
      operations: 5,
      leftovers: { 'AwsServiceEvent ec2.amazonaws.com': 1 },
    });
  });

  it('delivered plain and compressed count once', async () => {
    const usage = await usageOf(sharedData('ct-trailscraper'));
    expect(summary(usage)).toMatchObject({ files: 3, records: 7, distinct: 3, calls: 1, covered: 2 });
    expect(usage.accounting.records.duplicates).toBe(4);
  });

  it('inside EventBridge envelopes, among events of other sources', async () => {
    const usage = await usageOf(sharedData('ct-c7n'));
    expect(summary(usage)).toMatchObject({ files: 23, records: 23, distinct: 22, calls: 19 });
    expect(usage.accounting.files).toEqual({ seen: 48, used: 23, excluded: 25, unreadable: 0 });
  });

  it.each(['ct-otrf-aws', 'ct-panther', 'ct-streamalert'])(
    'are not found where there are none: %s',
    async (folder) => {
      await expect(collectFrom({ cloudTrail: [sharedData(folder)] })).rejects.toThrow(
        /holds no CloudTrail log/,
      );
    },
  );
});
