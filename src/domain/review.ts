/** A person's decision to keep a permission for a time, as `exceptions.yaml` says it. */
export interface ExceptionEntry {
  readonly account: string;
  /** ARN of the role or user. */
  readonly principal: string;
  /** Action, or a pattern with `*` and `?`. */
  readonly action: string;
  /** First 12 hex digits of the hash of the statement that grants it: another statement is another decision. */
  readonly statement: string;
  readonly owner: string;
  readonly approver: string;
  readonly reason: string;
  readonly ticket: string;
  /** UTC days, `yyyy-mm-dd`. */
  readonly granted: string;
  /** The first day on which it no longer holds. */
  readonly expires: string;
}

/** What became of an exception in one run. */
export interface ExceptionOutcome extends ExceptionEntry {
  readonly status: 'active' | 'expired' | 'unmatched';
  /** One sentence: what it keeps, or why it keeps nothing. */
  readonly detail: string;
  /** Canonical actions of the principal it is about; kept while it is active. Sorted. */
  readonly actions: readonly string[];
}

export const DECISIONS = ['revoke', 'keep', 'modify', 'defer'] as const;
export type DecisionWord = (typeof DECISIONS)[number];

/** One answered item of `decisions.yaml`. */
export interface DecisionAnswer {
  readonly key: string;
  readonly decision: DecisionWord;
  readonly reviewer: string;
  readonly role: string;
  /** UTC day. */
  readonly date: string;
  readonly reason: string;
}

/** Management's acknowledgement of a review, PCI DSS 7.2.5.1. */
export interface Acknowledgement {
  readonly name: string;
  readonly role: string;
  readonly date: string;
}

export interface ReviewAnswers {
  readonly items: readonly DecisionAnswer[];
  readonly managementAcknowledgement: Acknowledgement | null;
}

/** What changed since an earlier review, and which one that was. */
export interface PreviousReview {
  /** Of its `pack/manifest.json`; null when it had none. */
  readonly manifestSha256: string | null;
  readonly asOf: string;
  readonly changes: ReviewChanges;
}

/** Counts of a comparison; permissions are granted sensitive ones of principals in scope. */
export interface ReviewChanges {
  /** Mean exposure of the principals in scope, 0 to 100 with one decimal. */
  readonly exposureBefore: number;
  readonly exposureNow: number;
  readonly principalsAdded: number;
  readonly principalsRemoved: number;
  readonly newlyUnused: number;
  readonly newlyGranted: number;
  /** Unused before, granted no more. */
  readonly remediated: number;
  /** Principals whose exposure rose. */
  readonly regressed: number;
}
