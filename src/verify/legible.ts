import type { Catalog } from '../domain/catalog.ts';
import { foldCase } from '../domain/fold-case.ts';
import type { Clause } from './clause.ts';
import { type Demand, type Uncovered, uncovered } from './coverage.ts';
import { within } from './region.ts';

/** Real actions tried before the made-up name is shown. */
const TRIED = 500;

/** The uncovered request with an action that exists, in AWS's spelling, where there is one among the uncovered. */
export function legible(
  found: Uncovered,
  demand: Demand,
  clauses: readonly Clause[],
  catalog: Catalog,
): Uncovered {
  const known = catalog.action(found.action);
  if (known !== null) return { ...found, action: known.name };
  const pattern = demand.action.inside[0] ?? '*';
  for (const action of catalog.expand(pattern).slice(0, TRIED)) {
    const other = uncovered({ ...demand, action: within(demand.action, foldCase(action)) }, clauses);
    if (other !== null) return { ...other, action };
  }
  return found;
}
