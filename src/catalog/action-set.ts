import type { Catalog } from '../domain/catalog.ts';
import { foldCase } from '../domain/fold-case.ts';
import { oncePer } from '../domain/once-per.ts';
import type { Element } from '../domain/policy.ts';

/**
 * Sets of actions as bits, of one `ActionIndex`. 22,000 actions are 690 words, so that what thousands of principals
 * have is unions and intersections instead of millions of strings.
 */
export type ActionSet = Uint32Array;

/** Numbers the actions that sets are to be made of: all of a catalog, or those that matter. */
export class ActionIndex {
  readonly names: readonly string[];
  readonly #numberOf = new Map<string, number>();
  readonly #catalog: Catalog;
  readonly #byPattern = new Map<string, Int32Array>();
  readonly #numbersOf = oncePer((names: readonly string[]) =>
    Int32Array.from(names, (name) => this.numberOf(name)),
  );

  /** @param names in the order of the numbers, each once; absent = all actions of the catalog, by service and name */
  constructor(
    catalog: Catalog,
    names: readonly string[] = catalog.services.flatMap((service) => catalog.actionsOf(service)),
  ) {
    this.#catalog = catalog;
    this.names = names;
    names.forEach((name, number) => {
      this.#numberOf.set(name, number);
    });
  }

  empty(): ActionSet {
    return new Uint32Array(Math.ceil(this.names.length / 32));
  }

  all(): ActionSet {
    return this.of(this.names);
  }

  /** Names that have no number are left out. */
  of(names: Iterable<string>): ActionSet {
    const set = this.empty();
    for (const name of names) {
      const number = this.#numberOf.get(name);
      if (number !== undefined) add(set, number);
    }
    return set;
  }

  /** Numbers of the actions a pattern matches, ascending; shared between callers, do not change them. */
  matching(pattern: string): Int32Array {
    const key = foldCase(pattern);
    let numbers = this.#byPattern.get(key);
    if (numbers === undefined) {
      const all = Int32Array.from(this.#catalog.expand(pattern), (name) => this.numberOf(name));
      numbers = all.filter((number) => number >= 0).sort();
      this.#byPattern.set(key, numbers);
    }
    return numbers;
  }

  /** The actions that one of the patterns matches, or with `negated` those that none does. */
  matchedBy({ negated, patterns }: Element): ActionSet {
    const matched = this.empty();
    for (const pattern of patterns) for (const number of this.matching(pattern)) add(matched, number);
    if (!negated) return matched;
    const others = this.all();
    subtract(others, matched);
    return others;
  }

  has(set: ActionSet, name: string): boolean {
    return contains(set, this.numberOf(name));
  }

  /** -1 for a name that has none, which no set contains. */
  numberOf(name: string): number {
    return this.#numberOf.get(name) ?? -1;
  }

  /** Those of `names` that are in the set, in their order; an array that is asked for again is looked up once. */
  among(set: ActionSet, names: readonly string[]): string[] {
    const numbers = this.#numbersOf(names);
    return names.filter((_, at) => contains(set, numbers[at] ?? -1));
  }

  /** In the order of the numbers. */
  list(set: ActionSet): string[] {
    const found: string[] = [];
    for (let word = 0; word < set.length; word++) {
      for (let bits = set[word] ?? 0; bits !== 0; bits &= bits - 1) {
        found.push(this.names[word * 32 + 31 - Math.clz32(bits & -bits)] ?? '');
      }
    }
    return found;
  }
}

export function add(set: ActionSet, number: number): void {
  set[number >>> 5] = (set[number >>> 5] ?? 0) | (1 << (number & 31));
}

export function contains(set: ActionSet, number: number): boolean {
  return ((set[number >>> 5] ?? 0) & (1 << (number & 31))) !== 0;
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

export function isSame(a: ActionSet, b: ActionSet): boolean {
  return a.every((word, at) => word === b[at]);
}

export function meet(a: ActionSet, b: ActionSet): boolean {
  return a.some((word, at) => (word & (b[at] ?? 0)) !== 0);
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
