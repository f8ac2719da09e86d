import type { EventCategory, LeftoverReason, Outcome } from '../../domain/facts.ts';

/**
 * One CloudTrail record reduced to what the facts need: the seam between reading logs and counting. Whatever reads
 * logs (JSON.parse today) produces these; the SQL in queries/duckdb starts from them.
 */
export interface StagedRow {
  /** `eventID`; of a record without one `sha256:` and the hash of its content. */
  readonly eventId: string;
  readonly account: string;
  readonly region: string;
  /** Milliseconds since the epoch; null only for records that are no API call and carry no time. */
  readonly time: number | null;
  /** Null for Insights, network activity and aggregated events, which are neither. */
  readonly category: EventCategory | null;
  readonly resourceType: string | null;
  readonly eventSource: string;
  readonly eventName: string;
  readonly principalArn: string | null;
  readonly principalId: string | null;
  readonly outcome: Outcome;
  /** JSON list of strings, sorted: one text per distinct list, so that SQL groups by it. */
  readonly features: string;
  readonly resources: string;
  readonly via: string | null;
  readonly sessionName: string | null;
  readonly sourceIdentity: string | null;
  readonly accessKeyId: string | null;
  readonly userAgentFamily: string | null;
  /** Of an AssumeRole record: the access key it issued, and its session tags as JSON list of `[key, value]`. */
  readonly issuedKey: string | null;
  readonly issuedTags: string | null;
  /** Set when the event is nobody's permission use. */
  readonly leftoverReason: LeftoverReason | null;
  readonly leftoverKey: string | null;
}

/** Columns of the staging table with their SQL type, in the order rows are appended. `file` and `position` say where. */
export const STAGED_COLUMNS = [
  ['input', 'INTEGER'],
  ['file', 'INTEGER'],
  ['position', 'INTEGER'],
  ['event_id', 'VARCHAR'],
  ['account', 'VARCHAR'],
  ['region', 'VARCHAR'],
  ['event_ms', 'BIGINT'],
  ['category', 'VARCHAR'],
  ['resource_type', 'VARCHAR'],
  ['event_source', 'VARCHAR'],
  ['event_name', 'VARCHAR'],
  ['principal_arn', 'VARCHAR'],
  ['principal_id', 'VARCHAR'],
  ['outcome', 'VARCHAR'],
  ['features', 'VARCHAR'],
  ['resources', 'VARCHAR'],
  ['via', 'VARCHAR'],
  ['session_name', 'VARCHAR'],
  ['source_identity', 'VARCHAR'],
  ['access_key_id', 'VARCHAR'],
  ['user_agent_family', 'VARCHAR'],
  ['issued_key', 'VARCHAR'],
  ['issued_tags', 'VARCHAR'],
  ['leftover_reason', 'VARCHAR'],
  ['leftover_key', 'VARCHAR'],
] as const;

export type StagedValue = string | number | bigint | null;

/** The values of a row in the order of STAGED_COLUMNS. */
export function stagedValues(
  row: StagedRow,
  origin: { readonly input: number; readonly file: number; readonly position: number },
): StagedValue[] {
  return [
    origin.input,
    origin.file,
    origin.position,
    row.eventId,
    row.account,
    row.region,
    row.time === null ? null : BigInt(row.time),
    row.category,
    row.resourceType,
    row.eventSource,
    row.eventName,
    row.principalArn,
    row.principalId,
    row.outcome,
    row.features,
    row.resources,
    row.via,
    row.sessionName,
    row.sourceIdentity,
    row.accessKeyId,
    row.userAgentFamily,
    row.issuedKey,
    row.issuedTags,
    row.leftoverReason,
    row.leftoverKey,
  ];
}
