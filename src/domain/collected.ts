import type { Credentials } from './credentials.ts';
import type {
  Activity,
  CoverageDay,
  LastAccessedReport,
  Leftover,
  Session,
  SessionActivity,
  Trail,
} from './facts.ts';
import type { LogIntegrity } from './log-integrity.ts';
import type { Organization } from './organization.ts';
import type { Policy } from './policy.ts';
import type { Principal } from './principal.ts';

export type InputKind =
  | 'authorization-details'
  | 'last-accessed'
  | 'cloudtrail'
  | 'trails'
  | 'public-keys'
  | 'credential-report'
  | 'service-specific-credentials'
  | 'user-credentials'
  | 'organization-policies';

/** One input as the user named it, with the hash of everything read from it. */
export interface InputRecord {
  readonly kind: InputKind;
  readonly location: string;
  /** Of the file; of a folder: of its sorted `relative path, sha256` lines. */
  readonly sha256: string;
  /** Principals, reports or distinct events. */
  readonly records: number;
}

/** A file or record that could not be read: a gap in coverage, never a silent skip. */
export interface Unreadable {
  readonly kind: InputKind;
  readonly location: string;
  readonly reason: string;
  /** Where the S3 layout of its path tells: what it would have covered. Null = could have been anything. */
  readonly account: string | null;
  readonly region: string | null;
  readonly day: string | null;
  /** The AWS call that failed, e.g. `iam:GetServiceLastAccessedDetails`; absent: it was a file or record. */
  readonly call?: string;
  /** The only principal it was about; absent: it may be about any. */
  readonly principalArn?: string;
}

/**
 * What LookupEvents was asked of one account and region: it has every management event of 90 days, whatever trails
 * record, and no data event (CloudTrail User Guide, "Working with CloudTrail event history").
 */
export interface EventHistory {
  readonly account: string;
  /** `*`: regions in use that are not known, so never read. */
  readonly region: string;
  /** UTC days of which every page was read, sorted. */
  readonly days: readonly string[];
  /** Why days are missing; null when none of those asked for is. */
  readonly failure: string | null;
}

/** Files seen and left out on purpose, counted by reason (digest, insight, network activity, aggregated, not a log). */
export interface ExcludedFiles {
  readonly reason: string;
  readonly count: number;
  readonly example: string;
}

/** `files = used + excluded + unreadable`, `records = distinct + duplicates + unreadable`: asserted, and shown. */
export interface Accounting {
  readonly files: {
    readonly seen: number;
    readonly used: number;
    readonly excluded: number;
    readonly unreadable: number;
  };
  readonly records: {
    readonly seen: number;
    readonly distinct: number;
    readonly duplicates: number;
    readonly unreadable: number;
  };
}

/** One query as it was asked, for the evidence pack: an auditor asks the same of the same logs and compares. */
export interface QueryRecord {
  /** Name of the file in `queries/`, without `.sql`. */
  readonly name: string;
  readonly sql: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Both null for a query that prepares others and answers nothing. */
  readonly rows: number | null;
  /** Of the answer: as `pack/README.md` says. */
  readonly sha256: string | null;
  /** Absent: the local engine asked it. */
  readonly execution?: QueryExecutionRecord;
}

/** How Athena ran a query. */
export interface QueryExecutionRecord {
  /** Of Athena; its history and CloudTrail name the query by it. */
  readonly id: string;
  readonly workgroup: string;
  readonly engine: string | null;
  readonly bytesScanned: number;
  readonly milliseconds: number | null;
  /** Whether Athena gave the answer of an earlier equal query, which costs nothing. */
  readonly isReused: boolean;
  /** By `usdPerTerabyte`; a reused answer costs nothing. */
  readonly costUsd: number;
  /** Price that was assumed. Absent: 5, in packs of earlier versions. */
  readonly usdPerTerabyte?: number;
  /** The workgroup's BytesScannedCutoffPerQuery; absent: none, or it was not asked for. */
  readonly bytesScannedCutoff?: number;
}

export interface UsageFacts {
  readonly activity: readonly Activity[];
  readonly sessions: readonly Session[];
  /** Absent: the engine does not answer it, so what a session did cannot be told from what its role did. */
  readonly sessionActivity?: readonly SessionActivity[];
  readonly coverage: readonly CoverageDay[];
  readonly leftovers: readonly Leftover[];
  readonly excludedFiles: readonly ExcludedFiles[];
  /** By account and region; empty when there is no digest file; absent: the engine does not check. */
  readonly integrity?: readonly LogIntegrity[];
  readonly accounting: Accounting;
  /** Of distinct events, inside and outside the window; null when there are none. */
  readonly firstEvent: string | null;
  readonly lastEvent: string | null;
  /** Regions the source says it covers, events or not; absent: it does not say. */
  readonly regions?: readonly string[];
  /** Absent: the engine does not record them. */
  readonly queries?: readonly QueryRecord[];
}

/** Everything the pure core works on. Sorted by the collectors: same input in any order, same value. */
export interface Collected {
  readonly principals: readonly Principal[];
  /** By `Policy.id`. */
  readonly policies: ReadonlyMap<string, Policy>;
  /** Null: no CloudTrail source was given. */
  readonly usage: UsageFacts | null;
  /** Absent: logs alone tell. The events themselves are in `usage`. */
  readonly eventHistory?: readonly EventHistory[];
  readonly lastAccessed: readonly LastAccessedReport[];
  /** Absent: neither a credential report nor service-specific credentials were given. */
  readonly credentials?: Credentials;
  /** Null: no trail description was given. */
  readonly trails: readonly Trail[] | null;
  /** Absent: no service control policy was given. */
  readonly organization?: Organization;
  readonly inputs: readonly InputRecord[];
  readonly unreadable: readonly Unreadable[];
  /** What AWS keeps from the account that asked, and nobody asked for: said, and no gap. Absent: nothing. */
  readonly doneWithout?: readonly Unreadable[];
}
