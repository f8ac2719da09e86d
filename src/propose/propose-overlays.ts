import { subtract } from '../catalog/index.ts';
import type { Analysis, PrincipalAnalysis } from '../domain/analysis.ts';
import type { Kept, PolicyChange, Recommendation } from '../domain/recommendation.ts';
import { decidedRemovals } from './decided-removals.ts';
import { dependentsOf } from './dependents.ts';
import { type FittedOverlay, fitOverlay } from './fit-overlay.ts';
import { type Hold, recentChangeHold } from './guardrails.ts';
import { denyAll } from './overflow.ts';
import type { RemovalContext } from './removal-context.ts';
import { applyGuardrails } from './removals.ts';
import { overlayNames } from './replacement-name.ts';
import { whyNothing } from './why-nothing.ts';
import type { Subject } from './world.ts';

/**
 * One policy of explicit Denies beside the others of each principal in scope, which stay as they are. It reaches that
 * principal alone, so nobody who shares its policies is asked, and detaching it undoes it.
 *
 * @returns one recommendation per principal in scope, sorted by id
 */
export function proposeOverlays(analysis: Analysis, context: RemovalContext): Recommendation[] {
  return analysis.principals
    .filter(({ inScope }) => inScope)
    .map((principal) => overlayFor(principal, context))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

function overlayFor(principal: PrincipalAnalysis, context: RemovalContext): Recommendation {
  const { world, options, catalog } = context;
  const { principalArn } = principal;
  const nothing = {
    id: principalArn,
    principalArns: [principalArn],
    target: options.target,
    changes: [],
    removed: [],
    kept: [],
    requires: [],
    form: 'deny-overlay',
    notes: [],
  } as const satisfies Omit<Recommendation, 'notProposed'>;
  const subject = world.subjects.get(principalArn);
  if (subject?.unchangeable !== null) {
    const notProposed = whyNothing(principal, subject, [], options.target);
    return { ...nothing, notProposed, ...permissionSetPart(subject, context) };
  }
  const { free, holds } = settled(subject, context);
  const fitted = fitOverlay(subject, free, catalog);
  if (fitted.reason !== null) {
    const hold = { guardrail: 'policy-size-limit', reason: fitted.reason };
    for (const action of free) if (!fitted.denied.has(action)) holds.set(action, hold);
  }
  const kept = [...holds]
    .map(([action, hold]): Kept => ({ action, ...hold }))
    .sort((a, b) => (a.action < b.action ? -1 : 1));
  const removed = [...fitted.denied].sort();
  if (removed.length === 0) {
    return { ...nothing, kept, notProposed: whyNothing(principal, subject, kept, options.target) };
  }
  const decided = decidedRemovals(subject.principal, principal, removed, options.never);
  const changes = changesFor(subject, fitted, context);
  return {
    ...nothing,
    changes,
    removed,
    kept,
    ...(decided.length === 0 ? {} : { decided }),
    notProposed: null,
    notes: notesFor(subject, changes),
  };
}

/** What may be denied: free of every guardrail that is about the principal or about how long a grant is there. */
function settled(
  subject: Subject,
  context: RemovalContext,
): { readonly free: ReadonlySet<string>; readonly holds: Map<string, Hold> } {
  const { index } = context.candidates;
  const { free, holds } = applyGuardrails(subject, context);
  const hold = (action: string, why: Hold): void => {
    subtract(free, index.of([action]));
    holds.set(action, why);
  };
  for (const site of subject.sites) {
    const recent = recentChangeHold(site, context);
    if (recent === null) continue;
    const granted = context.grants.of(site.document);
    for (const action of index.list(free)) if (index.has(granted, action)) hold(action, recent);
  }
  for (;;) {
    const dependents = dependentsOf(subject, free, context);
    if (dependents.length === 0) return { free: new Set(index.list(free)), holds };
    for (const { action, hold: why } of dependents) hold(action, why);
  }
}

function changesFor(
  { principal }: Subject,
  { kind, documents }: FittedOverlay,
  { world }: RemovalContext,
): readonly PolicyChange[] {
  const names = overlayNames(principal, documents.length, world);
  return documents.flatMap((after, index) => {
    const name = names[index];
    if (name === undefined) return [];
    return {
      kind: 'create',
      policyId: `${principal.arn}#${name}`,
      policy: name,
      policyKind: kind,
      target: principal.arn,
      before: null,
      after,
    };
  });
}

function notesFor({ principal }: Subject, changes: readonly PolicyChange[]): readonly string[] {
  const names = changes.map(({ policy }) => policy).join(', ');
  const isInline = changes.some(({ policyKind }) => policyKind === 'inline');
  const undo = isInline ? `delete-${principal.type}-policy` : `detach-${principal.type}-policy`;
  return [
    `A deny overlay: no policy of ${principal.name} is edited; what is to go is denied by ${names}, each action by its exact name. A Deny outranks every Allow, also those of resource policies. To roll back: aws iam ${undo}.`,
  ];
}

/** Text for the permission set of an Identity Center role: it serves other accounts too, which were not looked at. */
function permissionSetPart(
  subject: Subject | undefined,
  context: RemovalContext,
): Pick<Recommendation, 'forPermissionSet' | 'notes'> {
  const isOfPermissionSet = subject?.principal.name.startsWith('AWSReservedSSO_') === true;
  if (!isOfPermissionSet || subject.unreadable || subject.analysis === null) return { notes: [] };
  const [document = null] = denyAll([...settled(subject, context).free]).denies;
  if (document === null) return { notes: [] };
  return {
    forPermissionSet: document,
    notes: [
      `For the inline policy of its permission set: ${JSON.stringify(document)}`,
      'These Denies rest on this account alone: a permission set may be assigned in others, so look at its use there before adding them.',
    ],
  };
}
