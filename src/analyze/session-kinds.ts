import { AI_SERVICES, SESSION_MARKERS, type SessionMarker, USER_NAME_MARKERS } from '../catalog/index.ts';
import type { Session, SessionActivity, SessionOrigin } from '../domain/facts.ts';
import type { Principal } from '../domain/principal.ts';
import type { SessionDriver } from '../domain/sessions.ts';
import { trustedParties } from './trust.ts';

export interface Classified<Facts> {
  readonly session: Facts;
  readonly kind: SessionDriver;
  /** The marker that decided. */
  readonly why: string;
}

export type ClassifiedSession = Classified<Session>;
export type ClassifiedActivity = Classified<SessionActivity>;

/** One principal's sessions by who seems to drive them. */
export interface SessionKinds {
  readonly all: readonly ClassifiedSession[];
  readonly agent: readonly ClassifiedSession[];
  readonly person: readonly ClassifiedSession[];
  readonly automation: readonly ClassifiedSession[];
  readonly unclear: readonly ClassifiedSession[];
  /** What the sessions did; empty where the facts do not tell sessions apart. */
  readonly activity: readonly ClassifiedActivity[];
}

/** The fields of a session that a marker can look at. */
interface Traits {
  readonly via: string | null;
  readonly userAgentFamily: string | null;
  readonly sessionName: string | null;
  readonly sourceIdentity: string | null;
  readonly tagKeys: readonly string[];
  readonly origin: SessionOrigin | null;
}

const UNMARKED = { kind: 'unclear', why: 'no marker' } as const;
type Verdict = { readonly kind: SessionDriver; readonly why: string };

/**
 * Looks sessions up by unique id, and by ARN where the record has no id.
 *
 * @param isAiAgent whether an ARN is an AI agent's by more than a hint: a session that one starts is an agent's too.
 */
export function sessionsOf(
  sessions: readonly Session[],
  activity: readonly SessionActivity[],
  isAiAgent: (arn: string) => boolean,
): (principal: Principal) => SessionKinds {
  const sessionsBy = groupByPrincipal(sessions);
  const activityBy = groupByPrincipal(activity);
  return (principal) => {
    const byPrincipal = (traits: Traits): Verdict => {
      const own = classify(traits, isAiAgent);
      const found = own.kind === 'unclear' ? byWhoMayRunIt(principal) : own;
      // What runs an AI agent's role unattended is the agent, whatever service started it.
      return found.kind === 'automation' && isAiAgent(principal.arn)
        ? { kind: 'agent', why: 'role:ai-agent' }
        : found;
    };
    const all = ofPrincipal(sessionsBy, principal).map((session) => ({
      session,
      ...byPrincipal({
        via: session.via,
        userAgentFamily: session.userAgentFamily,
        sessionName: session.sessionName,
        sourceIdentity: session.sourceIdentity,
        tagKeys: session.tags.map(({ key }) => key),
        origin: session.origin ?? null,
      }),
    }));
    const ofKind = (kind: SessionDriver) => all.filter((session) => session.kind === kind);
    return {
      all,
      agent: ofKind('agent'),
      person: ofKind('person'),
      automation: ofKind('automation'),
      unclear: ofKind('unclear'),
      activity: ofPrincipal(activityBy, principal).map((session) => ({ session, ...byPrincipal(session) })),
    };
  };
}

function classify(traits: Traits, isAiAgent: (arn: string) => boolean): Verdict {
  const marked = SESSION_MARKERS.find((marker) =>
    valuesOf(traits, marker.field).some((value) => value !== 'many' && marker.pattern.test(value)),
  );
  const origin = traits.origin?.principalArn ?? null;
  if (origin !== null && marked?.kind !== 'agent' && isAiAgent(origin)) {
    return { kind: 'agent', why: 'origin:agent-principal' };
  }
  if (marked !== undefined) return { kind: marked.kind, why: marked.marker };
  if (origin?.includes(':role/aws-reserved/sso.amazonaws.com/') === true) {
    return { kind: 'person', why: 'origin:identity-center' };
  }
  return UNMARKED;
}

function valuesOf(traits: Traits, field: SessionMarker['field']): readonly string[] {
  if (field === 'tag') return traits.tagKeys;
  const value = field === 'origin' ? (traits.origin?.key ?? null) : traits[field];
  return value === null ? [] : [value];
}

/** A role that only services can assume runs no person's sessions; a user made for an API key has no other caller. */
function byWhoMayRunIt(principal: Principal): Verdict {
  if (principal.type === 'user') {
    const named = USER_NAME_MARKERS.find(({ pattern }) => pattern.test(principal.name));
    return named === undefined ? UNMARKED : { kind: 'agent', why: named.marker };
  }
  const parties = trustedParties(principal);
  const services = parties.filter(({ type }) => type === 'Service');
  if (services.length === 0 || services.length < parties.length) return UNMARKED;
  const isAi = services.every(({ name }) => AI_SERVICES.includes(name));
  return {
    kind: isAi ? 'agent' : 'automation',
    why: `trust-only:${services.map(({ name }) => name).join(',')}`,
  };
}

function groupByPrincipal<Facts extends Pick<Session, 'principalArn' | 'principalId'>>(
  facts: readonly Facts[],
): ReadonlyMap<string, Facts[]> {
  const groups = new Map<string, Facts[]>();
  for (const fact of facts) {
    const key = fact.principalId ?? fact.principalArn;
    if (key === null) continue;
    const known = groups.get(key);
    if (known) known.push(fact);
    else groups.set(key, [fact]);
  }
  return groups;
}

function ofPrincipal<Facts>(groups: ReadonlyMap<string, Facts[]>, principal: Principal): Facts[] {
  return [...(groups.get(principal.uniqueId) ?? []), ...(groups.get(principal.arn) ?? [])];
}
