import type { Hold } from './guardrails.ts';
import type { Actions, HoldOn, RemovalContext } from './removal-context.ts';
import { type Site, type Subject, sortedEntries } from './world.ts';

export interface Decided {
  /** What the evidence and the guardrails of the principal leave free to remove, by ARN. */
  readonly needless: ReadonlyMap<string, Actions>;
  /** What a guardrail of the principal keeps, by ARN. */
  readonly held: ReadonlyMap<string, ReadonlyMap<string, Hold>>;
  readonly holdOn: HoldOn;
  readonly lost: ReadonlyMap<string, Actions>;
}

/** A principal that keeps an action, and the reason that is for those who share a policy with it. */
interface Obstacle {
  readonly arn: string;
  readonly hold: Hold;
}

/** Says why principals keep what the evidence allows to remove. What a shared policy answers is worked out once. */
export class KeptReasons {
  readonly #decided: Decided;
  readonly #context: RemovalContext;
  readonly #kept = new Map<string, ReadonlyMap<string, Hold>>();
  readonly #nearest = new Map<string, Hold | null>();
  readonly #numbers = new Map<Site, number>();
  readonly #obstacles = new Map<Site, Map<string, Obstacle | null>>();

  constructor(decided: Decided, context: RemovalContext) {
    this.#decided = decided;
    this.#context = context;
  }

  /** By action, sorted. */
  of(arn: string): ReadonlyMap<string, Hold> {
    let known = this.#kept.get(arn);
    if (known === undefined) {
      const { held, needless, lost } = this.#decided;
      const kept = new Map(held.get(arn) ?? []);
      for (const action of needless.get(arn) ?? []) {
        if (lost.get(arn)?.has(action)) continue;
        const hold = this.#nearestHold(arn, action);
        if (hold !== null) kept.set(action, hold);
      }
      known = new Map(sortedEntries(kept));
      this.#kept.set(arn, known);
    }
    return known;
  }

  /**
   * The obstacle nearest to the principal: policies that grant the action lead to other principals, and those to their
   * other policies.
   */
  #nearestHold(arn: string, action: string): Hold | null {
    const { world, grants } = this.#context;
    const subject = world.subjects.get(arn);
    // One with a policy that cannot be read is an obstacle to others and none to itself.
    if (subject === undefined || subject.unreadable) return this.#walk(arn, action);
    // Whoever has the action through the same policies is led the same way.
    let key = action;
    for (const site of subject.sites) {
      if (grants.of(site.document).has(action)) key += ` ${this.#number(site)}`;
    }
    let hold = this.#nearest.get(key);
    if (hold === undefined) {
      hold = this.#walk(arn, action);
      this.#nearest.set(key, hold);
    }
    return hold;
  }

  #number(site: Site): number {
    let number = this.#numbers.get(site);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(site, number);
    }
    return number;
  }

  #walk(arn: string, action: string): Hold | null {
    const { world, grants } = this.#context;
    const seen = new Set([arn]);
    const asked = new Set<Site>();
    // Grows while it is walked: nearest first.
    for (const next of seen) {
      const all = world.subjects.get(next)?.sites ?? [];
      const sites = all.filter((site) => !asked.has(site) && grants.of(site.document).has(action));
      for (const site of sites) {
        const hold = this.#decided.holdOn(site, action);
        if (hold !== null) return hold;
      }
      for (const site of sites) {
        asked.add(site);
        const hold = this.#holdOfSharing(site, action, arn);
        if (hold !== null) return hold;
        for (const other of site.reach) seen.add(other);
      }
    }
    return null;
  }

  /** Another than `arn` that the policy reaches and that keeps the action, as a reason. */
  #holdOfSharing(site: Site, action: string, arn: string): Hold | null {
    const first = this.#firstObstacle(site, action);
    if (first === null) return null;
    if (first.arn !== arn) return first.hold;
    const other = this.#obstacleIn(site, action, arn);
    return other === null ? null : other.hold;
  }

  #firstObstacle(site: Site, action: string): Obstacle | null {
    let known = this.#obstacles.get(site);
    if (known === undefined) {
      known = new Map();
      this.#obstacles.set(site, known);
    }
    let first = known.get(action);
    if (first === undefined) {
      first = this.#obstacleIn(site, action, null);
      known.set(action, first);
    }
    return first;
  }

  #obstacleIn(site: Site, action: string, except: string | null): Obstacle | null {
    for (const arn of site.reach) {
      const why =
        arn === except ? null : whyNotLost(this.#context.world.subjects.get(arn), action, this.#decided);
      if (why !== null) return { arn, hold: sharing(site, arn, why) };
    }
    return null;
  }
}

function whyNotLost(
  subject: Subject | undefined,
  action: string,
  { needless, held }: Decided,
): string | null {
  if (subject === undefined || subject.analysis === null) return 'is not analysed and counts as using it';
  if (subject.unreadable) return 'has a policy that cannot be read and may keep it';
  const { arn } = subject.principal;
  const hold = held.get(arn)?.get(action);
  if (hold) return `keeps it (${hold.guardrail}): ${hold.reason}`;
  return needless.get(arn)?.has(action) ? null : 'is not shown to have no use for it';
}

function sharing({ policy }: Site, arn: string, why: string): Hold {
  return {
    guardrail: 'used-by-sharing-principal',
    reason: `${policy.name} also reaches ${arn}, which ${why}`,
  };
}
