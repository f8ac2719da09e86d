import type { Catalog } from '../domain/catalog.ts';
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
  readonly #catalog: Catalog;
  readonly #sets = new DocumentSets();
  readonly #known = new Map<string, readonly Leftover[]>();

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
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
    const left = new Set(this.actionsOf(clause));
    for (const replacement of replacements) {
      if (!implies(clause.conditions, replacement.conditions) || !coversResources(replacement, clause))
        continue;
      for (const action of this.actionsOf(replacement)) left.delete(action);
    }
    return [...left].map((action) => ({ clause, action }));
  }

  /** Known actions a clause is about. */
  actionsOf({ action: { negated, patterns } }: Clause): readonly string[] {
    const named = patterns.flatMap((pattern) => this.#catalog.expand(pattern));
    if (!negated) return named;
    const excluded = new Set(named);
    return this.#catalog.expand('*').filter((action) => !excluded.has(action));
  }
}

function coversResources(outer: Clause, inner: Clause): boolean {
  return regionsOf(inner.resource)
    .flatMap((region) => without(region, outer.resource))
    .every((rest) => memberOf(rest, RESOURCES) === null);
}
