import { foldCase } from '../domain/fold-case.ts';
import type { Condition, Element } from '../domain/policy.ts';
import { elementMatchesAction, elementMatchesResource, matchesAction } from '../iam/index.ts';
import type { Clause } from './clause.ts';
import { implies } from './implies.ts';
import { ACTIONS, memberOf, RESOURCES, type Region, regionsOf, within, without } from './region.ts';

/** Requests under a condition: any action of `action` on any resource of `resource`. */
export interface Demand {
  readonly action: Region;
  readonly resource: Region;
  readonly conditions: readonly Condition[];
}

/** A request that no clause covers. */
export interface Uncovered {
  /** Lower case. */
  readonly action: string;
  readonly resource: string;
  /** False when the search was given up before it was decided: not proved is not covered. */
  readonly certain: boolean;
}

/** Regions looked at before a question is given up. Real policies need a few; the limit is for hostile ones. */
const BUDGET = 5_000;

/** A name without `:` is no action, so no witness without one is shown. */
const ANY_ACTION = '*:*';

/** What a clause is about, as demands whose union it is; narrowed to an action and a resource pattern when given. */
export function demandsOf(
  clause: Clause,
  only: { action?: string; resource?: string } = {},
): readonly Demand[] {
  const actions = regionsOf(clause.action).map((region) => {
    if (only.action !== undefined) return within(region, foldCase(only.action));
    return region.inside.some((pattern) => pattern.includes(':')) ? region : within(region, ANY_ACTION);
  });
  const resources = regionsOf(clause.resource).map((region) =>
    only.resource === undefined ? region : within(region, only.resource),
  );
  return actions.flatMap((action) =>
    resources.map((resource) => ({ action, resource, conditions: clause.conditions })),
  );
}

/**
 * A request of the demand that no clause covers, or null when each is covered by a clause whose conditions are the
 * same or weaker. Actions and resources are decided exactly, as languages, and a union of clauses counts; conditions
 * are compared as symbols (implies.ts), so that an answer holds for every value of every context key.
 */
export function uncovered(demand: Demand, clauses: readonly Clause[]): Uncovered | null {
  const action = demand.action.inside.find(isName);
  if (action !== undefined) return uncoveredOf(action, demand, clauses);
  const usable = clauses.filter((clause) => implies(demand.conditions, clause.conditions));
  if (usable.some((clause) => coversLiterally(clause, demand))) return null;
  return new Search().run(demand.action, demand.resource, usable);
}

/** A demand of one action by its name, as a replay asks them by the thousand: clauses are about it or they are not. */
function uncoveredOf(action: string, demand: Demand, clauses: readonly Clause[]): Uncovered | null {
  const { inside, outside } = demand.action;
  if (outside.some((pattern) => matchesAction(pattern, action))) return null;
  if (!inside.every((pattern) => matchesAction(pattern, action))) return null;
  const usable = clauses.filter(
    (clause) => elementMatchesAction(clause.action, action) && implies(demand.conditions, clause.conditions),
  );
  if (usable.some(({ resource }) => resourceCoversLiterally(resource, demand))) return null;
  return new Search().run({ inside: [action], outside: [] }, demand.resource, usable);
}

function isName(pattern: string): boolean {
  return !pattern.includes('*') && !pattern.includes('?');
}

/** The common case, and cheap: the clause holds a pattern of the demand as it stands, or `*`. */
function coversLiterally({ actionPatterns, resource }: Clause, demand: Demand): boolean {
  return (
    (actionPatterns.has('*') || demand.action.inside.some((pattern) => actionPatterns.has(pattern))) &&
    resourceCoversLiterally(resource, demand)
  );
}

function resourceCoversLiterally({ negated, patterns }: Element, { resource }: Demand): boolean {
  return !negated && patterns.some((pattern) => pattern === '*' || resource.inside.includes(pattern));
}

class Search {
  #left = BUDGET;

  /**
   * Takes any request of the region, finds a clause that covers it and splits: what lies outside the clause's
   * resources, and what lies outside its actions, must be covered by the other clauses.
   */
  run(action: Region, resource: Region, clauses: readonly Clause[]): Uncovered | null {
    const a = memberOf(action, ACTIONS);
    if (a === null) return null;
    const r = memberOf(resource, RESOURCES);
    if (r === null) return null;
    this.#left -= 1;
    const clause =
      this.#left < 0 ? undefined : clauses.find((candidate) => covers(candidate, a.text, r.text));
    if (clause === undefined) {
      return { action: a.text, resource: r.text, certain: a.certain && r.certain && this.#left >= 0 };
    }
    const others = clauses.filter((candidate) => candidate !== clause);
    for (const rest of without(resource, clause.resource)) {
      const found = this.run(action, rest, others);
      if (found !== null) return found;
    }
    for (const rest of without(action, clause.action)) {
      const found = this.run(rest, resource, others);
      if (found !== null) return found;
    }
    return null;
  }
}

/** A guess is enough to choose by: what a clause really covers is decided by the regions it leaves over. */
function covers(clause: Clause, action: string, resource: string): boolean {
  return (
    elementMatchesAction(clause.action, action) &&
    elementMatchesResource(clause.resource, resource, RESOURCES.version) !== 'no'
  );
}
