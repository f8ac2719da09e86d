import type { Catalog } from '../domain/catalog.ts';
import type { Collected } from '../domain/collected.ts';
import type { Activity } from '../domain/facts.ts';
import type { Principal } from '../domain/principal.ts';
import { plainText } from './clause.ts';
import { ResourceTypes } from './resource-types.ts';

/** Calls of a principal that exercised, or may have exercised, one action on the same resource keys. */
export interface ObservedCall {
  readonly action: string;
  /** The event's resource keys, whatever they belong to; empty when it tells none or too many. */
  readonly keys: readonly string[];
  /** The event that shows it, e.g. `s3.amazonaws.com GetObject`. */
  readonly event: string;
  /** False when the request does not decide whether the action was exercised: it must stay all the same. */
  readonly certain: boolean;
}

/** The resource of actions that have none: `*` as a text, written in the pattern language. */
export const NO_RESOURCE = '${*}';

const PASS_ROLE = 'iam:PassRole';
const PASSED_ROLE = 'passed-role=';
const ROLE_ARN = /^arn:[^:]*:iam::[0-9]*:role\//;

/** Observed authorised activity, by principal. */
export class ObservedCalls {
  readonly #byId = new Map<string, Activity[]>();
  readonly #byArn = new Map<string, Activity[]>();
  readonly #catalog: Catalog;
  readonly #types: ResourceTypes;
  readonly #roles = new Map<string, readonly string[]>();
  /** Asked again for each recommendation that reaches the principal. */
  readonly #calls = new Map<Principal, readonly ObservedCall[]>();

  /** A known unique id decides whose an activity is; else its ARN does. */
  constructor(collected: Collected, catalog: Catalog) {
    this.#catalog = catalog;
    this.#types = new ResourceTypes(catalog);
    for (const { type, account, name, arn } of collected.principals) {
      if (type !== 'role') continue;
      const roleName = `${account} ${name}`;
      this.#roles.set(roleName, [...(this.#roles.get(roleName) ?? []), arn]);
    }
    const ids = new Set(collected.principals.map(({ uniqueId }) => uniqueId));
    for (const activity of collected.usage?.activity ?? []) {
      if (activity.outcome !== 'allowed') continue;
      const { principalId, principalArn } = activity;
      if (principalId !== null && ids.has(principalId)) push(this.#byId, principalId, activity);
      else if (principalArn !== null) push(this.#byArn, principalArn, activity);
    }
  }

  /** Distinct calls of the principal; what an earlier principal of the same ARN did is not among them. */
  of(principal: Principal): readonly ObservedCall[] {
    let calls = this.#calls.get(principal);
    if (calls === undefined) {
      calls = this.#distinct(principal);
      this.#calls.set(principal, calls);
    }
    return calls;
  }

  #distinct(principal: Principal): readonly ObservedCall[] {
    const calls = new Map<string, ObservedCall>();
    for (const activity of this.activityOf(principal)) {
      for (const call of this.callsOf(activity)) {
        const key = JSON.stringify([call.action, call.keys]);
        const known = calls.get(key);
        if (known === undefined || (call.certain && !known.certain)) calls.set(key, call);
      }
    }
    return [...calls.values()];
  }

  /** Authorised activity of the principal, not of an earlier one of the same ARN. */
  activityOf(principal: Principal): readonly Activity[] {
    const named = (this.#byArn.get(principal.arn) ?? []).filter(
      ({ principalId, last }) =>
        principalId === null || principal.createDate === null || last >= principal.createDate,
    );
    return [...(this.#byId.get(principal.uniqueId) ?? []), ...named];
  }

  /** What a call was about, as patterns; `*` when that is not known, `${*}` for an action without resources. */
  resourcesOf({ action, keys }: ObservedCall): readonly string[] {
    if (action === PASS_ROLE) return keys.length > 0 ? keys : ['*'];
    const own = keys.filter((key) => this.#types.belongs(action, key));
    if (!this.#types.takesResource(action)) return [NO_RESOURCE, ...keys];
    return own.length > 0 ? own : ['*'];
  }

  /** The actions an activity exercised or may have; none where the call needs no permission. */
  callsOf(activity: Activity): readonly ObservedCall[] {
    const event = `${activity.eventSource} ${activity.eventName}`;
    const keys = activity.resources.includes('many') ? [] : activity.resources.map(plainText);
    const call = (action: string, certain: boolean): ObservedCall => ({
      action,
      keys: action === PASS_ROLE ? this.#passedRoles(activity) : keys,
      event,
      certain,
    });
    const exercised = this.#catalog.eventActions(activity);
    if (exercised.kind === 'no-permission-needed') return [];
    // An event of no known action may be an undocumented one of the same name: what let it pass must stay.
    if (exercised.kind === 'unmapped') {
      return [call(`${this.#catalog.namespaceOf(activity.eventSource)}:${activity.eventName}`, false)];
    }
    return [
      ...exercised.certain.map((action) => call(action, true)),
      ...exercised.possible.map((action) => call(action, false)),
    ];
  }

  /** ARNs of the roles that the request passed; empty when it does not tell (an instance profile, an unknown name). */
  #passedRoles({ features, account }: Activity): readonly string[] {
    const passed = features
      .filter((feature) => feature.startsWith(PASSED_ROLE))
      .map((feature) => feature.slice(PASSED_ROLE.length));
    const arns = passed.map((role) => {
      if (ROLE_ARN.test(role)) return role;
      const [arn, ...others] = this.#roles.get(`${account} ${role}`) ?? [];
      return others.length === 0 ? arn : undefined;
    });
    return arns.every((arn) => arn !== undefined) ? arns.map(plainText) : [];
  }
}

function push(index: Map<string, Activity[]>, key: string, activity: Activity): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, [activity]);
  else known.push(activity);
}
