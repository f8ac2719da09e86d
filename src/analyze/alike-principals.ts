import type { Principal } from '../domain/principal.ts';
import { neverRulesOf } from '../iam/index.ts';
import { type Bench, type Case, isTooYoung, sourceFailed } from './judge-action.ts';
import type { Uncalled } from './judge-uncalled.ts';

/**
 * What was judged of one principal's uncalled grants, for all others of which it would be judged the same: those that
 * carry the same policies, and of which nothing else that a verdict rests on differs. Of thousands of principals few
 * differ.
 */
export class AlikePrincipals {
  readonly #known = new Map<object, Map<unknown, Map<string, Uncalled>>>();

  uncalled(bench: Bench, subject: Case, judge: () => Uncalled): Uncalled {
    const { grants, lastAccessed } = subject;
    // A report is of one principal.
    if (lastAccessed.hasReport) return judge();
    const sameGrants = inside(this.#known, grants.alike, () => new Map<unknown, Map<string, Uncalled>>());
    const sameLimits = inside(sameGrants, grants.blockedBy, () => new Map<string, Uncalled>());
    return inside(sameLimits, otherFacts(bench, subject), judge);
  }
}

/** All that `judgeUncalled` rests on besides the grants and what limits them. */
function otherFacts(bench: Bench, subject: Case): string {
  const { principal, observed } = subject;
  return JSON.stringify([
    principal.account,
    isTooYoung(principal, bench.window),
    sourceFailed(bench, subject),
    bench.grantAge.own(principal),
    [...observed.unmappedNamespaces].sort(),
    rulesOf(principal, bench),
  ]);
}

function rulesOf(principal: Principal, { never }: Bench): readonly number[] {
  return neverRulesOf(principal, never).map((rule) => never.indexOf(rule));
}

function inside<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = known.get(key);
  if (value === undefined) {
    value = make();
    known.set(key, value);
  }
  return value;
}
