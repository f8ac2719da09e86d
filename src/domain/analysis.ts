import type { Severity } from './catalog.ts';
import type { PolicyKind } from './policy.ts';
import type { Unmanageable } from './principal.ts';
import type { ExceptionOutcome } from './review.ts';
import type { SessionsAnalysis } from './sessions.ts';
import type { Window } from './window.ts';
import type { WorkspaceReach } from './workspaces.ts';

export type Usage = 'used' | 'unused' | 'unknown' | 'denied-only';

/** Closed list; the plain words for each are in report/words. */
export const UNKNOWN_REASONS = [
  'data-events-not-logged',
  'no-log-coverage',
  'granted-too-recently',
  'principal-too-young',
  'not-recorded-by-aws',
  'not-tracked-by-last-accessed',
  'event-not-mapped',
  'wildcard-remainder',
  'ambiguous-attribution',
  'source-failed',
] as const;
export type UnknownReason = (typeof UNKNOWN_REASONS)[number];

export type WitnessName =
  | 'cloudtrail-management'
  | 'cloudtrail-data'
  | 'last-accessed-action'
  | 'last-accessed-service';

export interface WitnessReport {
  readonly witness: WitnessName;
  /** `possible-use`: an event that may have exercised the action; the request does not decide. */
  readonly saw: 'use' | 'possible-use' | 'denied' | 'nothing';
  /** What the witness could see, clipped to the window; equal to the window when it covers it all. */
  readonly from: string;
  readonly to: string;
  /** When it saw an attempt last, where that is before the window; absent = it saw one in the window, or tells of none. */
  readonly lastBefore?: string;
  /** True when it covers the whole window in every in-scope region. */
  readonly complete: boolean;
  /** One sentence a reviewer can check. */
  readonly detail: string;
}

export interface GrantRef {
  /** `Policy.id`. */
  readonly policyId: string;
  /** Name or ARN for people. */
  readonly policy: string;
  readonly kind: PolicyKind | 'group';
  readonly statement: number;
  /** First 12 hex digits of the hash of the statement; what an exception names. */
  readonly statementHash?: string;
}

export interface Permission {
  /** Canonical action; or a pattern of an unknown service (`foo:*`, reason `wildcard-remainder`). */
  readonly action: string;
  readonly usage: Usage;
  /** Why not decided; also set beside `used`/`denied-only` where it adds something. Sorted. */
  readonly reasons: readonly UnknownReason[];
  readonly granted: boolean;
  /** The service control policy that keeps a grant from having any effect, in one sentence; absent = none for certain. */
  readonly blockedBy?: string;
  readonly sensitivity: readonly string[];
  readonly severity: Severity | null;
  readonly firstUsed: string | null;
  readonly lastUsed: string | null;
  readonly calls: number;
  readonly denied: number;
  readonly witnesses: readonly WitnessReport[];
  /** Two witnesses disagree: what each says; the permission is kept. */
  readonly conflict: string | null;
  readonly grantedBy: readonly GrantRef[];
}

/** The last attempt before the window that a witness tells of, or null. */
export function lastSeenBefore({ witnesses }: Pick<Permission, 'witnesses'>): string | null {
  return witnesses.reduce<string | null>(
    (last, { lastBefore = null }) =>
      lastBefore !== null && (last === null || lastBefore > last) ? lastBefore : last,
    null,
  );
}

export interface AgentEvidence {
  readonly marker: string;
  readonly detail: string;
}

export interface AgentClassification {
  readonly isAgent: boolean;
  /** A model steers it, or software of any kind runs it; null when neither is said. */
  readonly kind: 'ai-agent' | 'workload' | null;
  /** Of the best evidence for `kind`. */
  readonly confidence: 'certain' | 'strong' | 'hint' | 'none';
  readonly evidence: readonly AgentEvidence[];
}

/** 0 to 100, one decimal: severity-weighted share of granted sensitive permissions. */
export interface Exposure {
  /** Share that is unused. */
  readonly unused: number;
  /** Share that is unknown, counted apart. */
  readonly unknown: number;
}

