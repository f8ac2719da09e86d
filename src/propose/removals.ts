import { candidatesOf } from './candidates.ts';
import { neverUsed } from './decided-removals.ts';
import { exceptionHold, type Hold, principalHold, siteHold } from './guardrails.ts';
import { KeptReasons } from './kept-reasons.ts';
import { type Actions, type HoldOn, NONE, type RemovalContext } from './removal-context.ts';
import type { Site, Subject } from './world.ts';

export type { RemovalContext, SiteHold } from './removal-context.ts';

export interface Removals {
  /** What is taken out of a site's document. */
  removedFrom(site: Site): Actions;
  /** What a principal (by ARN) can no longer do once every site is edited. */
  lostBy(arn: string): Actions;
  /** What the evidence allows to remove and is kept, with the reason; by action, sorted. */
  keptBy(arn: string): ReadonlyMap<string, Hold>;
}

/**
 * Decides what is removed where: the greatest solution of these rules, reached by taking away from the candidates
 * until nothing changes.
 *
 * - A document loses an action only when every principal it reaches loses it: then nobody who needs it is touched,
 *   and what is said to be removed is removed for everyone named.
 * - A principal loses an action only when the evidence allows it and every document that grants it loses it.
 * - An action on which another one depends stays while that one stays.
 */
export function decideRemovals(context: RemovalContext): Removals {
  const { subjects } = context.world;
  const needless = new Map<string, Set<string>>();
  const held = new Map<string, Map<string, Hold>>();
  for (const [arn, subject] of subjects) {
    const { free, holds } = applyGuardrails(subject, context);
    needless.set(arn, free);
    held.set(arn, holds);
  }
  const holdOn = siteHolds(context);
  for (;;) {
    const { edits, lost } = settle(needless, holdOn, context);
    const dependents = [...subjects.values()].flatMap((subject) => dependentsOf(subject, lost, context));
    if (dependents.length === 0) {
      const reasons = new KeptReasons({ needless, held, holdOn, lost }, context);
      return {
        removedFrom: (site) => edits.get(site) ?? NONE,
        lostBy: (arn) => lost.get(arn) ?? NONE,
        keptBy: (arn) => reasons.of(arn),
      };
    }
    for (const { arn, action, hold } of dependents) {
      needless.get(arn)?.delete(action);
      held.get(arn)?.set(action, hold);
    }
  }
}

/** What the evidence leaves free to remove from a principal, and what a guardrail of it holds back. */
export function applyGuardrails(
  subject: Subject,
  context: RemovalContext,
): { free: Set<string>; holds: Map<string, Hold> } {
  const free = new Set<string>();
  const holds = new Map<string, Hold>();
  if (subject.analysis === null) return { free, holds };
  const whole = principalHold(subject, context);
  const unused = candidatesOf(subject.analysis, context.options.target, context.catalog);
  const decided = [...neverUsed(subject.principal, subject.analysis, context.options.never).keys()].filter(
    (action) => context.catalog.action(action)?.name === action,
  );
  for (const action of new Set([...unused, ...decided])) {
    if (!isGranted(action, subject, context)) continue;
    const hold = whole ?? exceptionHold(subject.principal.arn, action, context.options);
    if (hold === null) free.add(action);
    else holds.set(action, hold);
  }
  return { free, holds };
}

/** What a Deny without conditions takes away everywhere is gone already. */
function isGranted(action: string, { sites }: Subject, { grants }: RemovalContext): boolean {
  return (
    sites.some(({ document }) => grants.of(document).has(action)) &&
    !sites.some(({ document }) => grants.deniedBy(document).has(action))
  );
}

function siteHolds(context: RemovalContext): HoldOn {
  const guardrails = new Map(context.world.sites.map((site) => [site, siteHold(site, context)]));
  return (site, action) => {
    const held = context.held.get(site.key);
    const isHeld = held !== undefined && (held.actions === null || held.actions.has(action));
    return guardrails.get(site) ?? (isHeld ? { guardrail: held.guardrail, reason: held.reason } : null);
  };
}

interface Settled {
  readonly edits: ReadonlyMap<Site, Actions>;
  readonly lost: ReadonlyMap<string, Actions>;
}

/** The two first rules: documents and principals take from each other until both agree. */
function settle(needless: ReadonlyMap<string, Actions>, holdOn: HoldOn, context: RemovalContext): Settled {
  const { subjects, sites } = context.world;
  let lost = new Map<string, Actions>();
  for (const [arn, subject] of subjects)
    lost.set(arn, subject.unreadable ? NONE : (needless.get(arn) ?? NONE));
  for (;;) {
    const edits = new Map(sites.map((site) => [site, editOf(site, lost, holdOn, context)]));
    const next = new Map<string, Actions>();
    for (const [arn, subject] of subjects)
      next.set(arn, lostThrough(edits, subject, lost.get(arn) ?? NONE, context));
    if ([...next].every(([arn, actions]) => actions.size === lost.get(arn)?.size)) return { edits, lost };
    lost = next;
  }
}

function editOf(
  site: Site,
  lost: ReadonlyMap<string, Actions>,
  holdOn: HoldOn,
  { grants }: RemovalContext,
): Actions {
  const [first = NONE, ...others] = site.reach.map((arn) => lost.get(arn) ?? NONE);
  const granted = grants.of(site.document);
  const free = [...first].filter(
    (action) =>
      granted.has(action) && others.every((set) => set.has(action)) && holdOn(site, action) === null,
  );
  return new Set(free);
}

function lostThrough(
  edits: ReadonlyMap<Site, Actions>,
  { sites }: Subject,
  candidates: Actions,
  { grants }: RemovalContext,
): Actions {
  const isLost = (action: string): boolean =>
    sites.every((site) => !grants.of(site.document).has(action) || edits.get(site)?.has(action));
  return new Set([...candidates].filter(isLost));
}

/** What of `lost` must stay for something that stays. */
export function dependentsOf(
  subject: Subject,
  lost: ReadonlyMap<string, Actions>,
  { catalog, grants }: RemovalContext,
): readonly { arn: string; action: string; hold: Hold }[] {
  const { arn } = subject.principal;
  const gone = lost.get(arn) ?? NONE;
  return [...gone].flatMap((action) => {
    const reason = catalog.dependencyReason(action, keptOf(subject, gone, grants));
    return reason === null ? [] : [{ arn, action, hold: { guardrail: 'dependency', reason } }];
  });
}

/** What a principal keeps, listed only as far as it is asked: an administrator keeps 20,000 actions. */
function* keptOf(
  { sites, analysis }: Subject,
  gone: Actions,
  grants: RemovalContext['grants'],
): Generator<string> {
  for (const { document } of sites) {
    for (const action of grants.of(document)) if (!gone.has(action)) yield action;
  }
  // The analysis also names what is granted and not in the catalog.
  for (const { granted, action } of analysis?.permissions ?? [])
    if (granted && !gone.has(action)) yield action;
}
