import { type Fields, objectAt, textAt } from './fields.ts';

/** Whose permissions an event used. */
export type Caller =
  | {
      readonly kind: 'principal';
      readonly arn: string | null;
      readonly id: string | null;
      readonly sessionName: string | null;
      readonly sourceIdentity: string | null;
      readonly accessKeyId: string | null;
      readonly via: string | null;
    }
  /** No role or user of IAM: `key` says who in words. */
  | { readonly kind: 'nobody'; readonly key: string };

/** Unique ids of roles and users (IAM User Guide, "Unique identifiers"). */
export const UNIQUE_ID = /^(?:AROA|AIDA)[A-Z0-9]+/;
export const IAM_PRINCIPAL = /^arn:[^:]+:iam::[^:]*:(?:role|user)\/./;
export const ASSUMED_ROLE = /^(arn:[^:]+):sts::([^:]*):assumed-role\/([^/]+)(?:\/(.*))?$/;
export const LONGEST_KEY = 120;

/**
 * Resolves `userIdentity` (CloudTrail User Guide, "userIdentity element") to the principal whose policies were
 * evaluated. `invokedBy` beside a principal is a forward access session or a service acting with the principal's own
 * credentials: still its use. Only a caller without principal is nobody's.
 */
export function callerOf(identity: Fields): Caller {
  const type = textAt(identity, 'type');
  switch (type) {
    case 'AssumedRole':
    case 'FederatedUser':
    case 'Role':
    case 'IAMUser':
      return principalOf(identity, type);
    case 'AWSAccount':
      return crossAccountCaller(identity);
    case 'Root':
      return nobody('Root', textAt(identity, 'accountId'));
    case 'AWSService':
      return nobody('AWSService', textAt(identity, 'invokedBy'));
    default:
      return untypedCaller(identity, type);
  }
}

function principalOf(identity: Fields, type: string): Caller {
  const context = objectAt(identity, 'sessionContext');
  const issuer = objectAt(context, 'sessionIssuer');
  const arn = textAt(identity, 'arn');
  const principalId = textAt(identity, 'principalId');
  if (textAt(issuer, 'type') === 'Root') return nobody(`${type} of Root`, textAt(issuer, 'accountId'));
  const session = principalId?.includes(':') ? principalId.slice(principalId.indexOf(':') + 1) : null;
  const common = {
    kind: 'principal',
    sessionName: type === 'IAMUser' ? null : (session ?? ASSUMED_ROLE.exec(arn ?? '')?.[4] ?? null),
    sourceIdentity: textAt(context, 'sourceIdentity'),
    accessKeyId: textAt(identity, 'accessKeyId'),
    via: textAt(identity, 'invokedBy'),
  } as const;
  const issuerArn = textAt(issuer, 'arn');
  const issuerId = textAt(issuer, 'principalId');
  if (issuerArn !== null || issuerId !== null) return { ...common, arn: issuerArn, id: issuerId };
  if (arn !== null && IAM_PRINCIPAL.test(arn)) return { ...common, arn, id: withoutSession(principalId) };
  // A federated user's principalId is `<account>:<name>`: without issuer nothing says whose permissions it used.
  const id = withoutSession(principalId);
  if (id !== null && type !== 'FederatedUser') return { ...common, arn: null, id };
  const [, partition, account, role] = ASSUMED_ROLE.exec(arn ?? '') ?? [];
  // A role's name is unique in its account; only its path is not told, so the ARN is right for roles without one.
  if (role !== undefined) return { ...common, arn: `${partition}:iam::${account}:role/${role}`, id: null };
  return nobody(`${type} without issuer`, arn);
}

/** A caller from another account: its account's log names it, the resource owner's knows only the unique id. */
function crossAccountCaller(identity: Fields): Caller {
  const id = withoutSession(textAt(identity, 'principalId'));
  const account = textAt(identity, 'accountId');
  if (id === null || !UNIQUE_ID.test(id)) {
    const isAnonymous = account === null || /anonymous/i.test(account);
    return isAnonymous ? nobody('anonymous', null) : nobody('AWSAccount', account);
  }
  return principalOf({ ...identity, arn: null }, 'AWSAccount');
}

/** Types without IAM principal (SAMLUser, WebIdentityUser, IdentityCenterUser, Directory, Unknown), unless an ARN says otherwise. */
function untypedCaller(identity: Fields, type: string | null): Caller {
  const arn = textAt(identity, 'arn') ?? '';
  if (IAM_PRINCIPAL.test(arn)) return principalOf(identity, 'IAMUser');
  if (ASSUMED_ROLE.test(arn)) return principalOf(identity, 'AssumedRole');
  const service = textAt(identity, 'invokedBy');
  if (type === null && service !== null) return nobody('AWSService', service);
  return nobody(type ?? 'no identity', null);
}

function nobody(what: string, who: string | null): Caller {
  const key = who === null ? what : `${what} ${who}`;
  return { kind: 'nobody', key: key.slice(0, LONGEST_KEY) };
}

function withoutSession(principalId: string | null): string | null {
  const id = principalId?.split(':')[0] ?? '';
  return id === '' ? null : id;
}
