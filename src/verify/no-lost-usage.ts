import type { PolicyDocument } from '../domain/policy.ts';
import type { Principal } from '../domain/principal.ts';
import type { Counterexample, Recommendation } from '../domain/recommendation.ts';
import { intersects } from '../iam/index.ts';
import { type Clause, clausesWith } from './clause.ts';
import type { Context } from './context.ts';
import { demandsOf, type Uncovered, uncovered } from './coverage.ts';
import { matchesAction } from './matches-action.ts';
import { mustKeep } from './must-keep.ts';
import type { ObservedCall } from './observed-calls.ts';
import { ACTIONS } from './region.ts';
import { documentsOf, type Holding, type World } from './world.ts';

/** A use that must still be allowed. */
interface Use {
  readonly action: string;
  /** Patterns of the resources it was about, asked for only when something that allowed the action is gone. */
  resources(): readonly string[];
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
      const loss = lossIn(before, now, principal);
      lost.push(...uses.flatMap((use) => loss(use) ?? []));
    }
  }
  return { replayed, lost };
}

function usesOf(principal: Principal, applied: readonly Recommendation[], context: Context): readonly Use[] {
  const calls = context.calls.of(principal);
  return [
    ...calls.map((call) => useOf(call, context)),
    ...mustKeep(principal, calls, applied, context).map(({ action, usage }) => ({
      action,
      resources: () => ['*'],
      evidence: `The evidence says ${usage}.`,
    })),
  ];
}

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
    lossIn(before, now, principal),
  );
  return (call) => {
    const use = useOf(call, context);
    for (const loss of layers) {
      const found = loss(use);
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

function lossIn(
  before: readonly Holding[],
  after: readonly Holding[],
  principal: Principal,
): (use: Use) => Counterexample | null {
  const was = documentsOf(before);
  const is = documentsOf(after);
  const gone = difference('Allow', was, is);
  const added = difference('Deny', is, was);
  if (gone.length === 0 && added.length === 0) return () => null;
  const allows = clausesWith('Allow', is);
  const denies = clausesWith('Deny', was);
  return (use) => {
    const request = firstUncovered(gone, allows, use) ?? firstUncovered(added, denies, use);
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

/** Clauses of an effect that stand in `documents` and not, word for word, in `others`. */
function difference(
  effect: 'Allow' | 'Deny',
  documents: readonly PolicyDocument[],
  others: readonly PolicyDocument[],
): readonly Clause[] {
  const same = new Set(others);
  const changed = clausesWith(
    effect,
    documents.filter((document) => !same.has(document)),
  );
  if (changed.length === 0) return [];
  const keys = new Set(clausesWith(effect, others).map(({ key }) => key));
  return changed.filter(({ key }) => !keys.has(key));
}

/** A request of the use that one of `clauses` is about and that `others` do not cover. */
function firstUncovered(
  clauses: readonly Clause[],
  others: readonly Clause[],
  use: Use,
): readonly [Clause, Uncovered] | null {
  for (const clause of clauses) {
    if (!mayMatchAction(clause, use.action)) continue;
    const candidates = others.filter((other) => mayMatchAction(other, use.action));
    for (const resource of use.resources()) {
      for (const demand of demandsOf(clause, { action: use.action, resource })) {
        const request = uncovered(demand, candidates);
        if (request !== null) return [clause, request];
      }
    }
  }
  return null;
}

/** The action of a use may be a pattern, of a service the catalog does not know. */
function mayMatchAction(clause: Clause, action: string): boolean {
  if (!/[*?]/.test(action)) return matchesAction(clause, action);
  return (
    clause.action.negated || clause.action.patterns.some((pattern) => intersects(pattern, action, ACTIONS))
  );
}
