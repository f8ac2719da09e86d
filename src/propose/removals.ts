import type { Catalog } from '../domain/catalog.ts';
import { candidatesOf } from './candidates.ts';
import type { GrantIndex } from './grants.ts';
import { exceptionHold, type GuardrailContext, type Hold, principalHold, siteHold } from './guardrails.ts';
import { type Site, type Subject, sortedEntries } from './world.ts';

type Actions = ReadonlySet<string>;

const NONE: Actions = new Set();

export interface Removals {
  /** What is taken out of a site's document. */
  removedFrom(site: Site): Actions;
  /** What a principal (by ARN) can no longer do once every site is edited. */
  lostBy(arn: string): Actions;
  /** What the evidence allows to remove and is kept, with the reason; by action, sorted. */
  keptBy(arn: string): ReadonlyMap<string, Hold>;
}

export interface SiteHold extends Hold {
  /** Null: any action. */
  readonly actions: Actions | null;
}

export interface RemovalContext extends GuardrailContext {
  readonly catalog: Catalog;
  readonly grants: GrantIndex;
  /** What may not be taken out of a site for a reason found later (its size), by its key. */
  readonly held: ReadonlyMap<string, SiteHold>;
}

/**
 * Decides what is removed where: the greatest solution of these rules, reached by taking away from the candidates
 * until nothing changes.
 *
 * - A document loses an action only when no principal it reaches needs the action.
 * - A principal loses an action only when every document that grants it loses it.
 * - A document is left alone for an action when no principal in scope would lose the action by it.
 * - An action on which another one depends stays while that one stays.
 */
export function decideRemovals(context: RemovalContext): Removals {
  const { world } = context;
  const needless = new Map<string, Set<string>>();
  const held = new Map<string, Map<string, Hold>>();
  for (const [arn, subject] of world.subjects) {
    const { free, holds } = applyGuardrails(subject, context);
    needless.set(arn, free);
    held.set(arn, holds);
  }
  const holdOn = siteHolds(context);

  for (;;) {
    const edits = editsOf(needless, holdOn, context);
    const lost = new Map(
      [...world.subjects].map(([arn, subject]) => [arn, lostThrough(edits, subject, context)]),
    );
    const dependents = [...world.subjects.values()].flatMap((subject) =>
      dependentsOf(subject, edits, lost, context),
    );
    if (dependents.length === 0) {
      return {
        removedFrom: (site) => edits.get(site) ?? NONE,
        lostBy: (arn) => lost.get(arn) ?? NONE,
        keptBy: (arn) => explainKept(arn, { needless, held, holdOn, edits, lost }, context),
      };
    }
    for (const { arn, action, hold } of dependents) {
      needless.get(arn)?.delete(action);
      held.get(arn)?.set(action, hold);
    }
  }
}

type HoldOn = (site: Site, action: string) => Hold | null;

function siteHolds(context: RemovalContext): HoldOn {
  const guardrails = new Map(context.world.sites.map((site) => [site, siteHold(site, context)]));
  return (site, action) => {
    const held = context.held.get(site.key);
    const isHeld = held !== undefined && (held.actions === null || held.actions.has(action));
    return guardrails.get(site) ?? (isHeld ? { guardrail: held.guardrail, reason: held.reason } : null);
  };
}

function applyGuardrails(
  subject: Subject,
  context: RemovalContext,
): { free: Set<string>; holds: Map<string, Hold> } {
  const free = new Set<string>();
  const holds = new Map<string, Hold>();
  if (subject.analysis === null) return { free, holds };
  const whole = principalHold(subject, context);
  for (const action of candidatesOf(subject.analysis, context.options.target, context.catalog)) {
    if (!subject.sites.some(({ document }) => context.grants.of(document).has(action))) continue;
    const hold = whole ?? exceptionHold(subject.principal.arn, action, context.options);
    if (hold === null) free.add(action);
    else holds.set(action, hold);
  }
  return { free, holds };
}

