import type { Collected } from '../domain/collected.ts';
import type { Principal } from '../domain/principal.ts';
import type { PolicyChange, Recommendation } from '../domain/recommendation.ts';

/** Which principals a change reaches, `principalArns` or not: through attachments, groups and permissions boundaries. */
export class Reach {
  readonly #byPolicy = new Map<string, Set<Principal>>();
  readonly #byBoundary = new Map<string, Set<Principal>>();
  readonly #byHolder = new Map<string, Set<Principal>>();
  readonly #byArn = new Map<string, Principal[]>();

  constructor(collected: Collected) {
    for (const principal of collected.principals) {
      this.#byArn.set(principal.arn, [...this.named(principal.arn), principal]);
      for (const { policyId } of principal.attachments) add(this.#byPolicy, policyId, principal);
      if (principal.permissionsBoundary !== null)
        add(this.#byBoundary, principal.permissionsBoundary, principal);
      for (const holder of holdersOf(principal)) add(this.#byHolder, holder, principal);
    }
  }

  /** Principals of this ARN: one, unless the inputs hold a recreated principal twice. */
  named(arn: string): readonly Principal[] {
    return this.#byArn.get(arn) ?? [];
  }

  attachedTo(policyId: string): ReadonlySet<Principal> {
    return this.#byPolicy.get(policyId) ?? NONE;
  }

  /** Principals that the group or principal of this ARN stands for. */
  membersOf(holder: string): ReadonlySet<Principal> {
    return this.#byHolder.get(holder) ?? NONE;
  }

  of(recommendation: Recommendation): ReadonlySet<Principal> {
    return new Set(recommendation.changes.flatMap((change) => [...this.#ofChange(change)]));
  }

  #ofChange({ kind, policyId, target }: PolicyChange): Iterable<Principal> {
    const attached = this.attachedTo(policyId);
    if (kind === 'replace') return [...attached, ...(this.#byBoundary.get(policyId) ?? NONE)];
    return target === null ? attached : this.membersOf(target);
  }
}

/** The principal and its groups: whatever may carry a policy for it. */
export function holdersOf(principal: Principal): readonly string[] {
  const groups = principal.attachments.flatMap(({ viaGroup }) => (viaGroup === null ? [] : [viaGroup]));
  return [...new Set([principal.arn, ...principal.groups, ...groups])];
}

const NONE: ReadonlySet<Principal> = new Set();

function add(index: Map<string, Set<Principal>>, key: string, principal: Principal): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, new Set([principal]));
  else known.add(principal);
}
