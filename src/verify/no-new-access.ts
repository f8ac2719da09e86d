import type { Effect, PolicyDocument } from '../domain/policy.ts';
import type { CheckResult, Counterexample, PolicyChange, Recommendation } from '../domain/recommendation.ts';
import { PolicySyntaxError } from '../iam/index.ts';
import { type Clause, clausesWith } from './clause.ts';
import { type Context, checkResult } from './context.ts';
import { demandsOf, type Uncovered, uncovered } from './coverage.ts';
import { legible } from './legible.ts';
import { sameJson } from './same-json.ts';

/**
 * Proves for each change of a recommendation that it grants nothing new, whatever else is or is not applied:
 * every Allow of the new document is covered by the document it takes the place of, and every Deny that goes is kept
 * by another document of the same holder that no recommendation touches, or that this one creates.
 *
 * @returns failed with a request that only the new documents allow, or that could not be proved.
 */
export function noNewAccess(recommendation: Recommendation, context: Context): CheckResult {
  return checkResult(recommendation.changes.flatMap((change) => newAccess(change, recommendation, context)));
}

function newAccess(
  change: PolicyChange,
  recommendation: Recommendation,
  context: Context,
): readonly Counterexample[] {
  const stale = notTheOriginal(change, recommendation, context);
  if (stale !== null) return [unproved(change, stale)];
  const before = context.documents.readable(change.before);
  if (change.kind === 'detach' || change.kind === 'delete')
    return lostByRemoval(change, recommendation, context);
  if (change.after === null) return [unproved(change, 'There is no new document.')];
  const after = context.documents.read(change.after);
  if (after instanceof PolicySyntaxError) {
    return [unproved(change, `The new document cannot be read: ${after.message}.`)];
  }
  const allows = newlyAllowed(before, after, change, context);
  // A created document takes nothing away; what its original denied is asked where the original is detached.
  if (change.kind === 'create' || before === null) return allows;
  const keepers = [after, ...createdBeside(change, recommendation, context)];
  return [...allows, ...lostDenies(before, keepers, change, context)];
}

/** What a split adds for the one holder of the policy: it reaches whomever the policy reached. */
function createdBeside(
  change: PolicyChange,
  recommendation: Recommendation,
  context: Context,
): readonly PolicyDocument[] {
  const [holder, ...others] = holdersOf(change.policyId, context);
  if (holder === undefined || others.length > 0) return [];
  const members = context.reach.membersOf(holder);
  const reached = [...context.reach.of({ ...recommendation, changes: [change] })];
  return reached.every((principal) => members.has(principal))
    ? createdFor(holder, recommendation, context)
    : [];
}

function createdFor(
  holder: string,
  { changes }: Recommendation,
  { documents }: Context,
): readonly PolicyDocument[] {
  return changes
    .filter(({ kind, target }) => kind === 'create' && target === holder)
    .flatMap(({ after }) => documents.readable(after) ?? []);
}

function newlyAllowed(
  before: PolicyDocument | null,
  after: PolicyDocument,
  change: PolicyChange,
  context: Context,
): readonly Counterexample[] {
  const originals = clausesWith('Allow', before === null ? [] : [before]);
  const principals = clausesWith('Allow', [after]).filter(({ statement }) => statement.hasPrincipal);
  return [
    ...principals.map(({ statement }) =>
      unproved(change, `Statement ${statement.index} names a Principal, which no identity policy may.`),
    ),
    ...firstUncovered('Allow', [after], originals, context).map(({ clause, request }) => ({
      ...counterexample(change, request),
      explanation: request.certain
        ? `Statement ${clause.statement.index} of the new document allows it; no statement of the original does under the same or weaker conditions.`
        : `Statement ${clause.statement.index} of the new document may allow it; its patterns are too intricate to prove that the original does.`,
    })),
  ];
}

function lostDenies(
  before: PolicyDocument,
  keepers: readonly PolicyDocument[],
  change: PolicyChange,
  context: Context,
): readonly Counterexample[] {
  return firstUncovered('Deny', [before], clausesWith('Deny', keepers), context).map(
    ({ clause, request }) => ({
      ...counterexample(change, request),
      explanation: `Statement ${clause.statement.index} of the original denies it; after the change nothing denies it under the same or weaker conditions.`,
    }),
  );
}

