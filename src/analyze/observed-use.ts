import type { Catalog } from '../domain/catalog.ts';
import type { UsageFacts } from '../domain/collected.ts';
import type { Activity } from '../domain/facts.ts';
import type { Principal } from '../domain/principal.ts';

/** What CloudTrail saw one principal do with one action inside the window. */
export interface ActionUse {
  readonly action: string;
  /** Authorised calls that certainly exercised it. */
  calls: number;
  denied: number;
  /** Authorised calls that may have exercised it; the request does not decide. */
  possible: number;
  /** Calls under the principal's ARN that carry another unique id although the principal existed by then. */
  ambiguous: number;
  first: string | null;
  last: string | null;
}

export interface ObservedUse {
  readonly actions: ReadonlyMap<string, ActionUse>;
  /** Namespaces with a call no action is known for: it may have exercised any action there. */
  readonly unmappedNamespaces: ReadonlySet<string>;
  /** Actions of other services that such a call may have exercised. */
  readonly unmappedActions: ReadonlySet<string>;
  readonly calls: number;
  readonly deniedCalls: number;
  readonly activeDays: readonly { readonly day: string; readonly calls: number }[];
}

export interface UnmappedEvent {
  readonly eventSource: string;
  readonly eventName: string;
  readonly count: number;
}

interface Tally {
  readonly actions: Map<string, ActionUse>;
  readonly unmappedNamespaces: Set<string>;
  readonly unmappedActions: Set<string>;
  readonly days: Map<string, number>;
  calls: number;
  deniedCalls: number;
}

export interface ObservedUses {
  of(principal: Principal): ObservedUse;
  readonly unmapped: readonly UnmappedEvent[];
}

/** Attributes activity to principals and maps it to actions, once for the whole run. */
export function observeUse(
  usage: UsageFacts | null,
  principals: readonly Principal[],
  catalog: Catalog,
): ObservedUses {
  const byId = groupBy(principals, ({ uniqueId }) => uniqueId);
  const byArn = groupBy(principals, ({ arn }) => arn);
  const tallies = new Map<Principal, Tally>();
  const unmapped = new Map<string, { eventSource: string; eventName: string; count: number }>();

  for (const activity of usage?.activity ?? []) {
    const actions = catalog.eventActions(activity);
    if (actions.kind === 'unmapped') {
      const key = `${activity.eventSource} ${activity.eventName}`;
      const entry = unmapped.get(key) ?? {
        eventSource: activity.eventSource,
        eventName: activity.eventName,
        count: 0,
      };
      entry.count += activity.calls;
      unmapped.set(key, entry);
    }
    for (const { principal, certain } of attribute(activity, byId, byArn)) {
      const tally = tallies.get(principal) ?? newTally();
      tallies.set(principal, tally);
      if (certain) countCalls(tally, activity);
      if (actions.kind === 'unmapped') {
        tally.unmappedNamespaces.add(catalog.namespaceOf(activity.eventSource));
        for (const action of actions.possible) tally.unmappedActions.add(action);
      }
      if (actions.kind !== 'actions') continue;
      for (const action of actions.certain) add(tally, action, activity, certain ? 'certain' : 'ambiguous');
      for (const action of actions.possible) add(tally, action, activity, certain ? 'possible' : 'ambiguous');
    }
  }
  return {
    of: (principal) => finish(tallies.get(principal) ?? newTally()),
    unmapped: [...unmapped.values()].sort((a, b) =>
      compare(`${a.eventSource} ${a.eventName}`, `${b.eventSource} ${b.eventName}`),
    ),
  };
}

/**
 * The unique id decides. A record with another id under a known ARN is an earlier principal of that name when it is
 * older than this one; otherwise the export and the log contradict each other and the use is ambiguous: kept, not
 * counted. An ARN without an id can only be read as the ARN says. Ids are unique in AWS, but not in an export whose names
 * were made unreadable: of several principals of one id the ARN decides, and where it does not the use is ambiguous.
 */
function attribute(
  activity: Activity,
  byId: ReadonlyMap<string, readonly Principal[]>,
  byArn: ReadonlyMap<string, readonly Principal[]>,
): { principal: Principal; certain: boolean }[] {
  const known = activity.principalId === null ? [] : (byId.get(activity.principalId) ?? []);
  const meant = known.length > 1 ? known.filter(({ arn }) => arn === activity.principalArn) : known;
  if (meant.length > 0) return meant.map((principal) => ({ principal, certain: meant.length === 1 }));
  if (known.length > 0) return known.map((principal) => ({ principal, certain: false }));
  const named = activity.principalArn === null ? [] : (byArn.get(activity.principalArn) ?? []);
  return named.flatMap((principal) => {
    if (activity.principalId === null) return [{ principal, certain: named.length === 1 }];
    const isEarlierPrincipal = principal.createDate !== null && activity.last < principal.createDate;
    return isEarlierPrincipal ? [] : [{ principal, certain: false }];
  });
}

function countCalls(tally: Tally, activity: Activity): void {
  tally.calls += activity.calls;
  if (activity.outcome === 'denied') tally.deniedCalls += activity.calls;
  tally.days.set(activity.day, (tally.days.get(activity.day) ?? 0) + activity.calls);
}

function add(
  tally: Tally,
  action: string,
  activity: Activity,
  how: 'certain' | 'possible' | 'ambiguous',
): void {
  let use = tally.actions.get(action);
  if (use === undefined) {
    use = { action, calls: 0, denied: 0, possible: 0, ambiguous: 0, first: null, last: null };
    tally.actions.set(action, use);
  }
  if (how === 'ambiguous') {
    if (activity.outcome === 'allowed') use.ambiguous += activity.calls;
  } else if (activity.outcome === 'denied') {
    if (how === 'certain') use.denied += activity.calls;
  } else if (how === 'possible') {
    use.possible += activity.calls;
  } else {
    use.calls += activity.calls;
    if (use.first === null || activity.first < use.first) use.first = activity.first;
    if (use.last === null || activity.last > use.last) use.last = activity.last;
  }
}

function newTally(): Tally {
  return {
    actions: new Map(),
    unmappedNamespaces: new Set(),
    unmappedActions: new Set(),
    days: new Map(),
    calls: 0,
    deniedCalls: 0,
  };
}

function finish(tally: Tally): ObservedUse {
  return {
    actions: tally.actions,
    unmappedNamespaces: tally.unmappedNamespaces,
    unmappedActions: tally.unmappedActions,
    calls: tally.calls,
    deniedCalls: tally.deniedCalls,
    activeDays: [...tally.days].map(([day, calls]) => ({ day, calls })).sort((a, b) => compare(a.day, b.day)),
  };
}

function groupBy(
  principals: readonly Principal[],
  keyOf: (principal: Principal) => string,
): Map<string, Principal[]> {
  const groups = new Map<string, Principal[]>();
  for (const principal of principals) {
    const key = keyOf(principal);
    const group = groups.get(key);
    if (group) group.push(principal);
    else groups.set(key, [principal]);
  }
  return groups;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
