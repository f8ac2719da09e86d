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
import { isoSeconds } from '../files/aws-time.ts';
import type { QueryRow } from './query-rows.ts';
import type { StagingDatabase } from './staging-database.ts';

/** Different resource keys of one principal and operation above which the key is `many`. */
export const RESOURCE_CAP = 200n;
/** Different session names (source identities, user agents) of one role above which they are `many`. */
export const SESSION_CAP = 200n;

export interface FactRelations {
  readonly activity: readonly Activity[];
  readonly sessions: readonly Session[];
  readonly sessionActivity: readonly SessionActivity[];
  readonly coverage: readonly CoverageDay[];
  readonly leftovers: readonly Leftover[];
}

/** Asks the relations of the facts. The columns are trusted: they are what the query files document. */
export async function queryFacts(database: StagingDatabase): Promise<FactRelations> {
  const lists = new Lists();
  const all = async <Row>(
    name: string,
    parameters: Readonly<Record<string, bigint>>,
    of: (row: QueryRow) => Row,
  ): Promise<Row[]> => {
    const rows: Row[] = [];
    await database.query(name, parameters, (row) => {
      rows.push(of(row));
    });
    return rows;
  };
  const caps = { resource_cap: RESOURCE_CAP, session_cap: SESSION_CAP };
  return {
    activity: await all('activity', { resource_cap: RESOURCE_CAP }, (row) => activityOf(row, lists)),
    sessions: await all('sessions', {}, (row) => sessionOf(row, lists)),
    sessionActivity: await all('session-activity', caps, (row) => sessionActivityOf(row, lists)),
    coverage: await all('coverage', {}, coverageOf),
    leftovers: await all('leftovers', {}, leftoverOf),
  };
}

export function activityOf(row: QueryRow, lists: Lists): Activity {
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

export function sessionOf(row: QueryRow, lists: Lists): Session {
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

export function sessionActivityOf(row: QueryRow, lists: Lists): SessionActivity {
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

export function coverageOf(row: QueryRow): CoverageDay {
  return {
    account: text(row.account),
    region: text(row.region),
    day: text(row.day),
    category: text(row.category) as EventCategory,
    resourceType: textOrNull(row.resource_type),
    events: Number(row.events),
    duplicates: Number(row.duplicates),
    files: Number(row.files),
  };
}

export function leftoverOf(row: QueryRow): Leftover {
  return {
    reason: text(row.reason) as LeftoverReason,
    key: text(row.key),
    count: Number(row.count),
    example: text(row.example),
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
export class Lists {
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
