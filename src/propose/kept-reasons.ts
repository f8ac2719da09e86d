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

/** Why a principal keeps what the evidence allows to remove; by action, sorted. */
export function explainKept(
  arn: string,
  decided: Decided,
  context: RemovalContext,
): ReadonlyMap<string, Hold> {
  const kept = new Map(decided.held.get(arn) ?? []);
  for (const action of decided.needless.get(arn) ?? []) {
    if (decided.lost.get(arn)?.has(action)) continue;
    const hold = nearestHold(arn, action, decided, context);
    if (hold !== null) kept.set(action, hold);
  }
  return new Map(sortedEntries(kept));
}

/**
 * The obstacle nearest to the principal: policies that grant the action lead to other principals, and those to their
 * other policies.
 */
function nearestHold(
  arn: string,
  action: string,
  decided: Decided,
  { world, grants }: RemovalContext,
): Hold | null {
  const seen = new Set([arn]);
  // Grows while it is walked: nearest first.
  for (const next of seen) {
    const subject = world.subjects.get(next);
    const sites = subject?.sites.filter(({ document }) => grants.of(document).has(action)) ?? [];
    for (const site of sites) {
      const hold = decided.holdOn(site, action);
      if (hold !== null) return hold;
    }
    for (const site of sites) {
      for (const other of site.reach) {
        const why = whyNotLost(world.subjects.get(other), action, decided);
        if (other !== arn && why !== null) return sharing(site, other, why);
        seen.add(other);
      }
    }
  }
  return null;
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
