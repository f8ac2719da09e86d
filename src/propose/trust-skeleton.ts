import type { SessionActivity } from '../domain/facts.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Principal } from '../domain/principal.ts';

/** Shorter common beginnings of session names are chance. */
const SHORTEST_PREFIX = 5;

/**
 * Who may assume the new role: the principals that asked for the sessions, and of the old trust policy the statements
 * for services and identity providers that did. Where the log tells nobody, the old trust policy as it stands.
 */
export function trustSkeleton(principal: Principal, activity: readonly SessionActivity[]): JsonObject {
  const old = principal.trustPolicy?.raw ?? { Version: '2012-10-17', Statement: [] };
  const callers = new Set<string>();
  const others = new Set<string>();
  for (const { origin } of activity) {
    if (origin === null) continue;
    if (origin.principalArn !== null) callers.add(origin.principalArn);
    else if (origin.key !== null) others.add(origin.key);
  }
  const kept = (principal.trustPolicy?.statements ?? [])
    .filter(({ effect, raw }) => effect === 'Deny' || [...others].some((key) => lets(raw.Principal, key)))
    .map(({ raw }) => raw);
  if (callers.size === 0) {
    return kept.length === 0 ? old : { Version: '2012-10-17', Statement: kept };
  }
  const names = activity.flatMap(({ sessionName }) => (sessionName === null ? [] : [sessionName]));
  const prefix = commonPrefix(names);
  const own: JsonObject = {
    Sid: 'AgentSessions',
    Effect: 'Allow',
    Principal: { AWS: [...callers].sort() },
    Action: [
      'sts:AssumeRole',
      ...(activity.some(({ sourceIdentity }) => sourceIdentity !== null) ? ['sts:SetSourceIdentity'] : []),
      ...(activity.some(({ tagKeys }) => tagKeys.length > 0) ? ['sts:TagSession'] : []),
    ],
    ...(prefix.length >= SHORTEST_PREFIX && {
      Condition: { StringLike: { 'sts:RoleSessionName': `${prefix}*` } },
    }),
  };
  return { Version: '2012-10-17', Statement: [...kept, own] };
}

/** `AWSService lambda.amazonaws.com` by a Service principal; a web or SAML identity by a Federated one. */
function lets(element: unknown, key: string): boolean {
  const text = JSON.stringify(element ?? '');
  const service = /^AWSService (.+)$/.exec(key)?.[1];
  return service === undefined ? text.includes('"Federated"') : text.includes(`"${service}"`);
}

function commonPrefix(names: readonly string[]): string {
  const [first = '', ...rest] = names.filter((name) => name !== 'many');
  if (rest.length < names.length - 1) return '';
  let length = first.length;
  for (const name of rest) while (!name.startsWith(first.slice(0, length))) length -= 1;
  // `*` and `?` in a session name would be wildcards of the condition; RoleSessionName allows neither.
  return first.slice(0, length);
}
