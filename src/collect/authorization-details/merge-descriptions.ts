export interface Described<T> {
  readonly detail: T;
  /** The file it came from. */
  readonly location: string;
}

/** One ARN described differently in two places: exports of different times were mixed. */
export interface Conflict {
  readonly arn: string;
  readonly locations: readonly string[];
  readonly reason: string;
}

export interface Facets<T> {
  readonly uniqueId: (detail: T) => string;
  /** When it was last made or changed, as far as told; decides which description is the newer. */
  readonly changed: (detail: T) => string | null;
  /** The part that does not change between two pages of one export. */
  readonly stable: (detail: T) => unknown;
}

/**
 * One description per ARN. Pages overlap, so equal descriptions are one. IAM holds one entity per ARN at a time: when
 * the descriptions differ (a recreated principal has another unique id), exports of different times were mixed. Then
 * the newer counts, because the older no longer exists, and the conflict is told instead of passing in silence.
 */
export function mergeDescriptions<T extends { readonly Arn: string }>(
  described: readonly Described<T>[],
  facets: Facets<T>,
): { readonly kept: readonly T[]; readonly conflicts: readonly Conflict[] } {
  const byArn = new Map<string, Described<T>[]>();
  for (const item of described) {
    const same = byArn.get(item.detail.Arn);
    if (same === undefined) byArn.set(item.detail.Arn, [item]);
    else same.push(item);
  }
  const kept: T[] = [];
  const conflicts: Conflict[] = [];
  for (const [arn, items] of [...byArn].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [only] = items;
    if (only !== undefined && items.length === 1) {
      kept.push(only.detail);
      continue;
    }
    const ranked = items.map((item) => rank(item, facets)).sort((a, b) => (a.order < b.order ? 1 : -1));
    const [newest] = ranked;
    if (newest === undefined) continue;
    kept.push(newest.item.detail);
    const others = ranked.filter(({ stable }) => stable !== newest.stable);
    if (others.length > 0) conflicts.push(conflict(arn, newest, others));
  }
  return { kept, conflicts };
}

interface Ranked<T> {
  readonly item: Described<T>;
  readonly id: string;
  readonly stable: string;
  readonly order: string;
}

function rank<T>(item: Described<T>, { uniqueId, changed, stable }: Facets<T>): Ranked<T> {
  const id = uniqueId(item.detail);
  const text = JSON.stringify(stable(item.detail));
  return {
    item,
    id,
    stable: text,
    order: [changed(item.detail) ?? '', text, JSON.stringify(item.detail)].join('\n'),
  };
}

function conflict<T>(arn: string, newest: Ranked<T>, others: readonly Ranked<T>[]): Conflict {
  const recreated = others.find(({ id }) => id !== newest.id);
  const locations = [...new Set([newest, ...others].map(({ item }) => item.location))].sort();
  const what =
    recreated === undefined
      ? 'is described differently'
      : `has two unique ids (${newest.id} is the newer, ${recreated.id} was deleted before it)`;
  return {
    arn,
    locations,
    reason: `${arn} ${what} in ${locations.join(', ')}: exports of different times are mixed and only the newer counts; give one export`,
  };
}
