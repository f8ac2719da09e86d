import { type Fields, isObject, listAt, objectAt, textAt } from './fields.ts';

export interface IssuedSession {
  readonly accessKeyId: string;
  /** Sorted by key. */
  readonly tags: readonly (readonly [key: string, value: string])[];
}

/**
 * The session that an sts AssumeRole*, GetFederationToken or GetSessionToken record issued, with its session tags.
 * They stand on no later record (IAM User Guide, "Session tags in CloudTrail"), so the access key is the only link.
 * A tag that a role chain passes on cannot be overridden, so it wins over one of the same key in the request.
 */
export function issuedSession(record: Fields): IssuedSession | null {
  if (textAt(record, 'eventSource') !== 'sts.amazonaws.com') return null;
  const accessKeyId = textAt(objectAt(objectAt(record, 'responseElements'), 'credentials'), 'accessKeyId');
  if (accessKeyId === null) return null;
  const request = objectAt(record, 'requestParameters');
  const tags = new Map<string, string>();
  for (const tag of listAt(request, 'tags')) {
    if (!isObject(tag)) continue;
    const key = textAt(tag, 'key');
    if (key !== null) tags.set(key, textAt(tag, 'value') ?? '');
  }
  // AssumeRoleWithSAML and AssumeRoleWithWebIdentity carry the identity provider's tags as an object.
  for (const name of ['principalTags', 'incomingTransitiveTags']) {
    for (const [key, value] of Object.entries(objectAt(request, name))) {
      if (typeof value === 'string') tags.set(key, value);
    }
  }
  return { accessKeyId, tags: [...tags].sort(([a], [b]) => (a < b ? -1 : 1)) };
}
