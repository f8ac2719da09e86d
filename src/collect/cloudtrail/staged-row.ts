import type { EventCategory, LeftoverReason, Outcome } from '../../domain/facts.ts';

/**
 * One CloudTrail record reduced to what the facts need: the seam between reading logs and counting. Whatever reads
 * logs produces these; the SQL in queries/duckdb starts from them.
 */
export interface StagedRow {
  /** `eventID`; of a record without one `sha256:` and the hash of its content. */
  readonly eventId: string;
  /** `sharedEventID`: the copies of one event in the logs of several accounts share it. */
  readonly sharedEventId: string | null;
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

/** What rows have in common besides their ids and times: the columns of the table `kinds`, each by its field. */
export const KIND_COLUMNS = [
  ['account', 'account'],
  ['region', 'region'],
  ['category', 'category'],
  ['resource_type', 'resourceType'],
  ['event_source', 'eventSource'],
  ['event_name', 'eventName'],
  ['principal_arn', 'principalArn'],
  ['principal_id', 'principalId'],
  ['outcome', 'outcome'],
  ['features', 'features'],
  ['resources', 'resources'],
  ['via', 'via'],
  ['session_name', 'sessionName'],
  ['source_identity', 'sourceIdentity'],
  ['access_key_id', 'accessKeyId'],
  ['user_agent_family', 'userAgentFamily'],
  ['issued_key', 'issuedKey'],
  ['issued_tags', 'issuedTags'],
  ['leftover_reason', 'leftoverReason'],
  ['leftover_key', 'leftoverKey'],
] as const satisfies readonly (readonly [column: string, field: keyof StagedRow])[];
