import type { Catalog, Severity } from '../domain/catalog.ts';

const RANK: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3 };
const NOT_SENSITIVE = 4;

/** Actions that go together or not at all. */
interface Unit {
  readonly actions: readonly string[];
  /** Of its most severe action. */
  readonly rank: number;
}

/**
 * Removed actions in the order in which they are given room, each with those that go with it.
 *
 * @param byService whether services of which every action goes come first, each as one: `ec2:*` takes hundreds away in
 *   the room of one name
 */
export function removalOrder(
  removed: ReadonlySet<string>,
  catalog: Catalog,
  byService: boolean,
): readonly (readonly string[])[] {
  const unit = (actions: readonly string[]): Unit => ({
    actions,
    rank: Math.min(...actions.map((action) => rankOf(action, catalog))),
  });
  const services = byService ? wholeServices(removed, catalog).map(({ actions }) => unit(actions)) : [];
  const taken = new Set(services.flatMap(({ actions }) => actions));
  const others = [...removed].filter((action) => !taken.has(action)).map((action) => unit([action]));
  return [...services.sort(bySeverity), ...others.sort(bySeverity)].map(({ actions }) => actions);
}

/** Services of which the catalog knows no action that stays; sorted by name, with their actions. */
export function wholeServices(
  gone: ReadonlySet<string>,
  catalog: Catalog,
): readonly { readonly pattern: string; readonly actions: readonly string[] }[] {
  const services = [...new Set([...gone].map((action) => action.slice(0, action.indexOf(':'))))].sort();
  return services.flatMap((service) => {
    const pattern = `${service}:*`;
    const actions = catalog.expand(pattern);
    return actions.length > 1 && actions.every((action) => gone.has(action)) ? [{ pattern, actions }] : [];
  });
}

function bySeverity(a: Unit, b: Unit): number {
  const [one = '', other = ''] = [a.actions[0], b.actions[0]];
  return a.rank - b.rank || b.actions.length - a.actions.length || (one < other ? -1 : 1);
}

function rankOf(action: string, catalog: Catalog): number {
  const sensitivity = catalog.sensitivity(action);
  return sensitivity === null ? NOT_SENSITIVE : RANK[sensitivity.severity];
}
