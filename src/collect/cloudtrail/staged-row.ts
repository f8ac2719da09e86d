import type { EventCategory, LeftoverReason, Outcome } from '../../domain/facts.ts';

/** Who called, as far as the facts tell callers apart; all null but the leftover where it is nobody's permission use. */
export interface Who {
  readonly principalArn: string | null;
  readonly principalId: string | null;
  readonly via: string | null;
  readonly sessionName: string | null;
  readonly sourceIdentity: string | null;
  readonly accessKeyId: string | null;
  readonly userAgentFamily: string | null;
  /** Set when the event is nobody's permission use. */
  readonly leftoverReason: LeftoverReason | null;
  readonly leftoverKey: string | null;
}

/** What was called, where and how it went. */
export interface What {
  readonly account: string;
  readonly region: string;
  /** Null for Insights, network activity and aggregated events, which are neither. */
  readonly category: EventCategory | null;
  readonly resourceType: string | null;
  readonly eventSource: string;
  readonly eventName: string;
  readonly outcome: Outcome;
  /** JSON list of strings, sorted: one text per distinct list, so that SQL groups by it. */
  readonly features: string;
  readonly resources: string;
  /** Of a record that issued a session: its tags as JSON list of `[key, value]`, and their keys. */
  readonly issuedTags: string | null;
  readonly issuedTagKeys: string | null;
}

/**
 * One CloudTrail record reduced to what the facts need: the seam between reading logs and counting. Whatever reads
 * logs produces these; the SQL in queries/duckdb starts from them.
 */
export interface StagedRow extends Who, What {
  /** The access key of the session that it issued. */
  readonly issuedKey: string | null;
  /** `eventID`; of a record without one `sha256:` and the hash of its content. */
  readonly eventId: string;
  /** `sharedEventID`: the copies of one event in the logs of several accounts share it. */
  readonly sharedEventId: string | null;
  /** Milliseconds since the epoch; null only for records that are no API call and carry no time. */
  readonly time: number | null;
}

/** Columns of the table `whos`, each by its field; the first three name the `actor`. */
export const WHO_COLUMNS = [
  ['principal_arn', 'principalArn'],
  ['principal_id', 'principalId'],
  ['via', 'via'],
  ['session_name', 'sessionName'],
  ['source_identity', 'sourceIdentity'],
  ['access_key_id', 'accessKeyId'],
  ['user_agent_family', 'userAgentFamily'],
  ['leftover_reason', 'leftoverReason'],
  ['leftover_key', 'leftoverKey'],
] as const satisfies readonly (readonly [column: string, field: keyof Who])[];

/** Columns of the table `whats`. */
export const WHAT_COLUMNS = [
  ['account', 'account'],
  ['region', 'region'],
  ['category', 'category'],
  ['resource_type', 'resourceType'],
  ['event_source', 'eventSource'],
  ['event_name', 'eventName'],
  ['outcome', 'outcome'],
  ['features', 'features'],
  ['resources', 'resources'],
  ['issued_tags', 'issuedTags'],
  ['issued_tag_keys', 'issuedTagKeys'],
] as const satisfies readonly (readonly [column: string, field: keyof What])[];
