import { ActionIndex, type ActionSet, add, DEPENDENCIES, subtract, union } from '../catalog/index.ts';
import type { Permission, PrincipalAnalysis } from '../domain/analysis.ts';
import type { Catalog } from '../domain/catalog.ts';
import { neverUsed } from './decided-removals.ts';
import type { ResolvedOptions } from './options.ts';
import type { Subject } from './world.ts';

/** What one analysis says about actions; numbers are those of the names in the order in which they were met. */
interface Reading {
  readonly mayGo: Int32Array;
  readonly stays: Int32Array;
  /** Actions and patterns that the catalog does not know. */
  readonly unknown: readonly string[];
}

/** What a row says of the action with that number; null: nothing, as of an action that is not sensitive. */
type RowReading = { readonly number: number; readonly stays: boolean } | 'unknown' | null;

/** What the evidence allows to remove from whom. Rows that principals share are read once. */
export class Candidates {
  /** Every action that may go from anybody, and those that cannot do without another; sorted. */
  readonly index: ActionIndex;
  readonly #catalog: Catalog;
  readonly #options: ResolvedOptions;
  readonly #numbers = new Map<string, number>();
  readonly #rows = new Map<Permission, RowReading>();
  readonly #readings = new Map<PrincipalAnalysis, Reading>();
  /** From the order in which names were met to the index; -1 for what is not in it. */
  readonly #indexed: Int32Array;

  constructor(subjects: Iterable<Subject>, catalog: Catalog, options: ResolvedOptions) {
    this.#catalog = catalog;
    this.#options = options;
    const mayGo = new Set<number>();
    const names = new Set(DEPENDENCIES.flatMap(({ neededBy }) => catalog.expand(`${neededBy}*`)));
    for (const { principal, analysis } of subjects) {
      if (analysis === null) continue;
      const reading = this.#read(analysis);
      this.#readings.set(analysis, reading);
      for (const number of reading.mayGo) mayGo.add(number);
      for (const name of this.#decided(principal, analysis)) names.add(name);
    }
    for (const [name, number] of this.#numbers) if (mayGo.has(number)) names.add(name);
    this.index = new ActionIndex(catalog, [...names].sort());
    this.#indexed = Int32Array.from(this.#numbers.keys(), (name) => this.index.numberOf(name));
  }

  /**
   * Actions judged `unused` and nothing else, by every entry that names them, and known to the catalog (a pattern of
   * an unknown service is never removed); and those that a person decided against.
   */
  of({ principal, analysis }: Subject): ActionSet {
    const reading = analysis === null ? undefined : this.#readings.get(analysis);
    if (analysis === null || reading === undefined) return this.index.empty();
    const removable = this.#setOf(reading.mayGo);
    subtract(removable, this.#setOf(reading.stays));
    const decided = this.#decided(principal, analysis);
    if (decided.length > 0) union(removable, this.index.of(decided));
    return removable;
  }

  /** The actions and patterns an analysis names that the catalog does not know. */
  unknownTo(analysis: PrincipalAnalysis | null): readonly string[] {
    return analysis === null ? [] : (this.#readings.get(analysis)?.unknown ?? []);
  }

  #setOf(numbers: Int32Array): ActionSet {
    const set = this.index.empty();
    for (const number of numbers) {
      const indexed = this.#indexed[number] ?? -1;
      if (indexed >= 0) add(set, indexed);
    }
    return set;
  }

  #read({ permissions, otherUnused }: PrincipalAnalysis): Reading {
    const mayGo: number[] = [];
    const stays: number[] = [];
    const unknown: string[] = [];
    for (const row of permissions) {
      const reading = this.#readRow(row);
      if (reading === 'unknown') unknown.push(row.action);
      else if (reading !== null) (reading.stays ? stays : mayGo).push(reading.number);
    }
    if (this.#options.target !== 'sensitive') {
      for (const action of otherUnused) {
        const name = this.#canonical(action);
        if (name !== null) mayGo.push(this.#numberOf(name));
      }
    }
    return { mayGo: Int32Array.from(mayGo), stays: Int32Array.from(stays), unknown };
  }

  #readRow(row: Permission): RowReading {
    let reading = this.#rows.get(row);
    if (reading === undefined) {
      const name = this.#canonical(row.action);
      const stays = !isUnused(row);
      const matters = stays || this.#options.target !== 'sensitive' || row.severity !== null;
      if (name === null) reading = 'unknown';
      else reading = matters ? { number: this.#numberOf(name), stays } : null;
      this.#rows.set(row, reading);
    }
    return reading;
  }

  #numberOf(name: string): number {
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(name, number);
    }
    return number;
  }

  #decided(principal: Subject['principal'], analysis: PrincipalAnalysis): readonly string[] {
    const decided = neverUsed(principal, analysis, this.#options.never);
    return [...decided.keys()].filter((action) => this.#canonical(action) === action);
  }

  #canonical(action: string): string | null {
    return this.#catalog.action(action)?.name ?? null;
  }
}

function isUnused(permission: Permission): boolean {
  return permission.usage === 'unused' && permission.conflict === null && permission.calls === 0;
}
