import type { ReviewChanges } from '../../domain/review.ts';
import type { Assessment, AssessmentPrincipal } from '../assessment-schema.ts';
import { isGrantedSensitive } from '../summary.ts';
import { compareBy } from '../view/severity.ts';
import { type ProposalOutcome, proposalOutcomes } from './proposal-outcome.ts';

export interface PrincipalChange {
  readonly arn: string;
  readonly account: string;
  readonly name: string;
  /** `recreated`: the same ARN under another unique id. */
  readonly status: 'added' | 'removed' | 'recreated' | 'stayed';
  /** 0 to 100; null where it was not reviewed. */
  readonly exposureBefore: number | null;
  readonly exposureNow: number | null;
  /** Granted sensitive actions, of principals in both reviews. Sorted. */
  readonly newlyUnused: readonly string[];
  readonly newlyGranted: readonly string[];
  /** Unused before and granted no more. */
  readonly remediated: readonly string[];
  /** Its exposure rose. */
  readonly regressed: boolean;
}

/** What changed between two reviews. Permissions are granted sensitive ones of principals in scope of both. */
export interface Comparison {
  readonly schemaVersion: 1;
  readonly old: ReviewPoint;
  readonly new: ReviewPoint;
  readonly changes: ReviewChanges;
  /** Those that changed, most worsened first. */
  readonly principals: readonly PrincipalChange[];
  /** What became of the old review's verified proposals. */
  readonly proposals: readonly ProposalOutcome[];
  /** Why numbers may differ for other reasons than access: another scope, target or window. */
  readonly notes: readonly string[];
}

type ReviewPoint = Pick<Assessment, 'tool' | 'asOf' | 'window' | 'target'> & {
  readonly coverage: Assessment['coverage']['verdict'];
  readonly principalsInScope: number;
};

/** Compares two assessments; pure, and whichever is called old is taken for the earlier one. */
export function compare(older: Assessment, newer: Assessment): Comparison {
  const pairs = pairUp(inScope(older), inScope(newer));
  const principals = pairs.map(([before, now]) => principalChange(before, now));
  const sum = (pick: (change: PrincipalChange) => number): number =>
    principals.reduce((total, change) => total + pick(change), 0);
  return {
    schemaVersion: 1,
    old: point(older),
    new: point(newer),
    changes: {
      exposureBefore: meanExposure(inScope(older)),
      exposureNow: meanExposure(inScope(newer)),
      principalsAdded: sum(({ status }) => Number(status === 'added')),
      principalsRemoved: sum(({ status }) => Number(status === 'removed')),
      newlyUnused: sum(({ newlyUnused }) => newlyUnused.length),
      newlyGranted: sum(({ newlyGranted }) => newlyGranted.length),
      remediated: sum(({ remediated }) => remediated.length),
      regressed: sum(({ regressed }) => Number(regressed)),
    },
    principals: principals.filter(isChange).sort(
      compareBy(
        ({ exposureBefore, exposureNow }) => (exposureBefore ?? 0) - (exposureNow ?? 0),
        ({ arn }) => arn,
        ({ status }) => status,
      ),
    ),
    proposals: proposalOutcomes(older, newer),
    notes: notesOf(older, newer),
  };
}

const inScope = ({ principals }: Assessment): readonly AssessmentPrincipal[] =>
  principals.filter((principal) => principal.inScope);

const point = ({ tool, asOf, window, target, coverage, summary }: Assessment): ReviewPoint => ({
  tool,
  asOf,
  window,
  target,
  coverage: coverage.verdict,
  principalsInScope: summary.principalsInScope,
});

function meanExposure(principals: readonly AssessmentPrincipal[]): number {
  const total = principals.reduce((sum, { exposure }) => sum + exposure.before, 0);
  return principals.length === 0 ? 0 : Math.round((10 * total) / principals.length) / 10;
}

type Pair = readonly [before: AssessmentPrincipal | null, now: AssessmentPrincipal | null];

/** By ARN and unique id; what is left over, by ARN alone: a recreated principal. */
function pairUp(
  before: readonly AssessmentPrincipal[],
  now: readonly AssessmentPrincipal[],
): readonly Pair[] {
  const key = ({ arn, uniqueId }: AssessmentPrincipal): string => `${arn} ${uniqueId}`;
  const same = new Map(now.map((principal) => [key(principal), principal]));
  const kept = new Set(before.map(key).filter((each) => same.has(each)));
  const gone = before.filter((principal) => !kept.has(key(principal)));
  const added = now.filter((principal) => !kept.has(key(principal)));
  const recreated = gone.map(
    (principal) => [principal, added.find(({ arn }) => arn === principal.arn) ?? null] as const,
  );
  const taken = new Set(recreated.map(([, successor]) => successor));
  return [
    ...before
      .filter((principal) => kept.has(key(principal)))
      .map((principal) => [principal, same.get(key(principal)) ?? null] as const),
    ...recreated,
    ...added.filter((principal) => !taken.has(principal)).map((principal) => [null, principal] as const),
  ];
}

function principalChange(
  before: AssessmentPrincipal | null,
  now: AssessmentPrincipal | null,
): PrincipalChange {
  const either = now ?? before;
  if (either === null) throw new Error('A pair of nobody.');
  const usedBefore = usageOf(before);
  const usedNow = usageOf(now);
  const both = before !== null && now !== null;
  const where = (actions: ReadonlyMap<string, string>, holds: (action: string, usage: string) => boolean) =>
    both
      ? [...actions]
          .filter(([action, usage]) => holds(action, usage))
          .map(([action]) => action)
          .sort()
      : [];
  return {
    arn: either.arn,
    account: either.account,
    name: either.name,
    status:
      before === null
        ? 'added'
        : now === null
          ? 'removed'
          : before.uniqueId === now.uniqueId
            ? 'stayed'
            : 'recreated',
    exposureBefore: before?.exposure.before ?? null,
    exposureNow: now?.exposure.before ?? null,
    newlyUnused: where(
      usedNow,
      (action, usage) => usage === 'unused' && (usedBefore.get(action) ?? 'unused') !== 'unused',
    ),
    newlyGranted: where(usedNow, (action) => !usedBefore.has(action)),
    remediated: where(usedBefore, (action, usage) => usage === 'unused' && !usedNow.has(action)),
    regressed: both && now.exposure.before > before.exposure.before,
  };
}

const usageOf = (principal: AssessmentPrincipal | null): ReadonlyMap<string, string> =>
  new Map(principal?.permissions.filter(isGrantedSensitive).map(({ action, usage }) => [action, usage]));

const isChange = (change: PrincipalChange): boolean =>
  change.status !== 'stayed' ||
  change.exposureBefore !== change.exposureNow ||
  change.newlyUnused.length + change.newlyGranted.length + change.remediated.length > 0;

function notesOf(older: Assessment, newer: Assessment): readonly string[] {
  const catalog = ({ catalog: sources }: Assessment): string =>
    sources.map(({ name, version }) => `${name} ${version}`).join(', ');
  return [
    ...(older.asOf > newer.asOf ? ['The old review is of a later time than the new one.'] : []),
    ...(older.window.days === newer.window.days
      ? []
      : [`The windows differ: ${older.window.days} and ${newer.window.days} days.`]),
    ...(catalog(older) === catalog(newer)
      ? []
      : ['The catalogs of AWS actions differ, so what counts as sensitive may.']),
    ...(older.coverage.verdict === newer.coverage.verdict
      ? []
      : [
          `Coverage was ${older.coverage.verdict} and is ${newer.coverage.verdict}: verdicts may differ for that alone.`,
        ]),
  ];
}
