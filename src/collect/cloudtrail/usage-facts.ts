import type {
  Activity,
  CoverageDay,
  EventCategory,
  Leftover,
  LeftoverReason,
  Outcome,
  Session,
  SessionActivity,
  SessionOrigin,
} from '../../domain/facts.ts';
import type { Window } from '../../domain/window.ts';
import { isoSeconds } from '../files/aws-time.ts';
import type { QueryRow, StagingDatabase } from './staging-database.ts';

/** Different resource keys of one principal and operation above which the key is `many`. */
const RESOURCE_CAP = 200n;
/** Different session names (source identities, user agents) of one role above which they are `many`. */
const SESSION_CAP = 200n;

export interface FactRelations {
  readonly activity: readonly Activity[];
  readonly sessions: readonly Session[];
  readonly sessionActivity: readonly SessionActivity[];
  readonly coverage: readonly CoverageDay[];
  readonly leftovers: readonly Leftover[];
}

/** Asks the relations of the facts. The columns are trusted: they are what the query files document. */
export async function queryFacts(database: StagingDatabase, window: Window): Promise<FactRelations> {
  const bounds = { start: BigInt(Date.parse(window.start)), end: BigInt(Date.parse(window.end)) };
  const lists = new Lists();
  const activity = await database.query('activity', { ...bounds, resource_cap: RESOURCE_CAP });
  const sessions = await database.query('sessions', bounds);
  const sessionActivity = await database.query('session-activity', {
    ...bounds,
    resource_cap: RESOURCE_CAP,
    session_cap: SESSION_CAP,
  });
  const coverage = await database.query('coverage');
  const leftovers = await database.query('leftovers', bounds);
  return {
    activity: activity.map((row) => activityOf(row, lists)),
    sessions: sessions.map((row) => sessionOf(row, lists)),
    sessionActivity: sessionActivity.map((row) => sessionActivityOf(row, lists)),
    coverage: coverage.map((row) => ({
      account: text(row.account),
      region: text(row.region),
      day: text(row.day),
      category: text(row.category) as EventCategory,
      resourceType: textOrNull(row.resource_type),
      events: Number(row.events),
      duplicates: Number(row.duplicates),
      files: Number(row.files),
    })),
    leftovers: leftovers.map((row) => ({
      reason: text(row.reason) as LeftoverReason,
      key: text(row.key),
      count: Number(row.count),
      example: text(row.example),
    })),
  };
}

function activityOf(row: QueryRow, lists: Lists): Activity {
  return {
    principalArn: textOrNull(row.principal_arn),
    principalId: textOrNull(row.principal_id),
    account: text(row.account),
    region: text(row.region),
    eventSource: text(row.event_source),
    eventName: text(row.event_name),
    category: text(row.category) as EventCategory,
    features: lists.texts(text(row.features)),
    outcome: text(row.outcome) as Outcome,
    resources: lists.texts(text(row.resources)),
    via: textOrNull(row.via),
    day: text(row.day),
    calls: Number(row.calls),
    first: isoSeconds(Number(row.first_ms)),
    last: isoSeconds(Number(row.last_ms)),
  };
}

function sessionOf(row: QueryRow, lists: Lists): Session {
  return {
    principalArn: textOrNull(row.principal_arn),
    principalId: textOrNull(row.principal_id),
    account: text(row.account),
    sessionName: textOrNull(row.session_name),
    sourceIdentity: textOrNull(row.source_identity),
    accessKeyId: textOrNull(row.access_key_id),
    userAgentFamily: textOrNull(row.user_agent_family),
    via: textOrNull(row.via),
    tags: lists.tags(text(row.tags)),
    origin: originOf(row),
    calls: Number(row.calls),
    denied: Number(row.denied),
    first: isoSeconds(Number(row.first_ms)),
    last: isoSeconds(Number(row.last_ms)),
  };
}

function sessionActivityOf(row: QueryRow, lists: Lists): SessionActivity {
  return {
    principalArn: textOrNull(row.principal_arn),
    principalId: textOrNull(row.principal_id),
    account: text(row.account),
    region: text(row.region),
    sessionName: textOrNull(row.session_name),
    sourceIdentity: textOrNull(row.source_identity),
    userAgentFamily: textOrNull(row.user_agent_family),
    via: textOrNull(row.via),
    tagKeys: lists.texts(text(row.tag_keys)),
    origin: originOf(row),
    eventSource: text(row.event_source),
    eventName: text(row.event_name),
    features: lists.texts(text(row.features)),
    outcome: text(row.outcome) as Outcome,
    resources: lists.texts(text(row.resources)),
    calls: Number(row.calls),
    first: isoSeconds(Number(row.first_ms)),
    last: isoSeconds(Number(row.last_ms)),
  };
}

/** Null when no record tells who asked for the session. */
function originOf(row: QueryRow): SessionOrigin | null {
  if (row.hops === null) return null;
  return {
    principalArn: textOrNull(row.origin_arn),
    principalId: textOrNull(row.origin_id),
    sessionName: row.origin_session === undefined ? null : textOrNull(row.origin_session),
    key: textOrNull(row.origin_key),
    hops: Number(row.hops),
  };
}

/** Parses the JSON lists of staged rows, each text once: rows share the few lists there are. */
class Lists {
  readonly #texts = new Map<string, readonly string[]>();
  readonly #tags = new Map<string, Session['tags']>();

  texts(json: string): readonly string[] {
    const known = this.#texts.get(json) ?? (JSON.parse(json) as string[]);
    this.#texts.set(json, known);
    return known;
  }

  tags(json: string): Session['tags'] {
    const known =
      this.#tags.get(json) ??
      (JSON.parse(json) as [string, string][]).map(([key, value]) => ({ key, value }));
    this.#tags.set(json, known);
    return known;
  }
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error(`a fact column holds ${typeof value} instead of text`);
  return value;
}

function textOrNull(value: unknown): string | null {
  return value === null ? null : text(value);
}
