import type { Catalog, Severity } from '../domain/catalog.ts';
import type { SessionOrigin } from '../domain/facts.ts';
import type {
  AgentSession,
  SensitiveCalls,
  SessionDriver,
  SessionKindUse,
  SessionsAnalysis,
} from '../domain/sessions.ts';
import type { ClassifiedActivity, ClassifiedSession, SessionKinds } from './session-kinds.ts';

/** Agent sessions listed one by one; how many more there are is said. */
const LISTED_SESSIONS = 25;
const KINDS: readonly SessionDriver[] = ['agent', 'person', 'automation', 'unclear'];

/** What a principal's sessions did, by who drives them. Null when the log shows none. */
export function sessionUse({ all, activity }: SessionKinds, catalog: Catalog): SessionsAnalysis | null {
  if (all.length === 0) return null;
  const kinds = KINDS.flatMap((kind) => {
    const sessions = all.filter((session) => session.kind === kind);
    if (sessions.length === 0) return [];
    return [
      kindUse(
        kind,
        sessions,
        sensitiveCalls(
          activity.filter((row) => row.kind === kind),
          catalog,
        ),
      ),
    ];
  });
  const agents = agentSessions(
    activity.filter(({ kind }) => kind === 'agent'),
    catalog,
  );
  return {
    kinds,
    origins: origins(all),
    agentSessions: agents.slice(0, LISTED_SESSIONS),
    agentSessionsMore: Math.max(0, agents.length - LISTED_SESSIONS),
  };
}

/** Who asked for a session, in words: an ARN, a unique id, or what CloudTrail says of a caller without one. */
export function originWords({ principalArn, principalId, key }: SessionOrigin): string {
  return principalArn ?? principalId ?? key ?? 'unknown';
}

function kindUse(
  kind: SessionDriver,
  sessions: readonly ClassifiedSession[],
  sensitive: readonly SensitiveCalls[],
): SessionKindUse {
  // One session shows under several user agents; its name and key tell it.
  const distinct = new Set(
    sessions.map(({ session }) => JSON.stringify([session.sessionName, session.accessKeyId])),
  );
  const markers = new Map<string, number>();
  for (const { why, session } of sessions) markers.set(why, (markers.get(why) ?? 0) + session.calls);
  return {
    kind,
    sessions: distinct.size,
    calls: sum(sessions.map(({ session }) => session.calls)),
    denied: sum(sessions.map(({ session }) => session.denied)),
    markers: mostFirst(markers).map(([marker, calls]) => ({ marker, calls })),
    sensitive,
  };
}

function origins(sessions: readonly ClassifiedSession[]): SessionsAnalysis['origins'] {
  const found = new Map<string, { hops: number; calls: number }>();
  for (const { session } of sessions) {
    if (session.origin === null || session.origin === undefined) continue;
    const origin = originWords(session.origin);
    const known = found.get(origin) ?? { hops: 0, calls: 0 };
    found.set(origin, {
      hops: Math.max(known.hops, session.origin.hops),
      calls: known.calls + session.calls,
    });
  }
  return [...found]
    .sort(([a, { calls: n }], [b, { calls: m }]) => m - n || compare(a, b))
    .map(([origin, { hops, calls }]) => ({ origin, hops, calls }));
}

/** Sensitive actions the calls certainly exercised, or were refused. */
export function sensitiveCalls(activity: readonly ClassifiedActivity[], catalog: Catalog): SensitiveCalls[] {
  const found = new Map<string, { severity: Severity; calls: number; denied: number }>();
  for (const { session: row } of activity) {
    const exercised = catalog.eventActions(row);
    if (exercised.kind !== 'actions') continue;
    for (const action of exercised.certain) {
      const severity = catalog.sensitivity(action)?.severity;
      if (severity === undefined) continue;
      const entry = found.get(action) ?? { severity, calls: 0, denied: 0 };
      found.set(action, entry);
      if (row.outcome === 'denied') entry.denied += row.calls;
      else entry.calls += row.calls;
    }
  }
  return [...found].sort(([a], [b]) => compare(a, b)).map(([action, entry]) => ({ action, ...entry }));
}

function agentSessions(activity: readonly ClassifiedActivity[], catalog: Catalog): AgentSession[] {
  const groups = new Map<string, ClassifiedActivity[]>();
  for (const row of activity) {
    const { sessionName, sourceIdentity, origin } = row.session;
    const key = JSON.stringify([sessionName, sourceIdentity, origin === null ? null : originWords(origin)]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const denials = (session: AgentSession) => sum(session.sensitive.map(({ denied }) => denied));
  const uses = (session: AgentSession) => sum(session.sensitive.map(({ calls }) => calls));
  return [...groups]
    .sort(([a], [b]) => compare(a, b))
    .flatMap(([, rows]) => agentSession(rows, catalog))
    .sort((a, b) => denials(b) - denials(a) || uses(b) - uses(a));
}

function agentSession(rows: readonly ClassifiedActivity[], catalog: Catalog): AgentSession[] {
  const sensitive = sensitiveCalls(rows, catalog);
  const [first] = rows;
  if (sensitive.length === 0 || first === undefined) return [];
  const { sessionName, sourceIdentity, origin } = first.session;
  const times = rows.map(({ session }) => session);
  return [
    {
      session: sessionName ?? '',
      sourceIdentity,
      marker: [...new Set(rows.map(({ why }) => why))].sort().join(', '),
      origin: origin === null ? null : originWords(origin),
      first: times.reduce((least, { first: time }) => (time < least ? time : least), first.session.first),
      last: times.reduce((most, { last: time }) => (time > most ? time : most), first.session.last),
      calls: sum(times.map(({ calls }) => calls)),
      denied: sum(times.map(({ outcome, calls }) => (outcome === 'denied' ? calls : 0))),
      sensitive,
    },
  ];
}

function mostFirst(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort(([a, n], [b, m]) => m - n || compare(a, b));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
