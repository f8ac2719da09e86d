import type { Severity } from '../../domain/catalog.ts';

/** Worst first. */
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** 0 is the worst; null (not sensitive) comes last. */
export const severityRank = (severity: Severity | null): number =>
  severity === null ? SEVERITIES.length : SEVERITIES.indexOf(severity);

export const worst = (severities: readonly (Severity | null)[]): Severity | null =>
  SEVERITIES.find((severity) => severities.includes(severity)) ?? null;

/** Compares by the keys in turn; strings by code unit, never by locale. */
export function compareBy<Item>(
  ...keys: readonly ((item: Item) => string | number)[]
): (a: Item, b: Item) => number {
  return (a, b) => {
    for (const key of keys) {
      const left = key(a);
      const right = key(b);
      if (left < right) return -1;
      if (left > right) return 1;
    }
    return 0;
  };
}
