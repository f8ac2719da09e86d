import { type ActionIndex, type ActionSet, union } from '../catalog/index.ts';
import type { Organization, OrganizationPolicy } from '../domain/organization.ts';
import type { PolicyDocument } from '../domain/policy.ts';
import type { Principal } from '../domain/principal.ts';

/** What a document allows at all, and what it denies whatever the resource and the context. */
interface Effects {
  readonly allowed: ActionSet;
  readonly denied: ActionSet;
}

/**
 * Which service control policies keep a principal from an action for certain. A policy at the root or a unit counts
 * only for accounts whose parents are given: an SCP limits "only member accounts", never the management account nor a
 * service-linked role (AWS Organizations User Guide, orgs_manage_policies_scps). Resource control policies limit
 * resources, not principals, and are not asked.
 */
export class ServiceControl {
  readonly #organization: Organization;
  readonly #index: ActionIndex;
  readonly #effectsOf: (document: PolicyDocument) => Effects;
  readonly #over = new Map<string, (action: string) => string | null>();

  constructor(
    organization: Organization,
    index: ActionIndex,
    effectsOf: (document: PolicyDocument) => Effects,
  ) {
    this.#organization = organization;
    this.#index = index;
    this.#effectsOf = effectsOf;
  }

  /** In one sentence, by action; null where nothing is certain. The same function for all of an account it limits alike. */
  over({ account, path }: Principal): (action: string) => string | null {
    if (account === this.#organization.managementAccount || path.startsWith('/aws-service-role/'))
      return free;
    let over = this.#over.get(account);
    if (over === undefined) {
      over = remembering(this.#overAccount(account));
      this.#over.set(account, over);
    }
    return over;
  }

  #overAccount(account: string): (action: string) => string | null {
    const { parents, complete } = this.#organization;
    const above = Object.hasOwn(parents, account) ? (parents[account] ?? []) : [];
    const levels = [account, ...above].map((target) => ({ target, policies: this.#attachedTo(target) }));
    const denying = levels.flatMap(({ policies }) => policies);
    return (action) => {
      const deny = denying.find(({ document }) => this.#index.has(this.#effectsOf(document).denied, action));
      if (deny) return `The service control policy ${deny.name} (${deny.id}) denies it.`;
      if (!complete) return null;
      const silent = levels.find(
        ({ policies }) => policies.length > 0 && !this.#index.has(this.#allowedBy(policies), action),
      );
      return silent ? `No service control policy attached to ${silent.target} allows it.` : null;
    };
  }

  #attachedTo(target: string): readonly OrganizationPolicy[] {
    return this.#organization.policies.filter(
      ({ type, targets }) => type === 'SERVICE_CONTROL_POLICY' && targets.includes(target),
    );
  }

  #allowedBy(policies: readonly OrganizationPolicy[]): ActionSet {
    const allowed = this.#index.empty();
    for (const { document } of policies) union(allowed, this.#effectsOf(document).allowed);
    return allowed;
  }
}

const free = (): null => null;

function remembering(answer: (action: string) => string | null): (action: string) => string | null {
  const known = new Map<string, string | null>();
  return (action) => {
    let found = known.get(action);
    if (found === undefined) {
      found = answer(action);
      known.set(action, found);
    }
    return found;
  };
}
