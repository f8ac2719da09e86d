import type { JsonObject } from './json.ts';
import type { PolicyKind } from './policy.ts';

export const TARGETS = ['sensitive', 'used', 'scoped'] as const;
export type Target = (typeof TARGETS)[number];

/**
 * - `replace`: the document of an inline or customer-managed policy becomes `after`.
 * - `detach` + `create` (which attaches what it creates): how an AWS-managed policy is tightened.
 * - `delete`: nothing is left; the inline policy is deleted or the managed one detached.
 */
export type ChangeKind = 'replace' | 'detach' | 'create' | 'delete';

export interface PolicyChange {
  readonly kind: ChangeKind;
  /** `Policy.id`; of a created policy: `<principal arn>#<name>`. */
  readonly policyId: string;
  readonly policy: string;
  readonly policyKind: PolicyKind;
  /** ARN of the role, user or group the change is made on; null for a shared managed policy's own document. */
  readonly target: string | null;
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
}

export interface Kept {
  readonly action: string;
  /** Name of the guardrail, e.g. `principal-too-young`, `used-by-sharing-principal`. */
  readonly guardrail: string;
  readonly reason: string;
}

/** An action that goes because a person said never, although the evidence does not show that it is unused. */
export interface DecidedRemoval {
  readonly principalArn: string;
  readonly action: string;
  /** What the evidence says of it. */
  readonly usage: 'unknown' | 'denied-only';
  /** When a witness saw an attempt last, where that is before the window; absent = none tells of one. */
  readonly lastBefore?: string;
  /** As the never list gives it. */
  readonly reason: string;
}

export const PROPOSAL_FORMS = ['replace', 'deny-overlay'] as const;
/**
 * - `replace`: policies are edited or replaced by tighter ones.
 * - `deny-overlay`: policies stay as they are, and one more denies what is to go.
 */
export type ProposalForm = (typeof PROPOSAL_FORMS)[number];

export interface Recommendation {
  /** Stable: `<principal arn>` or the shared policy's ARN. */
  readonly id: string;
  readonly principalArns: readonly string[];
  readonly target: Target;
  readonly changes: readonly PolicyChange[];
  /** Actions that `principalArns` lose; canonical, sorted. */
  readonly removed: readonly string[];
  readonly kept: readonly Kept[];
  /** Of `removed`, what rests on a person's decision; sorted. Absent = none. */
  readonly decided?: readonly DecidedRemoval[];
  /** Absent = `replace`. */
  readonly form?: ProposalForm;
  /**
   * For an Identity Center role, whose policies only its permission set can change: the statements to add there by
   * hand. No part of the proposal and of its proof, which see this account alone. Absent or null = nothing to add.
   */
  readonly forPermissionSet?: JsonObject | null;
  /** Recommendations that must be applied too for the removal to take effect. */
  readonly requires: readonly string[];
  /** Set when nothing is proposed: the reason in one sentence. */
  readonly notProposed: string | null;
  /** What a reviewer should know beside the diff, e.g. that AWS's updates of a replaced policy no longer apply. */
  readonly notes?: readonly string[];
}

/** The request whose answer changes wrongly. */
export interface Counterexample {
  readonly principalArn: string | null;
  readonly policy: string | null;
  readonly action: string;
  readonly resource: string | null;
  readonly explanation: string;
}

export interface CheckResult {
  readonly status: 'passed' | 'failed';
  readonly counterexamples: readonly Counterexample[];
}

/** What IAM Access Analyzer says of the new documents; asked only when a person wants it. */
export interface AwsValidation {
  /** `failed`: an error, or new access. */
  readonly status: 'passed' | 'failed';
  readonly findings: readonly {
    readonly policy: string;
    readonly check: 'ValidatePolicy' | 'CheckNoNewAccess';
    readonly severity: 'ERROR' | 'SECURITY_WARNING' | 'WARNING' | 'SUGGESTION' | 'NEW_ACCESS';
    readonly code: string;
    readonly message: string;
  }[];
}

export interface Verification {
  readonly noNewAccess: CheckResult;
  readonly noLostUsage: CheckResult & { readonly replayed: number };
  readonly takesEffect: CheckResult & { readonly checked: number };
  readonly fits: CheckResult & {
    readonly sizes: readonly {
      readonly policy: string;
      readonly characters: number;
      readonly limit: number;
    }[];
  };
  /** Absent = not asked. */
  readonly awsValidate?: AwsValidation;
}

export interface VerifiedRecommendation extends Recommendation {
  readonly status: 'verified' | 'failed' | 'not-proposed';
  /** Null only for `not-proposed`. */
  readonly verification: Verification | null;
}
