import type { GrantRef, Permission } from '../domain/analysis.ts';
import type { CloudTrailTestimony } from './cloudtrail-witness.ts';
import { decide, type Verdict, type VerdictEvidence } from './verdict.ts';

/**
 * Verdicts on what nobody was seen to use, each decided once. An account holds millions of them (thousands of
 * principals, hundreds of sensitive actions each) and few that differ: those who carry the same policies share rows.
 */
export class SilentVerdicts {
  readonly #verdicts = new WeakMap<CloudTrailTestimony, Map<string, Verdict>>();
  readonly #rows = new WeakMap<Verdict, Map<readonly GrantRef[], Permission>>();

  /** As `decide`. A testimony is of one action and account, so with it the flags say all, where nothing else testifies. */
  verdict(evidence: VerdictEvidence): Verdict {
    const { use, cloudTrail, lastAccessed, ...flags } = evidence;
    if (use !== undefined || lastAccessed !== null) return decide(evidence);
    return remembered(this.#verdicts, cloudTrail, Object.values(flags).join(), () => decide(evidence));
  }

  /** The row that says a verdict of grants, made at most once. */
  row(verdict: Verdict, grantedBy: readonly GrantRef[], make: () => Permission): Permission {
    return remembered(this.#rows, verdict, grantedBy, make);
  }
}

function remembered<Outer extends object, Inner, Value>(
  known: WeakMap<Outer, Map<Inner, Value>>,
  outer: Outer,
  inner: Inner,
  make: () => Value,
): Value {
  let values = known.get(outer);
  if (values === undefined) {
    values = new Map();
    known.set(outer, values);
  }
  let value = values.get(inner);
  if (value === undefined) {
    value = make();
    values.set(inner, value);
  }
  return value;
}
