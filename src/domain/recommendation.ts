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

export interface Recommendation {
  /** Stable: `<principal arn>` or the shared policy's ARN. */
  readonly id: string;
  readonly principalArns: readonly string[];
  readonly target: Target;
  readonly changes: readonly PolicyChange[];
  /** Actions that `principalArns` lose; canonical, sorted. */
  readonly removed: readonly string[];
  readonly kept: readonly Kept[];
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
}

export interface VerifiedRecommendation extends Recommendation {
  readonly status: 'verified' | 'failed' | 'not-proposed';
  /** Null only for `not-proposed`. */
  readonly verification: Verification | null;
}
