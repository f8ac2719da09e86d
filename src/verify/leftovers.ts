import { ActionIndex, type ActionSet, contains, subtract } from '../catalog/index.ts';
import type { Catalog } from '../domain/catalog.ts';
import { oncePer } from '../domain/once-per.ts';
import type { PolicyDocument } from '../domain/policy.ts';
import { type Clause, clausesWith } from './clause.ts';
import { DocumentSets } from './document-sets.ts';
import { implies } from './implies.ts';
import { memberOf, RESOURCES, regionsOf, without } from './region.ts';

export interface Leftover {
  readonly clause: Clause;
  /** Canonical. */
  readonly action: string;
}

/** Known actions of changed statements that no new statement allows in full, by pair of old and new documents. */
export class Leftovers {
  readonly #index: ActionIndex;
  readonly #sets = new DocumentSets();
  readonly #known = new Map<string, readonly Leftover[]>();

  constructor(catalog: Catalog) {
    this.#index = new ActionIndex(catalog, catalog.expand('*'));
  }

  of(was: readonly PolicyDocument[], is: readonly PolicyDocument[]): readonly Leftover[] {
    const old = was.filter((document) => !is.includes(document));
    const made = is.filter((document) => !was.includes(document));
    const key = `${this.#sets.keyOf(old)}|${this.#sets.keyOf(made)}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const replacements = clausesWith('Allow', made);
    const same = new Set(replacements.map((clause) => clause.key));
    const leftovers = clausesWith('Allow', old)
      .filter((clause) => !same.has(clause.key))
      .flatMap((clause) => this.#leftoversOf(clause, replacements));
    this.#known.set(key, leftovers);
    return leftovers;
  }

  #leftoversOf(clause: Clause, replacements: readonly Clause[]): readonly Leftover[] {
    const left = this.#setOf(clause).slice();
    for (const replacement of replacements) {
      if (!implies(clause.conditions, replacement.conditions) || !coversResources(replacement, clause))
        continue;
      subtract(left, this.#setOf(replacement));
    }
    return this.#listed(clause, left).map((action) => ({ clause, action }));
  }

  /** Known actions a clause is about. */
  actionsOf(clause: Clause): readonly string[] {
    return this.#listed(clause, this.#setOf(clause));
  }

  readonly #setOf = oncePer(({ action }: Clause): ActionSet => this.#index.matchedBy(action));

  /** Some actions of a clause in the order of its patterns. */
  #listed({ action: { negated, patterns } }: Clause, actions: ActionSet): readonly string[] {
    if (negated) return this.#index.list(actions);
    const found = new Set<number>();
    for (const pattern of patterns) {
      for (const number of this.#index.matching(pattern)) if (contains(actions, number)) found.add(number);
    }
    return [...found].map((number) => this.#index.names[number] ?? '');
  }
}

function coversResources(outer: Clause, inner: Clause): boolean {
  return regionsOf(inner.resource)
    .flatMap((region) => without(region, outer.resource))
    .every((rest) => memberOf(rest, RESOURCES) === null);
}
