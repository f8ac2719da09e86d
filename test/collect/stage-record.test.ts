import { describe, expect, it } from 'vitest';
import { stageRecord } from '../../src/collect/cloudtrail/stage-record.ts';
import type { StagedRow } from '../../src/collect/cloudtrail/staged-row.ts';
import { ACCOUNT, ROLE, ROLE_ID, recordOf } from './support.ts';

const NOWHERE = { account: null, region: null };

function staged(record: unknown, origin = NOWHERE as Parameters<typeof stageRecord>[1]): StagedRow {
  const result = stageRecord(record, origin);
  if (result.kind !== 'row') throw new Error(result.reason);
  return result.row;
}

describe('stageRecord', () => {
  it('keeps what the facts need and nothing else', () => {
    expect(staged(recordOf('e1'))).toEqual({
      eventId: 'e1',
      sharedEventId: null,
      account: ACCOUNT,
      region: 'eu-west-1',
      time: Date.UTC(2026, 0, 15, 10, 20, 30),
      category: 'Management',
      resourceType: null,
      eventSource: 's3.amazonaws.com',
      eventName: 'GetBucketPolicy',
      principalArn: ROLE,
      principalId: ROLE_ID,
      outcome: 'allowed',
      features: '[]',
      resources: '["arn:aws:s3:::reports"]',
      via: null,
      sessionName: 'build-7',
      sourceIdentity: null,
      accessKeyId: 'ASIAEXAMPLE',
      userAgentFamily: 'aws-cli',
      issuedKey: null,
      issuedTags: null,
      issuedTagKeys: null,
      leftoverReason: null,
      leftoverKey: null,
    });
  });

  it.each([['AwsServiceEvent'], ['AwsConsoleSignIn'], ['AwsVpceEvents'], ['AwsMcpEvent']])(
    'leaves %s out of use',
    (eventType) => {
      expect(staged(recordOf('e', { eventType }))).toMatchObject({
        leftoverReason: 'not-an-api-call',
        leftoverKey: `${eventType} s3.amazonaws.com`,
        principalArn: null,
        resources: '[]',
      });
    },
  );

  it('counts what somebody did in a console without an API', () => {
    const changes = {
      eventType: 'AwsConsoleAction',
      eventSource: 'billingconsole.amazonaws.com',
      eventName: 'SetContactAddress',
    };
    expect(staged(recordOf('e', changes))).toMatchObject({ leftoverReason: null, principalArn: ROLE });
  });

  it.each([
    [{ eventCategory: 'Insight', eventName: undefined, eventSource: undefined }, 'Insight event'],
    [{ eventCategory: 'NetworkActivity' }, 'NetworkActivity event'],
    [{ eventType: 'AwsAggregatedEvent', eventTime: undefined }, 'AwsAggregatedEvent'],
    [{ eventType: 'AwsCloudTrailInsight', eventCategory: undefined }, 'AwsCloudTrailInsight'],
  ])('takes %j neither as a call nor as coverage', (changes, leftoverKey) => {
    expect(staged(recordOf('e', changes))).toMatchObject({
      leftoverReason: 'not-an-api-call',
      leftoverKey,
      category: null,
    });
  });

  it('counts a call of somebody unidentified for nobody', () => {
    expect(staged(recordOf('e', { errorCode: 'ExpiredToken' }))).toMatchObject({
      leftoverReason: 'nobodys-use',
      leftoverKey: 'not authenticated (ExpiredToken)',
    });
  });

  it.each([
    [
      { eventCategory: 'Data', resources: [{ type: 'AWS::S3::Bucket' }, { type: 'AWS::S3::Object' }] },
      'Data',
      'AWS::S3::Object',
    ],
    [
      { eventCategory: undefined, managementEvent: false, eventSource: 'lambda.amazonaws.com' },
      'Data',
      'AWS::Lambda::Function',
    ],
    [{ eventCategory: undefined, managementEvent: 'true' }, 'Management', null],
    [
      { eventCategory: undefined, managementEvent: undefined, eventName: 'GetObject' },
      'Data',
      'AWS::S3::Object',
    ],
    [{ eventCategory: undefined, managementEvent: undefined, eventName: 'GetBucketAcl' }, 'Management', null],
    [{ eventCategory: 'Data', eventSource: 'new.amazonaws.com' }, 'Data', null],
  ])('files %j under %s %s', (changes, category, resourceType) => {
    expect(staged(recordOf('e', changes))).toMatchObject({ category, resourceType });
  });

  it('takes the account from the record, else the path, else the caller', () => {
    const none = { recipientAccountId: undefined };
    const origin = { account: '444455556666', region: 'us-east-1' };
    expect(staged(recordOf('e'), origin).account).toBe(ACCOUNT);
    expect(staged(recordOf('e', none), origin).account).toBe('444455556666');
    expect(staged(recordOf('e', none)).account).toBe(ACCOUNT);
    expect(staged(recordOf('e', { ...none, userIdentity: {} })).account).toBe('unknown');
    expect(staged(recordOf('e', { awsRegion: undefined }), origin).region).toBe('us-east-1');
  });

  it('identifies a record without eventID by its content, whatever the order of its keys', () => {
    const record = recordOf('x', { eventID: undefined });
    const turned = Object.fromEntries(Object.entries(record).reverse());
    expect(staged(turned).eventId).toBe(staged(record).eventId);
    expect(staged(record).eventId).toMatch(/^sha256:/);
    expect(staged({ ...record, userAgent: 'other' }).eventId).not.toBe(staged(record).eventId);
  });

  it('keeps the tags of an issued session; a transitive one cannot be overridden', () => {
    const row = staged(
      recordOf('e', {
        eventSource: 'sts.amazonaws.com',
        eventName: 'AssumeRole',
        requestParameters: {
          roleArn: ROLE,
          tags: [
            { key: 'team', value: 'mine' },
            { key: 'agent', value: 'yes' },
          ],
          incomingTransitiveTags: { team: 'theirs' },
        },
        responseElements: { credentials: { accessKeyId: 'ASIANEW' } },
      }),
    );
    expect(row).toMatchObject({ issuedKey: 'ASIANEW', issuedTags: '[["agent","yes"],["team","theirs"]]' });
  });

  it.each([
    [null, 'is not an object'],
    [['a'], 'is not an object'],
    [recordOf('e', { eventName: undefined }), 'lacks eventName'],
    [recordOf('e', { eventName: { a: 1 } }), 'lacks eventName'],
    [recordOf('e', { eventSource: '' }), 'lacks eventSource'],
    [recordOf('e', { eventTime: 'yesterday' }), 'lacks a valid eventTime'],
    // An S3 notification also has Records with eventTime, eventSource and eventName.
    [recordOf('e', { eventVersion: '2.1', eventSource: 'aws:s3' }), 'has an eventVersion that is not 1.x'],
  ])('refuses what is no record', (record, reason) => {
    expect(stageRecord(record, NOWHERE)).toEqual({ kind: 'unreadable', reason });
  });

  it('survives fields of every wrong type', () => {
    for (const odd of [null, 0, true, 'text', [], {}, [[]], { a: { b: [] } }]) {
      for (const field of Object.keys(recordOf('e'))) {
        expect(() => stageRecord(recordOf('e', { [field]: odd }), NOWHERE)).not.toThrow();
      }
    }
  });
});
