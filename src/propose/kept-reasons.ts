import { type ActionSet, contains, meet, subtract } from '../catalog/index.ts';
import type { Hold } from './guardrails.ts';
import type { HeldInSite, RemovalContext } from './removal-context.ts';
import { type Site, type Subject, sortedEntries } from './world.ts';

export interface Decided {
  /** What the evidence and the guardrails of the principal leave free to remove, by ARN. */
  readonly needless: ReadonlyMap<string, ActionSet>;
  /** What a guardrail of the principal keeps, by ARN. */
  readonly held: ReadonlyMap<string, ReadonlyMap<string, Hold>>;
  readonly heldIn: ReadonlyMap<Site, readonly HeldInSite[]>;
  readonly lost: ReadonlyMap<string, ActionSet>;
}

/** A principal that keeps an action, and the reason that is for those who share a policy with it. */
interface Obstacle {
  readonly arn: string;
  readonly hold: Hold;
}

type Holds = ReadonlyMap<string, Hold>;

/** Says why principals keep what the evidence allows to remove. What a shared policy answers is worked out once. */
export class KeptReasons {
  readonly #decided: Decided;
  readonly #context: RemovalContext;
  readonly #kept = new Map<string, Holds>();
  readonly #alike = new Map<string, Holds>();
  readonly #nearest = new Way();
  readonly #numbers = new Map<Site, number>();
  readonly #obstacles = new Map<Site, Map<string, Obstacle | null>>();

  constructor(decided: Decided, context: RemovalContext) {
    this.#decided = decided;
    this.#context = context;
  }

  /** By action, sorted; the same object for principals of which it is the same. */
  of(arn: string): Holds {
    let known = this.#kept.get(arn);
    if (known === undefined) {
      known = this.#holdsOf(arn);
      this.#kept.set(arn, known);
    }
    return known;
  }

  #holdsOf(arn: string): Holds {
    const { needless, lost } = this.#decided;
    const { candidates, grants, world } = this.#context;
    const kept = (needless.get(arn) ?? candidates.index.empty()).slice();
    const gone = lost.get(arn);
    if (gone !== undefined) subtract(kept, gone);
    const own = this.#decided.held.get(arn);
    const subject = world.subjects.get(arn);
    // One with a policy that cannot be read is an obstacle to others and none to itself.
    if (subject === undefined || subject.unreadable) {
      return sorted(own, candidates.index.list(kept), (action) => this.#walk(arn, action));
    }
    const granting = subject.sites.filter(({ document }) => meet(grants.of(document), kept));
    const led = granting.map((site) => ({ site, granted: grants.of(site.document) }));
    const work = (): Holds =>
      sorted(own, candidates.index.list(kept), (action) => this.#nearestHold(arn, action, led));
    if (own !== undefined && own.size > 0) return work();
    // Whoever has the same actions through the same policies is led the same way.
    const key = `${kept.join()} ${granting.map((site) => this.#number(site)).join()}`;
    let holds = this.#alike.get(key);
    if (holds === undefined) {
      holds = work();
      this.#alike.set(key, holds);
    }
    return holds;
  }

  /**
   * The obstacle nearest to the principal: policies that grant the action lead to other principals, and those to their
   * other policies.
   */
  #nearestHold(
    arn: string,
    action: string,
    sites: readonly { readonly site: Site; readonly granted: ActionSet }[],
  ): Hold | null {
    const number = this.#context.candidates.index.numberOf(action);
    let way = this.#nearest;
    for (const { site, granted } of sites) if (contains(granted, number)) way = way.through(site);
    let hold = way.holds.get(number);
    if (hold === undefined) {
      hold = this.#walk(arn, action);
      way.holds.set(number, hold);
    }
    return hold;
  }

  #grants({ document }: Site, action: string): boolean {
    const { candidates, grants } = this.#context;
    return candidates.index.has(grants.of(document), action);
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
    const { world, candidates } = this.#context;
    const seen = new Set([arn]);
    const asked = new Set<Site>();
    // Grows while it is walked: nearest first.
    for (const next of seen) {
      const all = world.subjects.get(next)?.sites ?? [];
      const sites = all.filter((site) => !asked.has(site) && this.#grants(site, action));
      for (const site of sites) {
        const held = this.#decided.heldIn
          .get(site)
          ?.find(({ actions }) => actions === null || candidates.index.has(actions, action));
        if (held !== undefined) return held.hold;
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
    const { candidates, world } = this.#context;
    const number = candidates.index.numberOf(action);
    for (const arn of site.reach) {
      const why = arn === except ? null : whyNotLost(world.subjects.get(arn), action, number, this.#decided);
      if (why !== null) return { arn, hold: sharing(site, arn, why) };
    }
    return null;
  }
}

/** From a principal through the policies that grant it an action: the same ones lead to the same obstacle. */
class Way {
  /** By the number of the action. */
  readonly holds = new Map<number, Hold | null>();
  readonly #longer = new Map<Site, Way>();

  through(site: Site): Way {
    let way = this.#longer.get(site);
    if (way === undefined) {
      way = new Way();
      this.#longer.set(site, way);
    }
    return way;
  }
}

function sorted(
  own: Holds | undefined,
  actions: readonly string[],
  holdOn: (action: string) => Hold | null,
): Holds {
  const holds = new Map(own ?? []);
  for (const action of actions) {
    const hold = holdOn(action);
    if (hold !== null) holds.set(action, hold);
  }
  return new Map(sortedEntries(holds));
}

function whyNotLost(
  subject: Subject | undefined,
  action: string,
  number: number,
  { needless, held }: Decided,
): string | null {
  if (subject === undefined || subject.analysis === null) return 'is not analysed and counts as using it';
  if (subject.unreadable) return 'has a policy that cannot be read and may keep it';
  const { arn } = subject.principal;
  const hold = held.get(arn)?.get(action);
  if (hold) return `keeps it (${hold.guardrail}): ${hold.reason}`;
  const free = needless.get(arn);
  return free !== undefined && contains(free, number) ? null : 'is not shown to have no use for it';
}

function sharing({ policy }: Site, arn: string, why: string): Hold {
  return {
    guardrail: 'used-by-sharing-principal',
    reason: `${policy.name} also reaches ${arn}, which ${why}`,
  };
}
