import { SESSION_MARKERS, type SessionKind } from '../catalog/index.ts';
import type { Session } from '../domain/facts.ts';
import type { Principal } from '../domain/principal.ts';

export interface ClassifiedSession {
  readonly session: Session;
  readonly kind: SessionKind | 'unclear';
  /** The marker that decided. */
  readonly why: string;
}

/** One principal's sessions by who seems to drive them. */
export interface SessionKinds {
  readonly agent: readonly ClassifiedSession[];
  readonly person: readonly ClassifiedSession[];
  readonly automation: readonly ClassifiedSession[];
  readonly unclear: readonly ClassifiedSession[];
}

/** Looks sessions up by unique id, and by ARN where the record has no id. */
export function sessionsOf(sessions: readonly Session[]): (principal: Principal) => SessionKinds {
  const byKey = new Map<string, ClassifiedSession[]>();
  for (const session of sessions) {
    const key = session.principalId ?? session.principalArn;
    if (key === null) continue;
    const classified = classify(session);
    const known = byKey.get(key);
    if (known) known.push(classified);
    else byKey.set(key, [classified]);
  }
  return (principal) => {
    const own = [...(byKey.get(principal.uniqueId) ?? []), ...(byKey.get(principal.arn) ?? [])];
    const ofKind = (kind: ClassifiedSession['kind']) => own.filter((session) => session.kind === kind);
    return {
      agent: ofKind('agent'),
      person: ofKind('person'),
      automation: ofKind('automation'),
      unclear: ofKind('unclear'),
    };
  };
}

function classify(session: Session): ClassifiedSession {
  for (const { field, pattern, kind, marker } of SESSION_MARKERS) {
    const values = field === 'tag' ? session.tags.map(({ key }) => key) : [session[field]];
    if (values.some((value) => value !== null && pattern.test(value))) return { session, kind, why: marker };
  }
  return { session, kind: 'unclear', why: 'no marker' };
}