/** Detaching or deleting a document with a Deny widens access unless the same holder keeps the Deny. */
function lostByRemoval(
  change: PolicyChange,
  recommendation: Recommendation,
  context: Context,
): readonly Counterexample[] {
  const document = context.collected.policies.get(change.policyId)?.document ?? null;
  if (document === null) {
    return [
      unproved(change, 'The original document cannot be read, so it cannot be shown that it denies nothing.'),
    ];
  }
  if (clausesWith('Deny', [document]).length === 0) return [];
  const holders = change.target === null ? holdersOf(change.policyId, context) : [change.target];
  if (holders.length === 0) return lostDenies(document, [], change, context);
  return holders.flatMap((holder) =>
    lostDenies(document, keepersOf(holder, recommendation, context), change, context),
  );
}

/** Documents of the holder that stay in every order of applying the run's recommendations, and those created here. */
function keepersOf(
  holder: string,
  recommendation: Recommendation,
  context: Context,
): readonly PolicyDocument[] {
  const kept = context.before
    .heldBy(holder, context.reach)
    .filter(({ policyId }) => !context.changedPolicies.has(policyId))
    .map(({ document }) => document);
  return [...new Set([...kept, ...createdFor(holder, recommendation, context)])].filter(
    (document) => document !== null,
  );
}

function holdersOf(policyId: string, context: Context): readonly string[] {
  const holders = [...context.reach.attachedTo(policyId)]
    .flatMap((principal) => context.before.holdings(principal))
    .filter((holding) => holding.policyId === policyId)
    .map(({ holder }) => holder);
  return [...new Set(holders)];
}

/** Why `before` is not what the account has: a proof against anything else would prove nothing. */
function notTheOriginal(
  change: PolicyChange,
  recommendation: Recommendation,
  context: Context,
): string | null {
  const original = context.collected.policies.get(change.policyId)?.document ?? null;
  if (change.kind === 'replace') {
    if (original !== null && change.before !== null && sameJson(change.before, original.raw)) return null;
    return 'What it says to replace is not the document that was collected.';
  }
  if (change.before === null) return null;
  if (change.kind !== 'create') {
    if (original === null || sameJson(change.before, original.raw)) return null;
    return 'What it says to remove is not the document that was collected.';
  }
  const replaced = recommendation.changes.some((other) => {
    // Beside a replaced policy it is a part split off, for a holder who has the whole of it.
    if (other.kind === 'create' || (other.kind !== 'replace' && other.target !== change.target)) return false;
    const document = context.collected.policies.get(other.policyId)?.document ?? null;
    return (
      document !== null &&
      sameJson(change.before, document.raw) &&
      holds(change.target, other.policyId, context)
    );
  });
  return replaced
    ? null
    : 'What it says to take the place of is not a document that this recommendation detaches or splits there.';
}

function holds(target: string | null, policyId: string, context: Context): boolean {
  if (target === null) return false;
  return context.before.heldBy(target, context.reach).some((holding) => holding.policyId === policyId);
}

/** An uncovered request, of a real action if there is one, for each clause that does not literally stand in `others`. */
function firstUncovered(
  effect: Effect,
  documents: readonly PolicyDocument[],
  others: readonly Clause[],
  { catalog }: Context,
): readonly { readonly clause: Clause; readonly request: Uncovered }[] {
  const same = new Set(others.map(({ key }) => key));
  return clausesWith(effect, documents).flatMap((clause) => {
    if (same.has(clause.key)) return [];
    const requests = demandsOf(clause).flatMap((demand) => {
      const request = uncovered(demand, others);
      return request === null ? [] : [legible(request, demand, others, catalog)];
    });
    const request = requests.find(({ action }) => catalog.action(action) !== null) ?? requests[0];
    return request === undefined ? [] : [{ clause, request }];
  });
}

function counterexample(change: PolicyChange, request: Uncovered): Omit<Counterexample, 'explanation'> {
  return {
    principalArn: change.target,
    policy: change.policy,
    action: request.action,
    resource: request.resource,
  };
}

function unproved(change: PolicyChange, explanation: string): Counterexample {
  return { principalArn: change.target, policy: change.policy, action: '*', resource: null, explanation };
}
