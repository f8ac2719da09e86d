import type { Permission } from '../domain/analysis.ts';
import { oncePer } from '../domain/once-per.ts';
import type { Principal } from '../domain/principal.ts';
import type { Counterexample, Recommendation } from '../domain/recommendation.ts';
import type { Clause } from './clause.ts';
import type { Context } from './context.ts';
import type { Uncovered } from './coverage.ts';
import type { Asked } from './difference.ts';
import { mustKeep } from './must-keep.ts';
import type { ObservedCall } from './observed-calls.ts';
import { documentsOf, type Holding, type World } from './world.ts';

/** A use that must still be allowed. */
interface Use extends Asked {
  /** One sentence. */
  readonly evidence: string;
}

export interface Replay {
  /** Distinct observed calls and verdicts that were asked for. */
  readonly replayed: number;
  readonly lost: readonly Counterexample[];
}

/**
 * Replays on the account after `applied` what the principals are known to do or may need: their observed authorised
 * calls, and what the analysis judges used, unknown or denied only.
 *
 * A call does not tell which statement let it pass, nor the context that its conditions saw. So each statement that
 * could have allowed it counts, and must still be answered by statements with the same or weaker conditions, on the
 * resources it was about; and no Deny may be new to it. Identity policies and a permissions boundary are asked apart.
 */
export function replay(
  principals: Iterable<Principal>,
  applied: readonly Recommendation[],
  after: World,
  context: Context,
): Replay {
  const lost: Counterexample[] = [];
  let replayed = 0;
  for (const principal of principals) {
    const uses = usesOf(principal, applied, context);
    replayed += uses.length;
    for (const [before, now] of layersOf(principal, context.before, after)) {
      const loss = lossIn(before, now, principal, context);
      if (loss === null) continue;
      for (const use of uses) {
        const found = loss(use);
        if (found !== null) lost.push(found);
      }
    }
  }
  return { replayed, lost };
}

function usesOf(principal: Principal, applied: readonly Recommendation[], context: Context): readonly Use[] {
  const calls = context.calls.of(principal);
  return [
    ...calls.map((call) => useOf(call, context)),
    ...mustKeep(principal, calls, applied, context).map(useJudged),
  ];
}

/** Of a row of the analysis, which many principals share. */
const useJudged = oncePer(
  ({ action, usage }: Permission): Use => ({
    action,
    resources: () => ANYWHERE,
    evidence: `The evidence says ${usage}.`,
  }),
);
const ANYWHERE: readonly string[] = ['*'];

function useOf(call: ObservedCall, { calls }: Context): Use {
  return {
    action: call.action,
    resources: () => calls.resourcesOf(call),
    evidence: call.certain ? `Used by ${call.event}.` : `Possibly used by ${call.event}.`,
  };
}

/** Tells of calls of one principal whether they are lost; what the documents differ in is worked out once. */
export function lossOf(
  principal: Principal,
  after: World,
  context: Context,
): (call: ObservedCall) => Counterexample | null {
  const layers = layersOf(principal, context.before, after).map(([before, now]) =>
    lossIn(before, now, principal, context),
  );
  return (call) => {
    const use = useOf(call, context);
    for (const loss of layers) {
      const found = loss?.(use) ?? null;
      if (found !== null) return found;
    }
    return null;
  };
}

/** Sets of policies that must each allow a request, before and after: identity policies, and the boundary if any. */
function layersOf(
  principal: Principal,
  before: World,
  after: World,
): readonly (readonly [readonly Holding[], readonly Holding[]])[] {
  const boundary = [before.boundary(principal), after.boundary(principal)] as const;
  const boundaries = boundary.map((holding) => (holding === null ? [] : [holding])) as [Holding[], Holding[]];
  return [[before.holdings(principal), after.holdings(principal)], boundaries];
}

/** Null: nothing can be lost. */
function lossIn(
  before: readonly Holding[],
  after: readonly Holding[],
  principal: Principal,
  { differences }: Context,
): ((use: Use) => Counterexample | null) | null {
  const difference = differences.of(documentsOf(before), documentsOf(after));
  if (difference === null) return null;
  return (use) => {
    const request = difference.firstUncovered(use);
    if (request === null) return null;
    const [clause, uncoveredRequest] = request;
    const holding = [...before, ...after].find(({ document }) =>
      document?.statements.includes(clause.statement),
    );
    return {
      principalArn: principal.arn,
      policy: holding?.policy ?? null,
      action: use.action,
      resource: uncoveredRequest.resource,
      explanation: explain(clause, use, uncoveredRequest),
    };
  };
}

function explain(clause: Clause, use: Use, { certain }: Uncovered): string {
  if (clause.effect === 'Deny')
    return `${use.evidence} Statement ${clause.statement.index} of the change newly denies it.`;
  return certain
    ? `${use.evidence} Statement ${clause.statement.index} allowed it; after the change nothing allows it under the same or weaker conditions.`
    : `${use.evidence} Statement ${clause.statement.index} allowed it; its patterns are too intricate to prove that anything still does.`;
}
