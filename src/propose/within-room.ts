import type { Catalog, Severity } from '../domain/catalog.ts';

const RANK: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3 };

/**
 * The actions to remove when a policy has no room for removing them all (`NotAction` grows with every removal): as
 * many of the most severe as fit. A stretch from the top, so that a second run has no room for the next one either.
 *
 * @param fits whether the document without these actions fits; more actions need more room
 */
export function withinRoom(
  removed: ReadonlySet<string>,
  catalog: Catalog,
  fits: (actions: ReadonlySet<string>) => boolean,
): ReadonlySet<string> {
  const ranked = [...removed].map((action) => ({ action, rank: rankOf(action, catalog) }));
  const ordered = ranked
    .sort((a, b) => a.rank - b.rank || (a.action < b.action ? -1 : 1))
    .map(({ action }) => action);
  const first = (count: number): ReadonlySet<string> => new Set(ordered.slice(0, count));
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (fits(first(middle))) low = middle;
    else high = middle - 1;
  }
  return first(low);
}

function rankOf(action: string, catalog: Catalog): number {
  const sensitivity = catalog.sensitivity(action);
  return sensitivity === null ? 4 : RANK[sensitivity.severity];
}
