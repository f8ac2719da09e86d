import type { Severity } from './catalog.ts';

/** Who seems to drive a session. */
export type SessionDriver = 'agent' | 'person' | 'automation' | 'unclear';

/** Calls of one sensitive action, allowed and denied. */
export interface SensitiveCalls {
  readonly action: string;
  readonly severity: Severity;
  readonly calls: number;
  readonly denied: number;
}

/** All sessions of one kind. */
export interface SessionKindUse {
  readonly kind: SessionDriver;
  readonly sessions: number;
  readonly calls: number;
  readonly denied: number;
  /** What decided, by calls, most first. */
  readonly markers: readonly { readonly marker: string; readonly calls: number }[];
  /** Sorted by action. */
  readonly sensitive: readonly SensitiveCalls[];
}

/** One agent session that called, or tried to call, a sensitive action. */
export interface AgentSession {
  /** RoleSessionName, or `many` where there are too many to tell apart. */
  readonly session: string;
  readonly sourceIdentity: string | null;
  readonly marker: string;
  /** Who asked for it, when the log tells. */
  readonly origin: string | null;
  readonly first: string;
  readonly last: string;
  readonly calls: number;
  readonly denied: number;
  readonly sensitive: readonly SensitiveCalls[];
}

export interface SessionsAnalysis {
  /** Kinds that were seen, in the order agent, person, automation, unclear. */
  readonly kinds: readonly SessionKindUse[];
  /** The first principals (or services, or identity providers) of the role chains, by calls, most first. */
  readonly origins: readonly { readonly origin: string; readonly hops: number; readonly calls: number }[];
  /** Most denied sensitive calls first. */
  readonly agentSessions: readonly AgentSession[];
  /** Agent sessions with sensitive calls that are not listed. */
  readonly agentSessionsMore: number;
}
