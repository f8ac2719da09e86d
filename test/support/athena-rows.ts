import type { UsageFacts } from '../../src/domain/collected.ts';
import type { Activity, SessionOrigin } from '../../src/domain/facts.ts';
import type { Answer } from './athena-standin.ts';

type Value = string | number | null;

/** The answers Athena would give where the facts are these, every value as text, by relation. */
export function answersOf(usage: UsageFacts): ReadonlyMap<string, Answer> {
  const { records } = usage.accounting;
  return new Map([
    [
      'coverage',
      answer(
        usage.coverage.map((row) => ({
          account: row.account,
          region: row.region,
          day: row.day,
          category: row.category,
          resource_type: row.resourceType,
          events: row.events,
          duplicates: row.duplicates,
          files: row.files,
        })),
        ['account'],
      ),
    ],
    [
      'totals',
      answer(
        [
          {
            staged: records.distinct + records.duplicates,
            distinct_events: records.distinct,
            first_ms: ms(usage.firstEvent),
            last_ms: ms(usage.lastEvent),
          },
        ],
        [],
      ),
    ],
    [
      'activity',
      answer(
        usage.activity.map((row) => ({ ...call(row), category: row.category, day: row.day })),
        ['principal_arn'],
      ),
    ],
    [
      'sessions',
      answer(
        usage.sessions.map((row) => ({
          principal_arn: row.principalArn,
          principal_id: row.principalId,
          account: row.account,
          session_name: row.sessionName,
          source_identity: row.sourceIdentity,
          access_key_id: row.accessKeyId,
          user_agent_family: row.userAgentFamily,
          via: row.via,
          tags: JSON.stringify(row.tags.map(({ key, value }) => [key, value])),
          ...origin(row.origin ?? null),
          origin_session: row.origin?.sessionName ?? null,
          calls: row.calls,
          denied: row.denied,
          first_ms: ms(row.first),
          last_ms: ms(row.last),
        })),
        ['principal_arn'],
      ),
    ],
    [
      'session-activity',
      answer(
        (usage.sessionActivity ?? []).map((row) => ({
          ...call(row),
          session_name: row.sessionName,
          source_identity: row.sourceIdentity,
          user_agent_family: row.userAgentFamily,
          tag_keys: JSON.stringify(row.tagKeys),
          ...origin(row.origin),
        })),
        ['principal_arn'],
      ),
    ],
    [
      'leftovers',
      answer(
        usage.leftovers.map((row) => ({
          reason: row.reason,
          key: row.key,
          count: row.count,
          example: row.example,
        })),
        ['reason'],
      ),
    ],
  ]);
}

function call(row: Omit<Activity, 'category' | 'day'>): Record<string, Value> {
  return {
    principal_arn: row.principalArn,
    principal_id: row.principalId,
    account: row.account,
    region: row.region,
    event_source: row.eventSource,
    event_name: row.eventName,
    features: JSON.stringify(row.features),
    outcome: row.outcome,
    resources: JSON.stringify(row.resources),
    via: row.via,
    calls: row.calls,
    first_ms: ms(row.first),
    last_ms: ms(row.last),
  };
}

function origin(from: SessionOrigin | null): Record<string, Value> {
  return {
    origin_arn: from?.principalArn ?? null,
    origin_id: from?.principalId ?? null,
    origin_key: from?.key ?? null,
    hops: from?.hops ?? null,
  };
}

function answer(rows: readonly Readonly<Record<string, Value>>[], columns: readonly string[]): Answer {
  const names = rows[0] === undefined ? columns : Object.keys(rows[0]);
  return {
    columns: names,
    rows: rows.map((row) => names.map((name) => (row[name] == null ? null : String(row[name])))),
  };
}

function ms(time: string | null): number | null {
  return time === null ? null : Date.parse(time);
}
