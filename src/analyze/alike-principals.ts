import type { Principal } from '../domain/principal.ts';
import { neverRulesOf } from '../iam/index.ts';
import { type Bench, type Case, isTooYoung, sourceFailed } from './judge-action.ts';
import type { Uncalled } from './judge-uncalled.ts';
import { JudgedRows } from './judged-rows.ts';

/**
 * What was judged of one principal's uncalled grants, for all others of which it would be judged the same: those that
 * carry the same policies, and of which nothing else that a verdict rests on differs. Of thousands of principals few
 * differ. Those that differ in their policies only share what the same statements grant.
 */
export class AlikePrincipals {
  readonly #groups = new Map<unknown, Map<string, Group>>();

  uncalled(bench: Bench, subject: Case, judge: (rows: JudgedRows) => Uncalled): Uncalled {
    const { grants, lastAccessed } = subject;
    // A report is of one principal.
    if (lastAccessed.hasReport) return judge(new JudgedRows());
    const sameLimits = inside(this.#groups, grants.blockedBy, () => new Map<string, Group>());
    const { rows, known } = inside(sameLimits, otherFacts(bench, subject), newGroup);
    return inside(known, grants.alike, () => judge(rows));
  }
}

/** Principals of which nothing that a verdict rests on differs but their policies. */
interface Group {
  readonly rows: JudgedRows;
  /** By what the policies grant. */
  readonly known: Map<object, Uncalled>;
}

const newGroup = (): Group => ({ rows: new JudgedRows(), known: new Map() });

/** All that `judgeUncalled` rests on besides the grants and what limits them. */
function otherFacts(bench: Bench, subject: Case): string {
  const { principal, observed } = subject;
  return JSON.stringify([
    principal.account,
    isTooYoung(principal, bench.window),
    sourceFailed(bench, subject),
    bench.grantAge.own(principal),
    [...observed.unmappedNamespaces].sort(),
    [...observed.unmappedActions].sort(),
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
