import type { Permission } from '../domain/analysis.ts';
import type { Sources } from './grants.ts';

/**
 * Rows on granted actions that were not called. Between principals that differ in their policies only, the statements
 * that grant an action decide what is said of it.
 */
export class JudgedRows {
  readonly #rows = new Map<Sources, Map<string, Permission>>();

  of(sources: Sources, action: string, judge: () => Permission): Permission {
    let rows = this.#rows.get(sources);
    if (rows === undefined) {
      rows = new Map();
      this.#rows.set(sources, rows);
    }
    let row = rows.get(action);
    if (row === undefined) {
      row = judge();
      rows.set(action, row);
    }
    return row;
  }
}
