import type { DataSelector, ManagementSelector } from './facts.ts';

/** What came of trying a call; `not-tried` because trying would start or change something. */
export type CallOutcome = 'allowed' | 'denied' | 'not-tried' | 'failed';

export interface TriedCall {
  /** As IAM names it, e.g. `cloudtrail:DescribeTrails`. */
  readonly call: string;
  readonly purpose: string;
  readonly outcome: CallOutcome;
  /** What AWS answered, or why it was not tried; null when there is nothing to add. */
  readonly detail: string | null;
}

export interface ExaminedTrail {
  readonly arn: string;
  readonly homeRegion: string;
  readonly multiRegion: boolean;
  readonly organization: boolean;
  readonly globalServiceEvents: boolean;
  /** Null: the status could not be read. */
  readonly isLogging: boolean | null;
  readonly loggingSince: string | null;
  readonly latestDelivery: string | null;
  readonly deliveryError: string | null;
  /** Whether digest files are delivered. */
  readonly validation: boolean;
  readonly bucket: string | null;
  readonly prefix: string;
  /** Null: none, or the selectors could not be read. */
  readonly management: ManagementSelector | null;
  readonly data: readonly DataSelector[];
  readonly selectorsKnown: boolean;
}

/** Days of delivered log of one account and region, as the folders of the bucket tell. */
export interface LogDays {
  readonly account: string;
  readonly region: string;
  /** Days of the window with a folder, of all its days. */
  readonly days: number;
  readonly of: number;
  readonly first: string | null;
  readonly last: string | null;
}

export interface ExaminedLogs {
  readonly location: string;
  readonly days: readonly LogDays[];
  /** Bytes of the newest whole day, over all accounts and regions; null when not listed. */
  readonly bytesADay: number | null;
  readonly objectsADay: number | null;
  /** What could not be listed, and why. */
  readonly problems: readonly string[];
}

export interface ExaminedWorkgroup {
  readonly name: string;
  readonly region: string;
  readonly state: string | null;
  /** Whether the workgroup's own settings win over those of a query. */
  readonly enforced: boolean | null;
  readonly output: string | null;
  readonly cutoffBytes: number | null;
  readonly engine: string | null;
  /** Why nothing is known of it. */
  readonly problem: string | null;
}

export interface CostLine {
  readonly what: string;
  readonly amount: string;
  /** US dollars at list price. */
  readonly dollars: number;
}

/** Something that is missing, what it makes unknowable and what to do. */
export interface Shortfall {
  /** A run would have to call its evidence incomplete; else it can do without. */
  readonly isGap: boolean;
  readonly missing: string;
  readonly unknowable: string;
  readonly remedy: string;
}

/** What `paredown doctor` found. */
export interface Diagnosis {
  readonly identity: { readonly account: string; readonly arn: string; readonly partition: string };
  /** Of the organization the account is in; null: it is in none, or that could not be told. */
  readonly managementAccount: string | null;
  readonly region: string;
  readonly window: { readonly start: string; readonly end: string; readonly days: number };
  /** Regions asked for trails. */
  readonly regions: readonly string[];
  readonly calls: readonly TriedCall[];
  readonly trails: readonly ExaminedTrail[];
  /** What of them could not be read, and why. */
  readonly trailProblems: readonly string[];
  readonly logs: readonly ExaminedLogs[];
  /** Null: no workgroup was named or allowed to be seen. */
  readonly workgroup: ExaminedWorkgroup | null;
  readonly costs: readonly CostLine[];
  readonly shortfalls: readonly Shortfall[];
}
