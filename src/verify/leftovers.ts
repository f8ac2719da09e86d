import { ActionIndex, type ActionSet, intersect, isEmpty, subtract, union } from '../catalog/index.ts';
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

  readonly #setOf = oncePer(({ action: { negated, patterns } }: Clause): ActionSet => {
    const named = this.#index.empty();
    for (const pattern of patterns) union(named, this.#index.matching(pattern));
    if (!negated) return named;
    const others = this.#index.all();
    subtract(others, named);
    return others;
  });

  /** Some actions of a clause in the order of its patterns. */
  #listed({ action: { negated, patterns } }: Clause, actions: ActionSet): readonly string[] {
    if (negated || isEmpty(actions)) return this.#index.list(actions);
    const found = new Set<string>();
    for (const pattern of patterns) {
      const matched = this.#index.matching(pattern).slice();
      intersect(matched, actions);
      for (const action of this.#index.list(matched)) found.add(action);
    }
    return [...found];
  }
}

function coversResources(outer: Clause, inner: Clause): boolean {
  return regionsOf(inner.resource)
    .flatMap((region) => without(region, outer.resource))
    .every((rest) => memberOf(rest, RESOURCES) === null);
}
