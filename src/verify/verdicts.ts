import type { Analysis, Permission } from '../domain/analysis.ts';
import type { Principal } from '../domain/principal.ts';

/** What the analysis says about principals' permissions. */
export class Verdicts {
  readonly #permissions = new Map<string, readonly Permission[]>();
  readonly #otherUnused = new Map<string, readonly string[]>();

  constructor(analysis: Analysis) {
    for (const { principalArn, uniqueId, permissions, otherUnused } of analysis.principals) {
      this.#permissions.set(keyOf(principalArn, uniqueId), permissions);
      this.#otherUnused.set(keyOf(principalArn, uniqueId), otherUnused);
    }
  }

  permissionsOf(principal: Principal): readonly Permission[] {
    return this.#permissions.get(keyOf(principal.arn, principal.uniqueId)) ?? [];
  }

  /** Actions judged unused; an action without a verdict is not among them. */
  unusedBy(principal: Principal): ReadonlySet<string> {
    const unused = this.permissionsOf(principal).filter(({ usage }) => usage === 'unused');
    const others = this.#otherUnused.get(keyOf(principal.arn, principal.uniqueId)) ?? [];
    return new Set([...unused.map(({ action }) => action), ...others]);
  }
}

function keyOf(arn: string, uniqueId: string): string {
  return `${arn} ${uniqueId}`;
}
