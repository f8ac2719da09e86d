import type { Collected } from '../domain/collected.ts';
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
  return sessionsOf(sessions, sessionActivity, (arn) => aiAgents.has(arn));
}
