import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { collectCloudTrail } from '../../src/collect/cloudtrail/collect-cloudtrail.ts';

const folder = mkdtempSync(join(tmpdir(), 'paredown-sessions-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const WINDOW = { start: '2026-04-01T00:00:00Z', end: '2026-07-01T00:00:00Z', days: 91 };
let serial = 0;

/** One record; `identity` is spread over userIdentity. */
function event(name: string, source: string, identity: object, more: object = {}): object {
  serial += 1;
  return {
    eventVersion: '1.11',
    eventID: `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}`,
    eventTime: '2026-05-01T12:00:00Z',
    eventSource: source,
    eventName: name,
    eventType: 'AwsApiCall',
    eventCategory: 'Management',
    awsRegion: 'us-east-1',
    recipientAccountId: '111122223333',
    userIdentity: identity,
    ...more,
  };
}

function session(role: string, name: string, key: string, more: object = {}): object {
  const principalId = `AROA${role.toUpperCase()}`;
  return {
    type: 'AssumedRole',
    principalId: `${principalId}:${name}`,
    arn: `arn:aws:sts::111122223333:assumed-role/${role}/${name}`,
    accessKeyId: key,
    sessionContext: {
      sessionIssuer: { type: 'Role', principalId, arn: `arn:aws:iam::111122223333:role/${role}` },
      ...more,
    },
  };
}

function assume(by: object, key: string, more: object = {}): object {
  return event('AssumeRole', 'sts.amazonaws.com', by, {
    requestParameters: more,
    responseElements: { credentials: { accessKeyId: key } },
  });
}

async function factsOf(records: readonly object[]) {
  const file = join(folder, `${serial}.json`);
  writeFileSync(file, JSON.stringify({ Records: records }));
  const { usage } = await collectCloudTrail([file], WINDOW, undefined);
  return usage;
}

const list = (who: object) => event('ListUsers', 'iam.amazonaws.com', who);

describe('sessions', () => {
  it('are followed through a role chain to the first principal', async () => {
    const { sessions } = await factsOf([
      assume({ type: 'SAMLUser' }, 'ASIA1'),
      assume(session('people', 'ana@example.com', 'ASIA1'), 'ASIA2'),
      assume(session('middle', 'm', 'ASIA2'), 'ASIA3'),
      list(session('last', 'l', 'ASIA3')),
    ]);
    const last = sessions.find(({ sessionName }) => sessionName === 'l');
    expect(last?.origin).toEqual({
      principalArn: 'arn:aws:iam::111122223333:role/people',
      principalId: 'AROAPEOPLE',
      sessionName: 'ana@example.com',
      key: null,
      hops: 2,
    });
  });

  it('tell what asked where no principal did, and nothing where no record says', async () => {
    const { sessions } = await factsOf([
      assume({ type: 'AWSService', invokedBy: 'lambda.amazonaws.com' }, 'ASIA1'),
      list(session('worker', 'told', 'ASIA1')),
      list(session('worker', 'untold', 'ASIA9')),
    ]);
    expect(sessions.map(({ sessionName, origin }) => [sessionName, origin?.key ?? null])).toEqual([
      ['told', 'AWSService lambda.amazonaws.com'],
      ['untold', null],
    ]);
  });

  it('of a chain that loops end', async () => {
    const { sessions } = await factsOf([
      assume(session('a', 'a', 'ASIA1'), 'ASIA2'),
      assume(session('b', 'b', 'ASIA2'), 'ASIA1'),
      list(session('b', 'b', 'ASIA2')),
    ]);
    expect(sessions.map(({ origin }) => origin?.hops)).toEqual(sessions.map(() => 10));
  });
});

describe('session activity', () => {
  it('keeps who drove a session beside what it called, with the keys of the session tags', async () => {
    const { sessionActivity = [] } = await factsOf([
      assume({ type: 'AWSService', invokedBy: 'pods.eks.amazonaws.com' }, 'ASIA1', {
        tags: [
          { key: 'project', value: 'p' },
          { key: 'agent-session', value: 'sess_1' },
        ],
      }),
      list(session('shared', 'sess_1', 'ASIA1', { sourceIdentity: 'ana' })),
      list(session('shared', 'ana@example.com', 'ASIA2')),
    ]);
    expect(
      sessionActivity.map(({ sessionName, sourceIdentity, tagKeys, eventName, calls }) => ({
        sessionName,
        sourceIdentity,
        tagKeys,
        eventName,
        calls,
      })),
    ).toEqual([
      { sessionName: 'ana@example.com', sourceIdentity: null, tagKeys: [], eventName: 'ListUsers', calls: 1 },
      {
        sessionName: 'sess_1',
        sourceIdentity: 'ana',
        tagKeys: ['agent-session', 'project'],
        eventName: 'ListUsers',
        calls: 1,
      },
    ]);
  });

  it('says many above the cap and loses no call', async () => {
    const names = Array.from({ length: 201 }, (_, index) => `run-${index}`);
    const { sessionActivity = [] } = await factsOf([
      ...names.map((name) => list(session('busy', name, `ASIA${name}`))),
      list(session('calm', 'only', 'ASIAX')),
    ]);
    expect(sessionActivity.map(({ sessionName, calls }) => [sessionName, calls])).toEqual([
      ['many', 201],
      ['only', 1],
    ]);
  });

  it('leaves out the calls of users, who have no session', async () => {
    const { sessionActivity, activity } = await factsOf([
      list({ type: 'IAMUser', principalId: 'AIDAX', arn: 'arn:aws:iam::111122223333:user/x' }),
    ]);
    expect(sessionActivity).toEqual([]);
    expect(activity).toHaveLength(1);
  });
});
