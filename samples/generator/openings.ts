import type { JsonObject } from '../../src/domain/json.ts';
import { iso } from './calendar.ts';
import type { SampleRoutine } from './calls.ts';
import { arnOf, identityOf } from './identities.ts';
import type { Prng } from './prng.ts';
import { prng } from './prng.ts';
import type { Entry, Frame } from './records.ts';
import { frameRecord } from './records.ts';
import type { Session } from './sessions.ts';
import { callerArn, newSession, sessionId, temporaryKey, userIdentity } from './sessions.ts';
import { GITHUB_PROVIDER } from './world.ts';

/** `Aug 12, 2026, 9:31:26 AM`: how STS writes an expiry into responseElements. */
const stsTime = (ms: number): string =>
  new Date(ms)
    .toUTCString()
    .replace(
      /^\w+, (\d+) (\w+) (\d+) (\d+):(\d+):(\d+) GMT$/,
      (_all, day, month, year, hour, minute, second) => {
        const hours = Number(hour);
        return `${month} ${Number(day)}, ${year}, ${hours % 12 === 0 ? 12 : hours % 12}:${minute}:${second} ${hours < 12 ? 'AM' : 'PM'}`;
      },
    );

const issued = (session: Session, hours: number): JsonObject => ({
  credentials: {
    accessKeyId: session.accessKeyId,
    sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLETOKEN',
    expiration: stsTime(session.started + hours * 3_600_000),
  },
  assumedRoleUser: { assumedRoleId: sessionId(session), arn: callerArn(session) },
});

const tagList = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([key, value]) => ({ key, value }));

const role = (session: Session) => [
  { accountId: session.identity.account, type: 'AWS::IAM::Role', ARN: arnOf(session.identity) },
];

/** The session that assumed the role: a person's or an agent's own, derived so that it is the same all day. */
function opener(seed: string, routine: SampleRoutine, session: Session, person: string): Session {
  if (routine.opening.by !== 'role') throw new Error(`${routine.id} is not opened by a role.`);
  const identity = identityOf(routine.opening.identity);
  const day = iso(session.started).slice(0, 10);
  const random = prng(seed, 'opener', routine.opening.identity, person, day);
  return newSession(seed, identity, Math.max(session.started - 5_400_000, Date.parse(`${day}T00:00:00Z`)), {
    name: person,
    accessKeyId: temporaryKey(random),
    userAgent: session.userAgent,
    address: session.address,
    mfa: session.mfa,
  });
}

export interface Opened {
  readonly entries: readonly Entry[];
  /** Session that called AssumeRole, when it is one of ours: it used sts:AssumeRole. */
  readonly opener: Session | null;
}

/** The records of how the session came to its credentials. */
export function openingEntries(
  seed: string,
  routine: SampleRoutine,
  session: Session,
  person: string,
  random: Prng,
): Opened {
  const { opening, region } = routine;
  const account = session.identity.account;
  const frame: Omit<Frame, 'userIdentity' | 'name' | 'request'> = {
    time: session.started,
    source: 'sts',
    account,
    region,
    global: false,
    address: session.address,
    userAgent: session.userAgent,
    readOnly: true,
    response: issued(session, 1),
    resources: role(session),
  };
  const entry = (record: Frame, inAccount = account): Entry => ({
    account: inAccount,
    region,
    record: frameRecord(record, random),
    dataType: null,
    resource: null,
  });
  const roleArn = arnOf(session.identity);
  switch (opening.by) {
    case 'access-key':
    case 'api-key':
      return { entries: [], opener: null };
    case 'service': {
      // Services keep credentials for hours: most sessions of a day show no AssumeRole.
      if (!random.chance(opening.tags === undefined ? 0.25 : 0.8)) return { entries: [], opener: null };
      const service = `${opening.service}.amazonaws.com`;
      const tags = opening.tags?.(person, random);
      const request = {
        roleArn,
        roleSessionName: session.name,
        durationSeconds: 3600,
        ...(tags === undefined ? {} : { tags: tagList(tags), transitiveTagKeys: Object.keys(tags) }),
      };
      const identity = { type: 'AWSService', invokedBy: service };
      return {
        entries: [
          entry({
            ...frame,
            userIdentity: identity,
            name: 'AssumeRole',
            request,
            address: service,
            userAgent: service,
          }),
        ],
        opener: null,
      };
    }
    case 'github': {
      const subject = `repo:${opening.repository}:ref:${opening.ref}`;
      const provider = `arn:aws:iam::${account}:oidc-provider/${GITHUB_PROVIDER}`;
      const identity = {
        type: 'WebIdentityUser',
        principalId: `${provider}:sts.amazonaws.com:${subject}`,
        userName: subject,
        identityProvider: provider,
      };
      const request = { roleArn, roleSessionName: session.name, durationSeconds: 3600 };
      const response = {
        ...issued(session, 1),
        subjectFromWebIdentityToken: subject,
        provider,
        audience: 'sts.amazonaws.com',
      };
      return {
        entries: [
          entry({ ...frame, userIdentity: identity, name: 'AssumeRoleWithWebIdentity', request, response }),
        ],
        opener: null,
      };
    }
    case 'identity-center': {
      const identity = {
        type: 'SAMLUser',
        principalId: `5Zk2lQ8tVxN4=:${person}`,
        userName: person,
        identityProvider: '5Zk2lQ8tVxN4=',
      };
      const request = {
        sAMLAssertionID: `_${random.uuid()}`,
        roleSessionName: person,
        roleArn,
        principalArn: `arn:aws:iam::${account}:saml-provider/AWSSSO_7f2c41d09be3a655_DO_NOT_DELETE`,
        durationSeconds: 43200,
      };
      return {
        entries: [
          entry({
            ...frame,
            userIdentity: identity,
            name: 'AssumeRoleWithSAML',
            request,
            response: issued(session, 12),
            address: 'sso.amazonaws.com',
            userAgent: 'sso.amazonaws.com',
          }),
        ],
        opener: null,
      };
    }
    case 'role': {
      const by = opener(seed, routine, session, person);
      const tags = opening.tags?.(person, random);
      const request = {
        roleArn,
        roleSessionName: session.name,
        durationSeconds: 3600,
        ...(session.sourceIdentity === null ? {} : { sourceIdentity: session.sourceIdentity }),
        ...(tags === undefined ? {} : { tags: tagList(tags), transitiveTagKeys: Object.keys(tags) }),
      };
      const own = { ...frame, name: 'AssumeRole', request };
      if (by.identity.account === account) {
        return { entries: [entry({ ...own, userIdentity: userIdentity(by, null) })], opener: by };
      }
      // Across accounts both logs have it, under one shared id; the role's account sees only which account called.
      const sharedEventId = random.uuid();
      const outsider = { type: 'AWSAccount', principalId: sessionId(by), accountId: by.identity.account };
      const requestId = random.uuid();
      return {
        entries: [
          entry({ ...own, userIdentity: outsider, sharedEventId, requestId }),
          entry(
            {
              ...own,
              account: by.identity.account,
              userIdentity: userIdentity(by, null),
              sharedEventId,
              requestId,
            },
            by.identity.account,
          ),
        ],
        opener: by,
      };
    }
  }
}
