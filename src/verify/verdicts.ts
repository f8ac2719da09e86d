import type { Analysis, Permission } from '../domain/analysis.ts';
import type { NeverRule } from '../domain/never.ts';
import type { Principal } from '../domain/principal.ts';
import { neverRuleFor, neverRulesOf } from '../iam/index.ts';

/** What the analysis says about principals' permissions. */
export class Verdicts {
  readonly #permissions = new Map<string, readonly Permission[]>();
  readonly #otherUnused = new Map<string, readonly string[]>();
  readonly #never: readonly NeverRule[];
  readonly #mayLose = new Map<Principal, ReadonlySet<string>>();
  readonly #mustKeep = new Map<Principal, readonly Permission[]>();

  /** @param never people's decisions that some principals must not be able to do something */
  constructor(analysis: Analysis, never: readonly NeverRule[]) {
    this.#never = never;
    for (const { principalArn, uniqueId, permissions, otherUnused } of analysis.principals) {
      this.#permissions.set(keyOf(principalArn, uniqueId), permissions);
      this.#otherUnused.set(keyOf(principalArn, uniqueId), otherUnused);
    }
  }

  permissionsOf(principal: Principal): readonly Permission[] {
    return this.#permissions.get(keyOf(principal.arn, principal.uniqueId)) ?? [];
  }

  /**
   * Actions that a person decided the principal must not have and that nothing shows in use. The calls observed are
   * replayed all the same.
   */
  decidedAgainst(principal: Principal): ReadonlySet<string> {
    const rules = neverRulesOf(principal, this.#never);
    if (rules.length === 0) return new Set();
    const against = this.permissionsOf(principal).filter(
      ({ action, usage, conflict, calls }) =>
        usage !== 'used' && conflict === null && calls === 0 && neverRuleFor(action, rules) !== null,
    );
    return new Set(against.map(({ action }) => action));
  }

  /** Actions judged unused or decided against; an action without a verdict is not among them. */
  mayLose(principal: Principal): ReadonlySet<string> {
    return remembered(this.#mayLose, principal, () => this.#unusedOrDecided(principal));
  }

  /** Granted, not judged unused, and not decided against. */
  mustKeep(principal: Principal): readonly Permission[] {
    return remembered(this.#mustKeep, principal, () => {
      const against = this.decidedAgainst(principal);
      return this.permissionsOf(principal).filter(
        ({ action, granted, usage }) => granted && usage !== 'unused' && !against.has(action),
      );
    });
  }

  #unusedOrDecided(principal: Principal): ReadonlySet<string> {
    const unused = this.permissionsOf(principal).filter(({ usage }) => usage === 'unused');
    const others = this.#otherUnused.get(keyOf(principal.arn, principal.uniqueId)) ?? [];
    return new Set([...unused.map(({ action }) => action), ...others, ...this.decidedAgainst(principal)]);
  }
}

function keyOf(arn: string, uniqueId: string): string {
  return `${arn} ${uniqueId}`;
}

/** Asked again for each recommendation that reaches the principal. */
function remembered<Value>(known: Map<Principal, Value>, principal: Principal, work: () => Value): Value {
  let value = known.get(principal);
  if (value === undefined) {
    value = work();
    known.set(principal, value);
  }
  return value;
}
