import type { Catalog } from '../domain/catalog.ts';
import { oncePer } from '../domain/once-per.ts';

/**
 * Sets of catalog actions as bits. 22,000 actions are 690 words, so that the grants of thousands of principals are
 * unions and intersections instead of millions of strings.
 */
export type ActionSet = Uint32Array;

/** Numbers every action of a catalog; made once per run. */
export class ActionIndex {
  readonly names: readonly string[];
  readonly #numberOf = new Map<string, number>();
  readonly #catalog: Catalog;
  readonly #byPattern = new Map<string, ActionSet>();
  readonly #numbersOf = oncePer((names: readonly string[]) =>
    Int32Array.from(names, (name) => this.numberOf(name)),
  );

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
    this.names = catalog.services.flatMap((service) => catalog.actionsOf(service));
    this.names.forEach((name, number) => {
      this.#numberOf.set(name, number);
    });
  }

  empty(): ActionSet {
    return new Uint32Array(Math.ceil(this.names.length / 32));
  }

  /** Unknown names are left out: they cannot be granted as a catalog action. */
  of(names: Iterable<string>): ActionSet {
    const set = this.empty();
    for (const name of names) {
      const number = this.#numberOf.get(name);
      if (number !== undefined) set[number >>> 5] = (set[number >>> 5] ?? 0) | (1 << (number & 31));
    }
    return set;
  }

  /** Actions a pattern matches; shared between callers, do not change it. */
  matching(pattern: string): ActionSet {
    const key = pattern.toLowerCase();
    let set = this.#byPattern.get(key);
    if (set === undefined) {
      set = this.of(this.#catalog.expand(pattern));
      this.#byPattern.set(key, set);
    }
    return set;
  }

  has(set: ActionSet, name: string): boolean {
    return contains(set, this.numberOf(name));
  }

  /** -1 for a name that the catalog does not know, which no set contains. */
  numberOf(name: string): number {
    return this.#numberOf.get(name) ?? -1;
  }

  /** Those of `names` that are in the set, in their order; an array that is asked for again is looked up once. */
  among(set: ActionSet, names: readonly string[]): string[] {
    const numbers = this.#numbersOf(names);
    return names.filter((_, at) => contains(set, numbers[at] ?? -1));
  }

  /** In catalog order: by service, then by name. */
  list(set: ActionSet): string[] {
    return this.names.filter((_, number) => contains(set, number));
  }
}

export function contains(set: ActionSet, number: number): boolean {
  return ((set[number >>> 5] ?? 0) & (1 << (number & 31))) !== 0;
}

export function isEmpty(set: ActionSet): boolean {
  return !set.some((word) => word !== 0);
}

export function union(into: ActionSet, other: ActionSet): void {
  for (let word = 0; word < into.length; word++) into[word] = (into[word] ?? 0) | (other[word] ?? 0);
}

export function intersect(into: ActionSet, other: ActionSet): void {
  for (let word = 0; word < into.length; word++) into[word] = (into[word] ?? 0) & (other[word] ?? 0);
}

export function subtract(into: ActionSet, other: ActionSet): void {
  for (let word = 0; word < into.length; word++) into[word] = (into[word] ?? 0) & ~(other[word] ?? 0);
}

export function complement(set: ActionSet): ActionSet {
  return set.map((word) => ~word);
}

export function size(set: ActionSet): number {
  let count = 0;
  for (let word of set) {
    while (word !== 0) {
      word &= word - 1;
      count++;
    }
  }
  return count;
}
