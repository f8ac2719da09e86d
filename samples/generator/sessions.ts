import type { JsonObject } from '../../src/domain/json.ts';
import { iso } from './calendar.ts';
import { arnOf, uniqueIdAt } from './identities.ts';
import type { Address, Identity } from './model.ts';
import type { Prng } from './prng.ts';
import { prng, UPPER_ALPHANUMERIC } from './prng.ts';

/** Credentials in use: what CloudTrail's `userIdentity` tells about a caller. */
export interface Session {
  readonly identity: Identity;
  readonly uniqueId: string;
  /** Role session name; the user name of a user. */
  readonly name: string;
  /** Null for a bearer token. */
  readonly accessKeyId: string | null;
  readonly started: number;
  readonly sourceIdentity: string | null;
  readonly mfa: boolean;
  /** `sub` of the web identity that assumed the role. */
  readonly webIdentity: { readonly provider: string; readonly subject: string } | null;
  readonly onInstance: boolean;
  readonly userAgent: string;
  readonly address: string;
}

export const temporaryKey = (random: Prng): string => `ASIA${random.text(UPPER_ALPHANUMERIC, 16)}`;
/** A user's one long-lived key. */
export const userKey = (seed: string, user: Identity): string =>
  `AKIA${prng(seed, 'access-key', user.name).text(UPPER_ALPHANUMERIC, 16)}`;

/** Documentation address ranges (RFC 5737) for people, made-up private ones for what runs inside AWS. */
export function address(kind: Address, random: Prng): string {
  switch (kind) {
    case 'office':
      return `198.51.100.${random.between(10, 40)}`;
    case 'home':
      return `203.0.113.${random.between(2, 250)}`;
    case 'github':
      return `192.0.2.${random.between(2, 250)}`;
    case 'aws':
      return `10.${random.between(16, 19)}.${random.between(0, 255)}.${random.between(1, 254)}`;
  }
}

/** ARN as the caller's own identity names it: an assumed role's drops the role's path. */
export const callerArn = (session: Session): string =>
  session.identity.kind === 'user'
    ? arnOf(session.identity)
    : `arn:aws:sts::${session.identity.account}:assumed-role/${session.identity.name}/${session.name}`;

/** The `userIdentity` block. `via` is the service or MCP server that called with the session's permissions. */
export function userIdentity(session: Session, via: string | null): JsonObject {
  const { identity } = session;
  const invokedBy = via === null ? {} : { invokedBy: via };
  const key = session.accessKeyId === null ? {} : { accessKeyId: session.accessKeyId };
  if (identity.kind === 'user') {
    return {
      type: 'IAMUser',
      principalId: session.uniqueId,
      arn: arnOf(identity),
      accountId: identity.account,
      ...key,
      userName: identity.name,
      ...invokedBy,
    };
  }
  return {
    type: 'AssumedRole',
    principalId: `${session.uniqueId}:${session.name}`,
    arn: callerArn(session),
    accountId: identity.account,
    ...key,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: session.uniqueId,
        arn: arnOf(identity),
        accountId: identity.account,
        userName: identity.name,
      },
      ...(session.webIdentity === null
        ? {}
        : { webIdFederationData: { federatedProvider: session.webIdentity.provider, attributes: {} } }),
      attributes: { creationDate: iso(session.started), mfaAuthenticated: session.mfa ? 'true' : 'false' },
      ...(session.sourceIdentity === null ? {} : { sourceIdentity: session.sourceIdentity }),
      ...(session.onInstance ? { ec2RoleDelivery: '2.0' } : {}),
    },
    ...invokedBy,
  };
}

/** Id of the identity's sessions at a time, e.g. `AROA...:GitHubActions`. */
export const sessionId = (session: Session): string => `${session.uniqueId}:${session.name}`;

export function newSession(
  seed: string,
  identity: Identity,
  started: number,
  details: Pick<Session, 'name' | 'userAgent' | 'address'> & Partial<Session>,
): Session {
  return {
    identity,
    uniqueId: uniqueIdAt(seed, identity, started),
    accessKeyId: null,
    started,
    sourceIdentity: null,
    mfa: false,
    webIdentity: null,
    onInstance: false,
    ...details,
  };
}
