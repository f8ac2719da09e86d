import type { Catalog } from '../domain/catalog.ts';
import type { Collected } from '../domain/collected.ts';
import type { Principal } from '../domain/principal.ts';

/**
 * Allowed calls that no action is known for. Each may have needed an undocumented action of the event's name, so what
 * let it pass must stay (verify holds a proposal to that).
 */
export class UnmappedCalls {
  readonly #collected: Collected;
  readonly #catalog: Catalog;
  #byCaller: ReadonlyMap<string, ReadonlySet<string>> | null = null;

  constructor(collected: Collected, catalog: Catalog) {
    this.#collected = collected;
    this.#catalog = catalog;
  }

  /**
   * The actions they would be, e.g. `kms:Mystery`, sorted. What an earlier principal of the same ARN called counts too:
   * that can only keep more.
   */
  of({ arn, uniqueId }: Principal): readonly string[] {
    this.#byCaller ??= this.#read();
    const byCaller = this.#byCaller;
    return [...new Set([arn, uniqueId].flatMap((caller) => [...(byCaller.get(caller) ?? [])]))].sort();
  }

  #read(): ReadonlyMap<string, ReadonlySet<string>> {
    const byCaller = new Map<string, Set<string>>();
    for (const activity of this.#collected.usage?.activity ?? []) {
      if (activity.outcome !== 'allowed' || this.#catalog.eventActions(activity).kind !== 'unmapped')
        continue;
      const action = `${this.#catalog.namespaceOf(activity.eventSource)}:${activity.eventName}`;
      for (const caller of [activity.principalArn, activity.principalId]) {
        if (caller !== null) byCaller.set(caller, (byCaller.get(caller) ?? new Set()).add(action));
      }
    }
    return byCaller;
  }
}
