import type { Catalog } from '../domain/catalog.ts';
import type { Collected } from '../domain/collected.ts';
import type { Activity } from '../domain/facts.ts';
import type { Principal } from '../domain/principal.ts';
import type { Counterexample, Recommendation } from '../domain/recommendation.ts';
import { createContext } from './context.ts';
import { lossOf } from './no-lost-usage.ts';
import type { ObservedCall } from './observed-calls.ts';

/** One row of authorised activity, and what of it the account would refuse after some recommendations. */
export interface ReplayedActivity {
  readonly principal: Principal;
  readonly activity: Activity;
  /** What it exercised or may have. */
  readonly actions: readonly string[];
  /** The first action it certainly exercised that would be denied; null when none. */
  readonly lost: Counterexample | null;
  /** The same of an action that it may have exercised, when nothing certain is lost. */
  readonly maybeLost: Counterexample | null;
}

/**
 * Asks, of every authorised activity, whether it would still be allowed once the recommendations are applied. Where the
 * log does not tell the resource of a call, every resource is asked for: what is said to be lost is an upper bound.
 */
export function replayActivity(
  collected: Collected,
  applied: readonly Recommendation[],
  catalog: Catalog,
): readonly ReplayedActivity[] {
  const context = createContext(collected, null, applied, catalog);
  const after = context.worldAfter(applied);
  return collected.principals.flatMap((principal) => {
    const loss = memoized(lossOf(principal, after, context));
    return context.calls.activityOf(principal).map((activity) => {
      const calls = context.calls.callsOf(activity);
      const first = (certain: boolean) =>
        calls
          .filter((call) => call.certain === certain)
          .map(loss)
          .find((lost) => lost !== null) ?? null;
      const lost = first(true);
      const maybeLost = lost === null ? first(false) : null;
      return { principal, activity, actions: calls.map(({ action }) => action), lost, maybeLost };
    });
  });
}

function memoized(
  loss: (call: ObservedCall) => Counterexample | null,
): (call: ObservedCall) => Counterexample | null {
  const known = new Map<string, Counterexample | null>();
  return (call) => {
    const key = JSON.stringify([call.action, call.keys, call.event, call.certain]);
    let found = known.get(key);
    if (found === undefined) {
      found = loss(call);
      known.set(key, found);
    }
    return found;
  };
}
