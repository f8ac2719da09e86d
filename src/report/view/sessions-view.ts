import type { AssessmentPrincipal } from '../assessment-schema.ts';
import { formatAmount, formatCount, formatTime } from './format.ts';

type Sessions = NonNullable<AssessmentPrincipal['sessions']>;
type Sensitive = Sessions['kinds'][number]['sensitive'][number];

/** Who drives the sessions of a principal, and what each kind did with sensitive actions. */
export interface SessionsView {
  readonly kinds: readonly {
    readonly kind: string;
    readonly sessions: string;
    readonly calls: string;
    readonly denied: string;
    readonly why: string;
    readonly sensitive: readonly string[];
    readonly more: string;
  }[];
  readonly origins: readonly string[];
  readonly agentSessions: readonly {
    readonly session: string;
    readonly detail: string;
    readonly when: string;
    readonly sensitive: readonly string[];
  }[];
  readonly more: string;
}

/** Rows shown of each list; the rest is counted, and in assessment.json. */
const SHOWN = 8;

const KIND_WORDS: Readonly<Record<Sessions['kinds'][number]['kind'], string>> = {
  agent: 'Agent',
  person: 'Person',
  automation: 'Automation',
  unclear: 'Unclear',
};

export function sessionsView(sessions: AssessmentPrincipal['sessions']): SessionsView | null {
  if (sessions === null) return null;
  const listed = sessions.agentSessions.slice(0, SHOWN);
  const left = sessions.agentSessions.length - listed.length + sessions.agentSessionsMore;
  return {
    kinds: sessions.kinds.map((use) => ({
      kind: KIND_WORDS[use.kind],
      sessions: formatCount(use.sessions),
      calls: formatCount(use.calls),
      denied: formatCount(use.denied),
      why: use.markers.map(({ marker, calls }) => `${marker} (${formatCount(calls)})`).join(', '),
      sensitive: use.sensitive.slice(0, SHOWN).map(sensitiveWords),
      more: moreWords(use.sensitive.length - SHOWN),
    })),
    origins: sessions.origins
      .slice(0, SHOWN)
      .map(
        ({ origin, hops, calls }) =>
          `${origin}: ${formatAmount(calls, 'call')}${hops > 1 ? `, through up to ${formatAmount(hops - 1, 'role')} between` : ''}`,
      ),
    agentSessions: listed.map((session) => ({
      session: session.session,
      detail: [session.sourceIdentity, session.origin].filter((part) => part !== null).join(' through '),
      when: `${formatTime(session.first)} to ${formatTime(session.last)}`,
      sensitive: session.sensitive.map(sensitiveWords),
    })),
    more:
      left > 0
        ? `and ${formatAmount(left, 'more agent session')} with sensitive calls, in assessment.json`
        : '',
  };
}

function sensitiveWords({ action, calls, denied }: Sensitive): string {
  const parts = [
    ...(calls > 0 ? [formatAmount(calls, 'call')] : []),
    ...(denied > 0 ? [`${formatCount(denied)} denied`] : []),
  ];
  return `${action}: ${parts.join(', ')}`;
}

const moreWords = (left: number): string => (left > 0 ? `and ${formatCount(left)} more` : '');