export interface PrincipalAnalysis {
  readonly principalArn: string;
  readonly uniqueId: string;
  readonly type: 'role' | 'user';
  readonly name: string;
  readonly account: string;
  /** False: analysed only because it shares a policy with one that is in scope. */
  readonly inScope: boolean;
  readonly agent: AgentClassification;
  readonly unmanageable: Unmanageable | null;
  readonly exposure: Exposure;
  readonly grants: {
    readonly actions: number;
    readonly sensitive: number;
    /** Of them, those that no service control policy given blocks for certain; absent when none was given. */
    readonly effective?: { readonly actions: number; readonly sensitive: number };
  };
  /** Every action with a call and every granted action that is sensitive or on a never list, sorted by action. */
  readonly permissions: readonly Permission[];
  /** The rest of the granted actions that are judged unused; only when asked for (target `used`), else empty. */
  readonly otherUnused: readonly string[];
  /** Distinct calls, allowed and denied, and days with any call. */
  readonly calls: number;
  readonly deniedCalls: number;
  readonly activeDays: readonly { readonly day: string; readonly calls: number }[];
  /** Null: no log was given, or nothing of it names a session of this principal. */
  readonly sessions: SessionsAnalysis | null;
}

export interface Finding {
  readonly type: string;
  readonly severity: Severity;
  /** Null for a finding about an account. */
  readonly principalArn: string | null;
  readonly account: string;
  readonly title: string;
  readonly detail: string;
  readonly remedy: string;
  readonly evidence: readonly string[];
  readonly controls: readonly string[];
  /** Set when exceptions cover all it is about: why it is shown and no longer counts for `--fail-on`. */
  readonly muted?: string;
  /** Set with `muted`: a sentence for each of these exceptions, with its owner. */
  readonly excepted?: readonly string[];
}

export interface WitnessCoverage {
  readonly witness: WitnessName;
  readonly account: string;
  /** `*` for last accessed; a data-event resource type is in `scope`. */
  readonly region: string;
  readonly scope: string | null;
  readonly from: string;
  readonly to: string;
  readonly complete: boolean;
  readonly gaps: readonly { readonly from: string; readonly to: string; readonly reason: string }[];
}

export interface CoverageReport {
  readonly verdict: 'complete' | 'partial' | 'insufficient';
  /** Plain sentences: why the verdict is not `complete`, what was assumed and what to do about it. */
  readonly notes: readonly string[];
  readonly events: number;
  readonly duplicates: number;
  readonly firstEvent: string | null;
  readonly lastEvent: string | null;
  readonly witnesses: readonly WitnessCoverage[];
  readonly unmappedEvents: readonly {
    readonly eventSource: string;
    readonly eventName: string;
    readonly count: number;
  }[];
}

/** Critical permissions of agents that cannot be judged, by what would settle them; each permission counts once. */
export interface Unjudged {
  readonly reason: UnknownReason;
  readonly account: string;
  /** Data-event types a trail of the account has to record; empty for other reasons, and where AWS documents no type. */
  readonly resourceTypes: readonly string[];
  readonly permissions: number;
  readonly agents: number;
}

export interface Analysis {
  readonly window: Window;
  readonly coverage: CoverageReport;
  /** Sorted by ARN, then unique id. */
  readonly principals: readonly PrincipalAnalysis[];
  /** Out of scope and why, so that in scope + excluded = total. */
  readonly excluded: readonly { readonly principalArn: string; readonly rule: string }[];
  /** Principals in scope by Claude Platform workspace; absent in analyses made by hand. */
  readonly workspaces?: readonly WorkspaceReach[];
  /** Most permissions first; absent in analyses made by hand. */
  readonly unjudged?: readonly Unjudged[];
  readonly findings: readonly Finding[];
  /** What became of each exception; absent when none were given. */
  readonly exceptions?: readonly ExceptionOutcome[];
}
