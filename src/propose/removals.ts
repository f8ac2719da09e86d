import { type ActionSet, intersect, meet, subtract, union } from '../catalog/index.ts';
import { dependentsOf } from './dependents.ts';
import { exceptionsFor, type Hold, principalHold, siteHold } from './guardrails.ts';
import { KeptReasons } from './kept-reasons.ts';
import type { HeldInSite, RemovalContext } from './removal-context.ts';
import type { Site, Subject } from './world.ts';

export type { RemovalContext, SiteHold } from './removal-context.ts';

/** Do not change the sets. */
export interface Removals {
  /** What is taken out of a site's document. */
  removedFrom(site: Site): ActionSet;
  /** What a principal (by ARN) can no longer do once every site is edited. */
  lostBy(arn: string): ActionSet;
  /**
   * What the evidence allows to remove and is kept, with the reason; by action, sorted. The same object for principals
   * of which it is the same for the same reasons.
   */
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
  const none = context.candidates.index.empty();
  const needless = new Map<string, ActionSet>();
  const held = new Map<string, Map<string, Hold>>();
  for (const [arn, subject] of subjects) {
    const { free, holds } = applyGuardrails(subject, context);
    needless.set(arn, free);
    held.set(arn, holds);
  }
  const heldIn = siteHolds(context);
  for (;;) {
    const { edits, lost } = settle(needless, heldIn, context);
    const dependents = [...subjects.values()].flatMap((subject) => {
      const { arn } = subject.principal;
      return dependentsOf(subject, lost.get(arn) ?? none, context).map((each) => ({ arn, ...each }));
    });
    if (dependents.length === 0) {
      const reasons = new KeptReasons({ needless, held, heldIn, lost }, context);
      return {
        removedFrom: (site) => edits.get(site) ?? none,
        lostBy: (arn) => lost.get(arn) ?? none,
        keptBy: (arn) => reasons.of(arn),
      };
    }
    for (const { arn, action, hold } of dependents) {
      const free = needless.get(arn);
      if (free !== undefined) subtract(free, context.candidates.index.of([action]));
      held.get(arn)?.set(action, hold);
    }
  }
}

/** What the evidence leaves free to remove from a principal, and what a guardrail of it holds back. */
export function applyGuardrails(
  subject: Subject,
  context: RemovalContext,
): { free: ActionSet; holds: Map<string, Hold> } {
  const { index } = context.candidates;
  const holds = new Map<string, Hold>();
  if (subject.analysis === null) return { free: index.empty(), holds };
  const free = context.candidates.of(subject);
  intersect(free, grantedTo(subject, context));
  const whole = principalHold(subject, context);
  const excepted = exceptionsFor(subject.principal.arn, context.options);
  if (whole === null && excepted === null) return { free, holds };
  for (const action of index.list(free)) {
    const hold = whole ?? excepted?.(action) ?? null;
    if (hold !== null) holds.set(action, hold);
  }
  subtract(free, index.of(holds.keys()));
  return { free, holds };
}

/** What a Deny without conditions takes away everywhere is gone already. */
function grantedTo({ sites }: Subject, { grants, candidates }: RemovalContext): ActionSet {
  const granted = candidates.index.empty();
  for (const { document } of sites) union(granted, grants.of(document));
  for (const { document } of sites) subtract(granted, grants.deniedBy(document));
  return granted;
}

/** A guardrail of a site comes before what is held for reasons found later. */
function siteHolds(context: RemovalContext): ReadonlyMap<Site, readonly HeldInSite[]> {
  const holds = new Map<Site, readonly HeldInSite[]>();
  for (const site of context.world.sites) {
    const whole = siteHold(site, context);
    const later = context.held.get(site.key);
    if (whole !== null) holds.set(site, [{ hold: whole, actions: null }]);
    else if (later !== undefined) {
      const held = later.map(({ guardrail, reason, actions }) => {
        const set = actions === null ? null : context.candidates.index.of(actions);
        return { hold: { guardrail, reason }, actions: set };
      });
      holds.set(site, held);
    }
  }
  return holds;
}

interface Settled {
  readonly edits: ReadonlyMap<Site, ActionSet>;
  readonly lost: ReadonlyMap<string, ActionSet>;
}

/** The two first rules: documents and principals take from each other until both agree. */
function settle(
  needless: ReadonlyMap<string, ActionSet>,
  heldIn: ReadonlyMap<Site, readonly HeldInSite[]>,
  context: RemovalContext,
): Settled {
  const { subjects, sites } = context.world;
  const { index } = context.candidates;
  const lost = new Map<string, ActionSet>();
  for (const [arn, { unreadable }] of subjects) {
    lost.set(arn, unreadable ? index.empty() : (needless.get(arn) ?? index.empty()).slice());
  }
  for (;;) {
    const edits = new Map(sites.map((site) => [site, editOf(site, lost, heldIn.get(site) ?? [], context)]));
    let isSettled = true;
    for (const [arn, subject] of subjects) {
      const kept = keptIn(edits, subject, context);
      const losing = lost.get(arn);
      if (losing === undefined || !meet(losing, kept)) continue;
      subtract(losing, kept);
      isSettled = false;
    }
    if (isSettled) return { edits, lost };
  }
}

function editOf(
  site: Site,
  lost: ReadonlyMap<string, ActionSet>,
  held: readonly HeldInSite[],
  { candidates, grants }: RemovalContext,
): ActionSet {
  if (held.some(({ actions }) => actions === null)) return candidates.index.empty();
  const edit = grants.of(site.document).slice();
  for (const arn of site.reach) intersect(edit, lost.get(arn) ?? candidates.index.empty());
  for (const { actions } of held) if (actions !== null) subtract(edit, actions);
  return edit;
}

/** What some document still grants to a principal. */
function keptIn(
  edits: ReadonlyMap<Site, ActionSet>,
  { sites }: Subject,
  { candidates, grants }: RemovalContext,
): ActionSet {
  const kept = candidates.index.empty();
  for (const site of sites) {
    const left = grants.of(site.document).slice();
    const edit = edits.get(site);
    if (edit !== undefined) subtract(left, edit);
    union(kept, left);
  }
  return kept;
}
