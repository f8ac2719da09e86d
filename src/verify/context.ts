import type { Analysis } from '../domain/analysis.ts';
import type { Catalog } from '../domain/catalog.ts';
import type { Collected } from '../domain/collected.ts';
import type { NeverRule } from '../domain/never.ts';
import type { CheckResult, Counterexample, Recommendation } from '../domain/recommendation.ts';
import { Differences } from './difference.ts';
import { Documents } from './documents.ts';
import { Leftovers } from './leftovers.ts';
import { ObservedCalls } from './observed-calls.ts';
import { Reach } from './reach.ts';
import { Verdicts } from './verdicts.ts';
import { World } from './world.ts';

/** What every check of one run looks at; made once. */
export interface Context {
  readonly collected: Collected;
  /** Null: no verdicts are at hand, so only observed calls are replayed. */
  readonly verdicts: Verdicts | null;
  readonly catalog: Catalog;
  readonly documents: Documents;
  readonly reach: Reach;
  readonly calls: ObservedCalls;
  readonly leftovers: Leftovers;
  readonly differences: Differences;
  /** The account as it was collected. */
  readonly before: World;
  /** `Policy.id`s that any recommendation of the run changes. */
  readonly changedPolicies: ReadonlySet<string>;
  worldAfter(applied: Iterable<Recommendation>): World;
}

export function createContext(
  collected: Collected,
  analysis: Analysis | null,
  recommendations: readonly Recommendation[],
  catalog: Catalog,
  never: readonly NeverRule[] = [],
): Context {
  const documents = new Documents(collected);
  return {
    collected,
    verdicts: analysis === null ? null : new Verdicts(analysis, never),
    catalog,
    documents,
    reach: new Reach(collected),
    calls: new ObservedCalls(collected, catalog),
    leftovers: new Leftovers(catalog),
    differences: new Differences(),
    before: new World(collected, documents, []),
    changedPolicies: new Set(
      recommendations.flatMap(({ changes }) => changes.map(({ policyId }) => policyId)),
    ),
    worldAfter: (applied) => new World(collected, documents, applied),
  };
}

/** As many as a person reads; the rest are of the same making. */
const SHOWN = 20;

export function checkResult(counterexamples: readonly Counterexample[]): CheckResult {
  return {
    status: counterexamples.length === 0 ? 'passed' : 'failed',
    counterexamples: counterexamples.slice(0, SHOWN),
  };
}
