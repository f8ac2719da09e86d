import type { Target } from './recommendation.ts';

/** What proposals made at an earlier time would have denied of the calls that came after it. */
export interface Backtest {
  /** Where history is cut, midnight UTC: evidence is from before, calls replayed are from it on. */
  readonly split: string;
  /** Days the log has, first and last inclusive, `yyyy-mm-dd`. */
  readonly history: { readonly from: string; readonly to: string };
  /** What the numbers assume; one sentence each. */
  readonly notes: readonly string[];
  /** By window, then target, then without and with the unknown bucket. */
  readonly trials: readonly BacktestTrial[];
}

export interface BacktestTrial {
  /** Days of history the proposals are made from. */
  readonly windowDays: number;
  readonly target: Target;
  /** `removed`: as if what the evidence leaves unknown were removed too. */
  readonly unknown: 'kept' | 'removed';
  /** Why it could not be tried; null when it was. All counts are then 0. */
  readonly skipped: string | null;
  /** Verified proposals that were applied, and the actions they remove: (principal, action) pairs. */
  readonly proposals: number;
  readonly removals: number;
  /** Authorised calls replayed, of principals in scope. */
  readonly calls: number;
  /** Of these, calls that certainly exercised what would be denied, and calls that may have. */
  readonly wouldBeDenied: number;
  readonly mayBeDenied: number;
  /** `wouldBeDenied` per 1,000 calls, two decimals. */
  readonly perThousand: number;
  /** With calls to replay, worst first. */
  readonly principals: readonly BacktestPrincipal[];
  /** What would have broken, most calls first; at most ten. */
  readonly examples: readonly BacktestExample[];
}

export interface BacktestPrincipal {
  readonly principalArn: string;
  readonly calls: number;
  readonly wouldBeDenied: number;
  readonly mayBeDenied: number;
  readonly perThousand: number;
}

export interface BacktestExample {
  readonly principalArn: string;
  readonly action: string;
  readonly resource: string | null;
  /** e.g. `s3.amazonaws.com GetObject`. */
  readonly event: string;
  /** False: the request does not decide whether the action was exercised. */
  readonly certain: boolean;
  readonly calls: number;
  /** Of the calls after the split. */
  readonly first: string;
  readonly explanation: string;
}