/** What each site can lose without taking from anyone who needs it, less what would be without effect in scope. */
function editsOf(
  needless: ReadonlyMap<string, Actions>,
  holdOn: HoldOn,
  context: RemovalContext,
): ReadonlyMap<Site, Actions> {
  const { world, grants } = context;
  const possible = new Map<Site, Actions>();
  for (const site of world.sites) {
    const [first, ...others] = site.reach.map((arn) => needless.get(arn) ?? NONE);
    const granted = grants.of(site.document);
    const free = [...(first ?? NONE)].filter(
      (action) =>
        granted.has(action) && others.every((set) => set.has(action)) && holdOn(site, action) === null,
    );
    possible.set(site, new Set(free));
  }
  const effective = new Map<Site, Set<string>>();
  for (const subject of world.subjects.values()) {
    if (subject.analysis?.inScope !== true) continue;
    for (const action of lostThrough(possible, subject, context)) {
      for (const site of subject.sites) {
        if (!possible.get(site)?.has(action)) continue;
        effective.set(site, (effective.get(site) ?? new Set()).add(action));
      }
    }
  }
  return effective;
}

/** Nothing takes effect for certain when a policy is unreadable or the principal is not ours to change. */
function lostThrough(
  edits: ReadonlyMap<Site, Actions>,
  subject: Subject,
  { grants }: RemovalContext,
): Actions {
  if (subject.unchangeable !== null) return NONE;
  const touched = new Set(subject.sites.flatMap((site) => [...(edits.get(site) ?? NONE)]));
  return new Set(
    [...touched].filter((action) =>
      subject.sites.every((site) => !grants.of(site.document).has(action) || edits.get(site)?.has(action)),
    ),
  );
}

function dependentsOf(
  subject: Subject,
  edits: ReadonlyMap<Site, Actions>,
  lost: ReadonlyMap<string, Actions>,
  { catalog, grants }: RemovalContext,
): readonly { arn: string; action: string; hold: Hold }[] {
  const touched = new Set(subject.sites.flatMap((site) => [...(edits.get(site) ?? NONE)]));
  if (touched.size === 0) return [];
  const { arn } = subject.principal;
  const gone = lost.get(arn) ?? NONE;
  // An unreadable policy may grant anything; the analysis also names what is granted and not in the catalog.
  const granted = [
    ...(subject.unreadable ? catalog.expand('*') : []),
    ...subject.sites.flatMap(({ document }) => [...grants.of(document)]),
    ...(subject.analysis?.permissions ?? []).filter((each) => each.granted).map(({ action }) => action),
  ];
  const kept = new Set(granted.filter((action) => !gone.has(action)));
  return [...touched].flatMap((action) => {
    const reason = catalog.dependencyReason(action, kept);
    return reason === null ? [] : [{ arn, action, hold: { guardrail: 'dependency', reason } }];
  });
}

interface Solution {
  readonly needless: ReadonlyMap<string, Actions>;
  readonly held: ReadonlyMap<string, ReadonlyMap<string, Hold>>;
  readonly holdOn: HoldOn;
  readonly edits: ReadonlyMap<Site, Actions>;
  readonly lost: ReadonlyMap<string, Actions>;
}

function explainKept(
  arn: string,
  solution: Solution,
  { world, grants }: RemovalContext,
): ReadonlyMap<string, Hold> {
  const kept = new Map(solution.held.get(arn) ?? []);
  const lost = solution.lost.get(arn) ?? NONE;
  for (const action of solution.needless.get(arn) ?? NONE) {
    if (lost.has(action)) continue;
    const sites = world.subjects.get(arn)?.sites ?? [];
    for (const site of sites) {
      if (!grants.of(site.document).has(action)) continue;
      const hold = solution.holdOn(site, action) ?? sharingHold(site, action, solution);
      if (hold !== null) {
        kept.set(action, hold);
        break;
      }
    }
  }
  return new Map(sortedEntries(kept));
}

function sharingHold(site: Site, action: string, { needless, held }: Solution): Hold | null {
  const user = site.reach.find((arn) => !needless.get(arn)?.has(action));
  if (user === undefined) return null;
  const hold = held.get(user)?.get(action);
  const why = hold ? `keeps it (${hold.guardrail}: ${hold.reason})` : 'is not shown to have no use for it';
  return {
    guardrail: 'used-by-sharing-principal',
    reason: `${site.policy.name} also reaches ${user}, which ${why}`,
  };
}
