import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLog, SAMPLES, type SampleRecord } from './sample-log.ts';

const DEVELOPMENT = '444455556666';
const files = readLog(join(SAMPLES, 'cloudtrail'));
const records: readonly SampleRecord[] = files.flatMap((file) => file.records ?? []);
const issuer = (record: SampleRecord) => record.userIdentity.sessionContext?.sessionIssuer;
const byRole = (name: string) => records.filter((record) => issuer(record)?.arn.endsWith(`/${name}`));
const distinct = <T>(values: readonly T[]) => [...new Set(values)].sort();

describe('the sample log', () => {
  it('has the counts the README states', () => {
    const readme = readFileSync(join(SAMPLES, 'README.md'), 'utf8');
    const count = records.length.toLocaleString('en-US');
    const duplicates =
      records.length -
      new Set(records.map((record) => `${record.recipientAccountId} ${record.eventID}`)).size;
    expect(readme).toContain(`${count} records in ${files.length} log files`);
    expect(readme).toContain(`${duplicates} of them delivered twice`);
  });

  it('delivers every day of every account and region but the gap', () => {
    const days = (account: string, region: string) =>
      distinct(
        files.flatMap(({ path }) => {
          const day = path.match(new RegExp(`/${account}/CloudTrail/${region}/(\\d+/\\d+/\\d+)/`))?.[1];
          return day === undefined ? [] : [day];
        }),
      );
    for (const region of ['us-east-1', 'eu-west-1']) {
      expect(days('111122223333', region)).toHaveLength(92);
      const development = days(DEVELOPMENT, region);
      expect(development).toHaveLength(89);
      for (const day of ['2026/08/11', '2026/08/12', '2026/08/13']) expect(development).not.toContain(day);
    }
  });

  it('keeps each record in the log of its account and region, on its day', () => {
    for (const { path, records: inFile } of files) {
      const [, account = '', region = '', day = ''] =
        path.match(/\/(\d{12})\/CloudTrail\/([a-z0-9-]+)\/(\d+\/\d+\/\d+)\//) ?? [];
      for (const record of inFile ?? []) {
        expect([record.recipientAccountId, record.awsRegion, record.eventTime.slice(0, 10)]).toEqual([
          account,
          region,
          day.replaceAll('/', '-'),
        ]);
      }
    }
  });

  it('records global services in us-east-1 only', () => {
    const global = records.filter(({ eventSource }) => /^(iam|organizations|cloudfront)\./.test(eventSource));
    expect(global.length).toBeGreaterThan(20);
    expect(distinct(global.map(({ awsRegion }) => awsRegion))).toEqual(['us-east-1']);
  });

  it('records data events only of what a selector names, and Claude workspaces only from mid-window', () => {
    const data = records.filter(({ eventCategory }) => eventCategory === 'Data');
    const types = distinct(data.map(({ resources }) => resources?.[0]?.type));
    expect(types).toEqual([
      'AWS::AWSExternalAnthropic::Workspace',
      'AWS::Lambda::Function',
      'AWS::S3::Object',
    ]);
    const claude = data.filter(({ eventSource }) => eventSource === 'aws-external-anthropic.amazonaws.com');
    expect(claude.length).toBeGreaterThan(100);
    expect(claude.filter(({ eventTime }) => eventTime < '2026-08-16T10:42:07Z')).toEqual([]);
    expect(data.filter(({ recipientAccountId }) => recipientAccountId === DEVELOPMENT)).toEqual([]);
  });

  it('shows one ARN under two unique ids where the role was recreated', () => {
    const before = byRole('invoice-reader-agent').filter(
      ({ eventTime }) => eventTime < '2026-08-12T09:31:26Z',
    );
    const after = byRole('invoice-reader-agent').filter(
      ({ eventTime }) => eventTime >= '2026-08-12T09:31:26Z',
    );
    const [old, ...more] = distinct(before.map((record) => issuer(record)?.principalId));
    const [fresh, ...others] = distinct(after.map((record) => issuer(record)?.principalId));
    expect([more, others]).toEqual([[], []]);
    expect(old).not.toBe(fresh);
    const details = readFileSync(join(SAMPLES, 'authorization-details/111122223333-production.json'), 'utf8');
    expect(details).toContain(`"${fresh}"`);
    expect(details).not.toContain(`"${old}"`);
  });

  it('never calls with the break-glass role, nor with a role before it existed', () => {
    expect(byRole('break-glass-admin')).toEqual([]);
    expect(byRole('release-notes-agent').every(({ eventTime }) => eventTime > '2026-08-25T08:20:11Z')).toBe(
      true,
    );
  });

  it('names the session key that AssumeRole issued on later events, with the tags only on AssumeRole', () => {
    const issued = new Map(
      records
        .filter(
          ({ eventName, requestParameters }) =>
            eventName === 'AssumeRole' && requestParameters?.tags !== undefined,
        )
        .map((record) => [
          (record.responseElements as { credentials?: { accessKeyId?: string } } | null)?.credentials
            ?.accessKeyId,
          record.requestParameters?.tags as readonly { key: string; value: string }[],
        ]),
    );
    const promotions = byRole('release-promoter').filter(({ userIdentity }) =>
      issued.has(userIdentity.accessKeyId),
    );
    expect(promotions.length).toBe(byRole('release-promoter').length);
    const keys = issued.get(promotions[0]?.userIdentity.accessKeyId)?.map(({ key }) => key);
    expect(keys).toEqual(['agent-session', 'project']);
    expect(JSON.stringify(promotions)).not.toContain('agent-session');
  });

  it('has a cross-account AssumeRole in both logs under one shared id', () => {
    const shared = new Map<string, SampleRecord[]>();
    for (const record of records) {
      const { sharedEventID: id } = record;
      if (id !== undefined) shared.set(id, [...(shared.get(id) ?? []), record]);
    }
    expect(shared.size).toBeGreaterThan(15);
    const pairs = [...shared.values()].filter(
      (copies) => new Set(copies.map(({ recipientAccountId }) => recipientAccountId)).size === 2,
    );
    // The development account's copies are missing on the days whose logs are.
    expect(pairs.length).toBeGreaterThan(shared.size - 6);
    for (const copies of pairs) expect(new Set(copies.map(({ eventID }) => eventID)).size).toBe(2);
  });

  it('links each MCP tool event to the calls it made', () => {
    const tools = records.filter(({ eventType }) => eventType === 'AwsMcpEvent');
    expect(tools.length).toBeGreaterThan(20);
    const downstream = new Set(
      records
        .filter(({ userIdentity }) => userIdentity.invokedBy === 'aws-mcp.amazonaws.com')
        .map(({ requestID }) => requestID),
    );
    const named = tools.flatMap(({ additionalEventData }) =>
      (
        additionalEventData as { downstreamRequests: readonly { requestId: string }[] }
      ).downstreamRequests.map(({ requestId }) => requestId),
    );
    expect(distinct(named)).toEqual(distinct([...downstream]));
  });

  it.each([
    ['AccessDenied', 'because no identity-based policy allows the s3:ListAllMyBuckets action'],
    ['AccessDenied', 'with an explicit deny in an identity-based policy'],
    ['AccessDenied', 'because no permissions boundary allows the ecs:RunTask action'],
    ['Client.UnauthorizedOperation', 'is not authorized to perform: ec2:TerminateInstances'],
    ['NoSuchKey', 'The specified key does not exist.'],
    ['ThrottlingException', 'Too many requests'],
  ])('fails calls with %s: %s', (code, message) => {
    const failed = records.filter(
      ({ errorCode, errorMessage }) => errorCode === code && errorMessage?.includes(message),
    );
    expect(failed.length).toBeGreaterThan(0);
    for (const { responseElements } of failed) expect(responseElements).toBeNull();
  });
});
