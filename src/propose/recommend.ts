import { type ActionIndex, type ActionSet, meet, union } from '../catalog/index.ts';
import type { Analysis, PrincipalAnalysis } from '../domain/analysis.ts';
import { oncePer } from '../domain/once-per.ts';
import type { Kept, Recommendation } from '../domain/recommendation.ts';
import { decidedRemovals } from './decided-removals.ts';
import type { Hold } from './guardrails.ts';
import { planNotes } from './plan-notes.ts';
import type { RemovalContext, Removals } from './removals.ts';
import { changesOf, type SiteEdit, type SitePlan } from './site-plan.ts';
import { whyNothing } from './why-nothing.ts';
import type { Site } from './world.ts';

export interface RecommendContext extends RemovalContext {
  readonly analysis: Analysis;
  readonly removals: Removals;
  readonly plans: readonly SitePlan[];
  /** All sites, the unchanged too, in order. */
  readonly edits: readonly SiteEdit[];
}

interface UnitContext extends RecommendContext {
  readonly rows: KeptRows;
  /** By the id of the recommendation that they are part of. */
  readonly editsOf: ReadonlyMap<string, readonly SiteEdit[]>;
  /** Sorted; the same array for the same set. */
  readonly named: (actions: ActionSet) => readonly string[];
}

/** What is kept and why, one object for all who keep it for the same reason: a shared policy gives the same to each. */
class KeptRows {
  readonly #rows = new Map<Hold, Map<string, Kept>>();

  /** All of one answer, in its order. */
  readonly all = oncePer((holds: ReadonlyMap<string, Hold>): readonly Kept[] =>
    [...holds].map(([action, hold]) => this.of(action, hold)),
  );

  of(action: string, hold: Hold): Kept {
    let byAction = this.#rows.get(hold);
    if (byAction === undefined) {
      byAction = new Map();
      this.#rows.set(hold, byAction);
    }
    let row = byAction.get(action);
    if (row === undefined) {
      row = { action, ...hold };
      byAction.set(action, row);
    }
    return row;
  }
}

/** One recommendation per principal in scope and per shared policy or group that changes; sorted by id. */
export function recommend(recommended: RecommendContext): Recommendation[] {
  const context: UnitContext = {
    ...recommended,
    rows: new KeptRows(),
    editsOf: byUnit(recommended.edits),
    named: listing(recommended.candidates.index),
  };
  const units = byUnit(context.plans);
  const inScope = new Map(
    context.analysis.principals.filter((each) => each.inScope).map((each) => [each.principalArn, each]),
  );
  const recommendations = [...inScope].map(([arn, principal]) =>
    forPrincipal(principal, units.get(arn) ?? [], context),
  );
  for (const [id, plans] of units) {
    if (!inScope.has(id)) recommendations.push(forShared(id, plans, context));
  }
  return recommendations.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function forPrincipal(
  principal: PrincipalAnalysis,
  plans: readonly SitePlan[],
  context: UnitContext,
): Recommendation {
  const { removals, world, options, candidates } = context;
  const arn = principal.principalArn;
  const subject = world.subjects.get(arn);
  const changeable = subject?.unchangeable === null;
  // An Identity Center role may lose something with a shared policy; that is the recommendation for the policy.
  const lost = changeable ? removals.lostBy(arn) : candidates.index.empty();
  const removed = context.named(lost);
  const kept = changeable ? context.rows.all(removals.keptBy(arn)) : [];
  const nothing = removed.length === 0 && plans.length === 0;
  return {
    id: arn,
    principalArns: [arn],
    target: options.target,
    changes: plans.flatMap(changesOf),
    removed,
    kept,
    ...decidedOf([arn], removed, context),
    requires: requiredBy(arn, [arn], lost, context),
    notProposed: nothing ? whyNothing(principal, subject, kept, options.target) : null,
    notes: notesOf(arn, plans, context),
  };
}

function forShared(id: string, plans: readonly SitePlan[], context: UnitContext): Recommendation {
  const { removals, grants, options, candidates } = context;
  const principalArns = [...new Set(plans.flatMap(({ site }) => site.reach))].sort();
  const lost = candidates.index.empty();
  const granted = candidates.index.empty();
  for (const { site } of plans) {
    union(lost, removals.removedFrom(site));
    union(granted, grants.of(site.document));
  }
  const removed = context.named(lost);
  return {
    id,
    principalArns,
    target: options.target,
    changes: plans.flatMap(changesOf),
    removed,
    kept: keptOf(principalArns, granted, context),
    ...decidedOf(principalArns, removed, context),
    requires: requiredBy(id, principalArns, lost, context),
    notProposed: null,
    notes: notesOf(id, plans, context),
  };
}

/** What goes by a person's decision; the field is there only when something does. */
function decidedOf(
  arns: readonly string[],
  removed: readonly string[],
  { world, options }: RecommendContext,
): Pick<Recommendation, 'decided'> {
  const decided = arns.flatMap((arn) => {
    const subject = world.subjects.get(arn);
    if (!subject?.analysis) return [];
    return decidedRemovals(subject.principal, subject.analysis, removed, options.never);
  });
  return decided.length === 0 ? {} : { decided };
}

/** Of what is granted; of several principals that keep an action the first one's reason stands. */
function keptOf(
  arns: readonly string[],
  granted: ActionSet,
  { removals, rows, candidates }: UnitContext,
): readonly Kept[] {
  const kept = new Map<string, Kept>();
  for (const holds of new Set(arns.map((arn) => removals.keptBy(arn)))) {
    for (const [action, hold] of holds) {
      if (!kept.has(action) && candidates.index.has(granted, action)) kept.set(action, rows.of(action, hold));
    }
  }
  return [...kept.values()].sort((a, b) => (a.action < b.action ? -1 : 1));
}

/** Every other unit with a policy that grants one of the removed actions to one of the principals. */
function requiredBy(
  id: string,
  arns: readonly string[],
  removed: ActionSet,
  { world, grants }: RecommendContext,
): readonly string[] {
  const sites = new Set(arns.flatMap((arn) => world.subjects.get(arn)?.sites ?? []));
  const required = [...sites].filter((site) => site.unit !== id && meet(grants.of(site.document), removed));
  return [...new Set(required.map(({ unit }) => unit))].sort();
}

function notesOf(unit: string, plans: readonly SitePlan[], { editsOf }: UnitContext): readonly string[] {
  const own = editsOf.get(unit) ?? [];
  return [...plans.flatMap(planNotes), ...own.flatMap(({ notes }) => notes)];
}

function byUnit<Part extends { readonly site: Site }>(
  parts: readonly Part[],
): ReadonlyMap<string, readonly Part[]> {
  const units = new Map<string, Part[]>();
  for (const part of parts) {
    const others = units.get(part.site.unit);
    if (others === undefined) units.set(part.site.unit, [part]);
    else others.push(part);
  }
  return units;
}

/** Thousands of principals lose the same. */
function listing(index: ActionIndex): UnitContext['named'] {
  const known = new Map<string, readonly string[]>();
  return (actions) => {
    const key = actions.join();
    let names = known.get(key);
    if (names === undefined) {
      names = index.list(actions);
      known.set(key, names);
    }
    return names;
  };
}
