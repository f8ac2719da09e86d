import type { Catalog } from '../domain/catalog.ts';
import type { Collected } from '../domain/collected.ts';
import type { Activity } from '../domain/facts.ts';
import type { ArnTemplates, TypedArn } from './arn-template.ts';
import type { Subject } from './world.ts';

/** Why a statement's resources are left as they are. */
export class Declined {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/**
 * What principals did with which resources, by the log; denied calls count too, as somebody wanted the resource.
 * Everything that leaves a resource in doubt declines.
 */
export class ObservedResources {
  readonly #catalog: Catalog;
  readonly #templates: ArnTemplates;
  /** By ARN and by unique id of the caller. */
  readonly #activity = new Map<string, Activity[]>();

  constructor(collected: Collected, catalog: Catalog, templates: ArnTemplates) {
    this.#catalog = catalog;
    this.#templates = templates;
    // In an order of its own: what is said when several calls leave a doubt must not depend on the log's.
    const calls = [...(collected.usage?.activity ?? [])].map((activity) => ({
      activity,
      key: JSON.stringify([activity.eventSource, activity.eventName, activity.resources, activity.features]),
    }));
    calls.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    for (const { activity } of calls) {
      for (const caller of new Set([activity.principalArn, activity.principalId])) {
        if (caller === null) continue;
        const others = this.#activity.get(caller);
        if (others === undefined) this.#activity.set(caller, [activity]);
        else others.push(activity);
      }
    }
  }

  /** An earlier principal of the same ARN counts too: that can only keep more. */
  #callsOf(subjects: readonly Subject[]): ReadonlySet<Activity> {
    return new Set(
      subjects.flatMap(({ principal }) => [
        ...(this.#activity.get(principal.arn) ?? []),
        ...(this.#activity.get(principal.uniqueId) ?? []),
      ]),
    );
  }

  /** Resources by action; actions that only work on `*` have none. */
  of(
    subjects: readonly Subject[],
    actions: ReadonlySet<string>,
  ): ReadonlyMap<string, readonly TypedArn[]> | Declined {
    const services = new Set([...actions].map(serviceOf));
    const observed = new Map<string, TypedArn[]>();
    for (const activity of this.#callsOf(subjects)) {
      const event = this.#catalog.eventActions(activity);
      if (event.kind === 'unmapped' && services.has(this.#catalog.namespaceOf(activity.eventSource))) {
        return new Declined(`${activity.eventSource} ${activity.eventName} may be any action of the service`);
      }
      if (event.kind === 'no-permission-needed') continue;
      const possible = event.possible.find((action) => actions.has(action));
      if (possible !== undefined)
        return new Declined(`a call of ${activity.eventName} may have used ${possible}`);
      if (event.kind === 'unmapped') continue;
      for (const action of event.certain) {
        if (!actions.has(action)) continue;
        const types = this.#catalog.action(action)?.resourceArns ?? [];
        const arns = this.#typed(action, types, activity);
        if (types.length > 0 && arns.length === 0) {
          return new Declined(`the log does not tell the resource of a call of ${action}`);
        }
        observed.set(action, [...(observed.get(action) ?? []), ...arns]);
      }
    }
    return observed;
  }

  #typed(action: string, types: readonly string[], activity: Activity): readonly TypedArn[] {
    const arns = action === 'iam:PassRole' ? passedRoles(activity) : activity.resources;
    return arns.flatMap((arn) => {
      const typed = this.#templates.read(arn, serviceOf(action));
      return typed !== null && types.includes(typed.template.text) && isPlain(arn) ? [typed] : [];
    });
  }
}

/** The call names the resource it acts on; the role it passes is in its own feature. */
function passedRoles({ features }: Activity): readonly string[] {
  const prefix = 'passed-role=';
  return features
    .filter((feature) => feature.startsWith(prefix))
    .map((feature) => feature.slice(prefix.length));
}

/** Collected keys may end in `*`; any other wildcard or variable is part of a name and would match more than it. */
function isPlain(arn: string): boolean {
  return !/[*?$]/.test(arn.endsWith('*') ? arn.slice(0, -1) : arn);
}

export function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(':'));
}
