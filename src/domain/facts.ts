/**
 * The facts every usage engine answers (DuckDB over staged logs, Athena): design "The facts SQL returns".
 * Nothing downstream of collect ever sees a raw event.
 */

export type Outcome = 'allowed' | 'denied';

/** CloudTrail's `eventCategory`; records older than eventVersion 1.08 get it from `managementEvent`, else Management. */
export type EventCategory = 'Management' | 'Data';

/**
 * What in a request decides which actions it exercised: a name of the catalog's closed list, optionally `=value`
 * (`tags`, `passed-role=arn:aws:iam::1:role/x`, `denied-action=iam:PassRole`). Sorted, no duplicates.
 */
export type RequestFeature = string;

/** Calls of one principal that are alike in everything that matters. */
export interface Activity {
  /** Role or user ARN (a session resolves to its issuer); null when the record names only a unique id. */
  readonly principalArn: string | null;
  /** AROA.../AIDA... without the session part; null when the record has none. */
  readonly principalId: string | null;
  /** The account whose log holds the record (`recipientAccountId`). */
  readonly account: string;
  readonly region: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly category: EventCategory;
  readonly features: readonly RequestFeature[];
  /** `allowed` is "authorised": any error that is not an authorisation failure counts. */
  readonly outcome: Outcome;
  /**
   * Resource ARNs, reduced where the service has unbounded names (then they end in `*`), sorted; `['many']` above
   * the cap; empty when the record tells none.
   */
  readonly resources: readonly string[];
  /** `userIdentity.invokedBy`: a forward access session or the AWS MCP server; null for a direct call. */
  readonly via: string | null;
  /** UTC day, `yyyy-mm-dd`. */
  readonly day: string;
  readonly calls: number;
  readonly first: string;
  readonly last: string;
}

export interface Session {
  readonly principalArn: string | null;
  readonly principalId: string | null;
  readonly account: string;
  /** RoleSessionName; null for a user's own calls. */
  readonly sessionName: string | null;
  readonly sourceIdentity: string | null;
  /** The session's own access key id as the records carry it. */
  readonly accessKeyId: string | null;
  /** Product token of the user agent without versions, e.g. `aws-cli`, `claude-code`, `Boto3`; null when absent. */
  readonly userAgentFamily: string | null;
  readonly via: string | null;
  /** Session tags, joined from the AssumeRole record that issued `accessKeyId`; sorted by key. */
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  /** Who asked for the session, followed through role chains; null or absent when no record tells. */
  readonly origin?: SessionOrigin | null;
  readonly calls: number;
  readonly denied: number;
  readonly first: string;
  readonly last: string;
}

/** The start of a role chain, as the AssumeRole records tell it. */
export interface SessionOrigin {
  /** The first principal; both null when no principal asked. */
  readonly principalArn: string | null;
  readonly principalId: string | null;
  /** Its session; null for a user's own call and in session activity, where it would be unbounded. */
  readonly sessionName: string | null;
  /** Without a principal: what asked, e.g. `AWSService lambda.amazonaws.com`, `SAMLUser`. */
  readonly key: string | null;
  /** AssumeRole records between; 1 = asked for directly. */
  readonly hops: number;
}

/** What the sessions of one role did, alike in who drives them and in what a call needed. */
export interface SessionActivity
  extends Pick<
    Activity,
    | 'principalArn'
    | 'principalId'
    | 'account'
    | 'region'
    | 'eventSource'
    | 'eventName'
    | 'features'
    | 'outcome'
    | 'resources'
    | 'via'
    | 'calls'
    | 'first'
    | 'last'
  > {
  /** `many` above the cap of different ones; so for the source identity and the user agent. */
  readonly sessionName: string | null;
  readonly sourceIdentity: string | null;
  readonly userAgentFamily: string | null;
  /** Keys of the session tags, sorted. */
  readonly tagKeys: readonly string[];
  readonly origin: SessionOrigin | null;
}

/** What the log itself shows for one account, region, day and category. */
export interface CoverageDay {
  readonly account: string;
  readonly region: string;
  readonly day: string;
  readonly category: EventCategory;
  /** CloudTrail data-event resource type, e.g. `AWS::S3::Object`; null for management events. */
  readonly resourceType: string | null;
  /** Distinct events, and the duplicates dropped beside them. */
  readonly events: number;
  readonly duplicates: number;
  /** Log files delivered for this account, region and day; a file without records still shows a delivering trail. */
  readonly files: number;
}

export type LeftoverReason =
  | 'not-an-api-call'
  | 'nobodys-use'
  | 'unmapped'
  | 'unreadable'
  | 'outside-window'
  | 'other-principal';

/** Events that are nobody's permission use; with the activity they add up to all distinct events read. */
export interface Leftover {
  readonly reason: LeftoverReason;
  /** What they have in common, e.g. `AWSService ec2.amazonaws.com`, `AwsConsoleSignIn`, `Root`. */
  readonly key: string;
  readonly count: number;
  /** One event id or `file:position`, the smallest, to look at. */
  readonly example: string;
}

/** One IAM last-accessed report. Absent service = not granted or not tracked; never "unused". */
export interface LastAccessedReport {
  readonly principalArn: string;
  /** JobCompletionDate, or JobCreationDate when that is all there is. */
  readonly generatedAt: string;
  readonly location: string;
  readonly services: readonly LastAccessedService[];
}

export interface LastAccessedService {
  readonly namespace: string;
  /** Null: no attempt in the tracking period (at least 400 days). */
  readonly lastAuthenticated: string | null;
  readonly region: string | null;
  /** Null at service level granularity. Lists only tracked actions that the principal is granted, e.g. `iam:CreateUser`. */
  readonly actions: readonly { readonly action: string; readonly lastAccessed: string | null }[] | null;
}

/** A trail as DescribeTrails, GetTrailStatus and GetEventSelectors tell it. */
export interface Trail {
  readonly arn: string;
  readonly account: string;
  readonly homeRegion: string;
  readonly multiRegion: boolean;
  readonly organization: boolean;
  readonly globalServiceEvents: boolean;
  /** From GetTrailStatus; null when that was not given. */
  readonly isLogging: boolean | null;
  readonly loggingSince: string | null;
  readonly management: ManagementSelector | null;
  readonly data: readonly DataSelector[];
}

export interface ManagementSelector {
  readonly read: boolean;
  readonly write: boolean;
  /** `ExcludeManagementEventSources`, e.g. `kms.amazonaws.com`. */
  readonly excludedSources: readonly string[];
}

export interface DataSelector {
  readonly resourceType: string;
  /** ARN patterns in IAM's wildcard language; empty = every resource of the type. */
  readonly resources: readonly string[];
  readonly read: boolean;
  readonly write: boolean;
  /** Event names it is limited to; empty = all. */
  readonly eventNames: readonly string[];
  /** A field we cannot decide (NotEquals, userIdentity.arn...): then it proves use, never non-use. */
  readonly undecidable: string | null;
}
