import { formatShare, formatTime } from '../view/format.ts';
import { changeRows } from '../view/since-view.ts';
import type { Comparison, PrincipalChange } from './compare.ts';
import type { ProposalOutcome } from './proposal-outcome.ts';

const STATUSES: Readonly<Record<PrincipalChange['status'], string>> = {
  added: 'new in scope',
  removed: 'no longer in scope',
  recreated: 'deleted and recreated',
  stayed: '',
};

export const OUTCOMES: Readonly<Record<ProposalOutcome['outcome'], string>> = {
  applied: 'Applied as proposed',
  remediated: 'Remediated otherwise',
  partly: 'Partly remediated',
  open: 'Open',
  gone: 'Principal gone',
};

/** A comparison in words, for HTML and Markdown alike. */
export function comparisonView(comparison: Comparison) {
  const { old, new: now, changes, principals, proposals, notes } = comparison;
  return {
    tool: now.tool,
    oldAsOf: formatTime(old.asOf),
    newAsOf: formatTime(now.asOf),
    notes,
    rows: changeRows(changes),
    principals: principals.map((change) => ({
      arn: change.arn,
      status: STATUSES[change.status],
      exposure: exposures(change),
      trend: trend(change),
      newlyUnused: named(change.newlyUnused),
      newlyGranted: named(change.newlyGranted),
      remediated: named(change.remediated),
    })),
    proposals: proposals.map(({ id, outcome, stillGranted }) => ({
      id,
      outcome: OUTCOMES[outcome],
      stillGranted: named([...new Set(stillGranted.map(({ action }) => action))]),
    })),
  };
}

export type ComparisonView = ReturnType<typeof comparisonView>;

/** A cell names so many; all stand in compare.json. */
const MOST_NAMED = 12;

function named(actions: readonly string[]) {
  const more = actions.length - MOST_NAMED;
  return { actions: actions.slice(0, MOST_NAMED), more: more > 0 ? `and ${more} more` : '' };
}

function exposures({ exposureBefore, exposureNow }: PrincipalChange): string {
  const shares = [exposureBefore, exposureNow].flatMap((share) =>
    share === null ? [] : [formatShare(share)],
  );
  return shares.join(' to ');
}

function trend({ exposureBefore, exposureNow }: PrincipalChange): string {
  if (exposureBefore === null || exposureNow === null || exposureBefore === exposureNow) return '';
  return exposureNow < exposureBefore ? 'fell' : 'rose';
}
