import type { Clone } from './clone.ts';
import { type Action, decide, type Observed, type Wanted } from './decide.ts';
import { prepare } from './prepare.ts';
import type { PreparedUnit } from './prepared.ts';
import type { PullRequestSettings, Settled } from './settings.ts';
import { branchOf, type Candidate, type Unit, unitsOf } from './unit.ts';

/** One row of the state table. */
export interface PlanRow {
  readonly id: string;
  readonly branch: string;
  /** Index into the repositories; -1 when no repository holds anything of it. */
  readonly repository: number;
  readonly action: Action;
  readonly why: string;
  /** What there is to publish; null for a row that only closes or tells. */
  readonly prepared: PreparedUnit | null;
}

/** What a destination knows of one branch of one repository. */
export type Observe = (repository: number, branch: string) => Observed;

/** The publishable units, prepared: what there is to know before looking at any branch. */
export interface Proposals {
  readonly units: readonly Unit[];
  readonly prepared: readonly PreparedUnit[];
  /** Everything else the assessment speaks of, so that an open proposal for it is closed. */
  readonly settled: readonly Settled[];
}

export function proposals(
  recommendations: readonly Candidate[],
  settled: readonly Settled[],
  clones: readonly Pick<Clone, 'settings' | 'texts'>[],
  { sidecars }: Pick<PullRequestSettings, 'sidecars'>,
): Proposals {
  const { units, withheld } = unitsOf(recommendations);
  const known = new Set([...units, ...withheld].map(({ id }) => id));
  return {
    units,
    prepared: prepare(
      units,
      clones.map(({ settings, texts }) => ({
        name: settings.path,
        texts,
        mappings: settings.files,
        sidecars,
      })),
    ),
    settled: [...withheld, ...settled.filter(({ id }) => !known.has(id))],
  };
}

/** The state table: one row a unit and repository, and one for every branch of ours that has no reason any more. */
export function plan(
  { prepared, settled }: Proposals,
  repositories: number,
  observe: Observe,
  recreate: boolean,
): readonly PlanRow[] {
  const rows = prepared.map((each): PlanRow => {
    const { unit, repository, status, why } = each;
    const row = { id: unit.id, branch: unit.branch, repository, prepared: each };
    if (status === 'unmapped') return { ...row, action: 'unmapped', why };
    return { ...row, ...decide(wantedOf(each), observe(repository, unit.branch), recreate) };
  });
  const closing = settled.flatMap(({ id, reason }) =>
    Array.from({ length: repositories }, (_, repository): PlanRow => {
      const branch = branchOf(id);
      const decision = decide({ kind: 'nothing', reason }, observe(repository, branch));
      return { id, branch, repository, prepared: null, ...decision };
    }).filter(({ action }) => action !== 'nothing'),
  );
  return [...rows, ...closing].sort((a, b) =>
    a.branch < b.branch ? -1 : a.branch > b.branch ? 1 : a.repository - b.repository,
  );
}

function wantedOf({ unit, status, why }: PreparedUnit): Wanted {
  if (status === 'ready') return { kind: 'change', fingerprint: unit.fingerprint };
  return { kind: status === 'stale' ? 'stale' : 'nothing', reason: why };
}
