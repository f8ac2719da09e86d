import type { Analysis, PrincipalAnalysis } from '../domain/analysis.ts';
import type { Kept, Recommendation } from '../domain/recommendation.ts';
import { decidedRemovals } from './decided-removals.ts';
import type { Hold } from './guardrails.ts';
import { planNotes } from './plan-notes.ts';
import type { RemovalContext, Removals } from './removals.ts';
import { changesOf, type SiteEdit, type SitePlan } from './site-plan.ts';
import { whyNothing } from './why-nothing.ts';

export interface RecommendContext extends RemovalContext {
  readonly analysis: Analysis;
  readonly removals: Removals;
  readonly plans: readonly SitePlan[];
  /** All sites, the unchanged too, in order. */
  readonly edits: readonly SiteEdit[];
}

interface UnitContext extends RecommendContext {
  readonly keptBy: KeptRows;
}

/** What is kept and why, one object for all who keep it for the same reason: a shared policy gives the same to each. */
class KeptRows {
  readonly #rows = new Map<Hold, Map<string, Kept>>();

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
  const context: UnitContext = { ...recommended, keptBy: new KeptRows() };
  const units = new Map<string, SitePlan[]>();
  for (const plan of context.plans) units.set(plan.site.unit, [...(units.get(plan.site.unit) ?? []), plan]);
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
  const { removals, world, options } = context;
  const arn = principal.principalArn;
  const subject = world.subjects.get(arn);
  const changeable = subject?.unchangeable === null;
  // An Identity Center role may lose something with a shared policy; that is the recommendation for the policy.
  const removed = changeable ? [...removals.lostBy(arn)].sort() : [];
  const kept = changeable ? keptOf([arn], () => true, context) : [];
  const nothing = removed.length === 0 && plans.length === 0;
  return {
    id: arn,
    principalArns: [arn],
    target: options.target,
    changes: plans.flatMap(changesOf),
    removed,
    kept,
    ...decidedOf([arn], removed, context),
    requires: requiredBy(arn, [arn], removed, context),
    notProposed: nothing ? whyNothing(principal, subject, kept, options.target) : null,
    notes: notesOf(arn, plans, context),
  };
}

function forShared(id: string, plans: readonly SitePlan[], context: UnitContext): Recommendation {
  const { removals, grants, options } = context;
  const principalArns = [...new Set(plans.flatMap(({ site }) => site.reach))].sort();
  const removed = [...new Set(plans.flatMap(({ site }) => [...removals.removedFrom(site)]))].sort();
  const granted = (action: string): boolean => plans.some(({ site }) => grants.of(site.document).has(action));
  return {
    id,
    principalArns,
    target: options.target,
    changes: plans.flatMap(changesOf),
    removed,
    kept: keptOf(principalArns, granted, context),
    ...decidedOf(principalArns, removed, context),
    requires: requiredBy(id, principalArns, removed, context),
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

/** Of several principals that keep an action the first one's reason stands. */
function keptOf(
  arns: readonly string[],
  matters: (action: string) => boolean,
  { removals, keptBy }: UnitContext,
): readonly Kept[] {
  const kept = new Map<string, Kept>();
  for (const arn of arns) {
    for (const [action, hold] of removals.keptBy(arn)) {
      if (matters(action) && !kept.has(action)) kept.set(action, keptBy.of(action, hold));
    }
  }
  return [...kept.values()].sort((a, b) => (a.action < b.action ? -1 : 1));
}

/** Every other unit with a policy that grants one of the removed actions to one of the principals. */
function requiredBy(
  id: string,
  arns: readonly string[],
  removed: readonly string[],
  { world, grants }: RecommendContext,
): readonly string[] {
  const sites = arns.flatMap((arn) => world.subjects.get(arn)?.sites ?? []);
  const required = sites.filter(
    (site) => site.unit !== id && removed.some((action) => grants.of(site.document).has(action)),
  );
  return [...new Set(required.map(({ unit }) => unit))].sort();
}

function notesOf(unit: string, plans: readonly SitePlan[], { edits }: RecommendContext): readonly string[] {
  const own = edits.filter(({ site }) => site.unit === unit);
  return [...plans.flatMap(planNotes), ...own.flatMap(({ notes }) => notes)];
}
