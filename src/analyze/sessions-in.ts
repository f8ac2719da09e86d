import type { Collected } from '../domain/collected.ts';
import type { SessionOrigin } from '../domain/facts.ts';
import type { Principal } from '../domain/principal.ts';
import { type AgentOverride, classifyAgent } from './agents.ts';
import { type SessionKinds, sessionsOf } from './session-kinds.ts';

const NO_SESSIONS: SessionKinds = {
  all: [],
  agent: [],
  person: [],
  automation: [],
  unclear: [],
  activity: [],
};

/**
 * Every principal's sessions by who drives them. What a role chain passes on is decided by what the first principal is
 * without its log: else sessions would make an agent of a principal that makes agents of its sessions.
 */
export function sessionsIn(
  collected: Collected,
  overrides: readonly AgentOverride[],
): (principal: Principal) => SessionKinds {
  const aiAgents = new Set(
    collected.principals
      .filter((principal) => {
        const { kind, confidence } = classifyAgent(principal, NO_SESSIONS, overrides, collected);
        return kind === 'ai-agent' && confidence !== 'hint';
      })
      .map(({ arn }) => arn),
  );
  const { sessions = [], sessionActivity = [] } = collected.usage ?? {};
  const named = naming(collected.principals);
  return sessionsOf(sessions.map(named), sessionActivity.map(named), (arn) => aiAgents.has(arn));
}

/**
 * The record of a role assumed from another account may tell its caller by unique id alone (CloudTrail, userIdentity of
 * type AWSAccount); the account details tell whose id it is.
 */
function naming(principals: readonly Principal[]) {
  const arns = new Map(principals.map(({ uniqueId, arn }) => [uniqueId, arn]));
  return <Row extends { readonly origin?: SessionOrigin | null }>(row: Row): Row => {
    const { origin } = row;
    if (origin === null || origin === undefined || origin.principalArn !== null) return row;
    const principalArn = arns.get(origin.principalId ?? '');
    return principalArn === undefined ? row : { ...row, origin: { ...origin, principalArn } };
  };
}
