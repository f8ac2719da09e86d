import type { ActionInfo, Catalog } from '../domain/catalog.ts';
import type { Collected, UsageFacts } from '../domain/collected.ts';
import type { DataSelector, Trail } from '../domain/facts.ts';
import { oncePer } from '../domain/once-per.ts';
import type { Window } from '../domain/window.ts';
import { includes } from '../iam/index.ts';

/** Whether a trail's selectors record an action, and since when. */
export type Selection =
  | { readonly selected: true; readonly since: string; readonly detail: string }
  | { readonly selected: false; readonly reason: string };

/** Trails that record an account: its own, and organisation trails. */
export function trailsOf(collected: Collected, account: string): readonly Trail[] {
  return (collected.trails ?? []).filter(
    (trail) => trail.isLogging !== false && (trail.account === account || trail.organization),
  );
}

/** Null when no trail description says anything about the account: the log has to speak for itself. */
export function managementSelection(
  trails: readonly Trail[],
  action: ActionInfo,
  catalog: Catalog,
  window: Window,
): Selection | null {
  const described = trails.filter((trail) => trail.management !== null);
  if (described.length === 0) return null;
  const write = isWrite(action);
  const namespace = namespaceOf(action.name);
  const trail = described.find(
    ({ management }) =>
      management !== null &&
      (write ? management.write : management.read) &&
      !management.excludedSources.some((source) => catalog.namespaceOf(source) === namespace),
  );
  return trail
    ? { selected: true, since: window.start, detail: `management events of trail ${trail.arn}` }
    : {
        selected: false,
        reason: `the trail's selectors leave out ${write ? 'write' : 'read'} management events of ${namespace}`,
      };
}

/**
 * Data events prove non-use only where a selector takes every resource the principal is granted, for every resource
 * type the action is recorded under. Selectors have no history: a PutEventSelectors call in the window is the earliest
 * time the present ones are known to hold.
 */
export function dataSelection(
  collected: Collected,
  trails: readonly Trail[],
  action: ActionInfo,
  resourceTypes: readonly string[],
  grantedResources: readonly string[] | null,
  window: Window,
): Selection {
  if (resourceTypes.length === 0) {
    return { selected: false, reason: 'the data-event type that records it is not known' };
  }
  const write = isWrite(action);
  for (const trail of trails) {
    const missing = resourceTypes.find(
      (type) => !trail.data.some((selector) => takes(selector, type, write, grantedResources)),
    );
    if (missing === undefined) {
      return {
        selected: true,
        since: selectorsSince(collected, trail, window),
        detail: `data events of ${resourceTypes.join(', ')} on trail ${trail.arn}`,
      };
    }
  }
  return {
    selected: false,
    reason:
      trails.length === 0
        ? `no trail description shows that data events of ${resourceTypes.join(', ')} are recorded`
        : `no trail records data events of ${resourceTypes.join(', ')} for every granted resource`,
  };
}

function takes(
  selector: DataSelector,
  resourceType: string,
  write: boolean,
  grantedResources: readonly string[] | null,
): boolean {
  if (selector.resourceType !== resourceType || selector.undecidable !== null) return false;
  if (!(write ? selector.write : selector.read)) return false;
  // Several operations can exercise one action (HeadObject needs s3:GetObject): a list of event names may lack one.
  if (selector.eventNames.length > 0) return false;
  if (selector.resources.length === 0) return true;
  return (
    grantedResources?.every(
      (resource) => includes(selector.resources, resource, { caseInsensitive: false }).included,
    ) === true
  );
}

function selectorsSince(collected: Collected, trail: Trail, window: Window): string {
  let since = window.start;
  for (const activity of collected.usage === null ? [] : selectorChanges(collected.usage)) {
    if (activity.account !== trail.account) continue;
    const names = activity.resources;
    if (names.length > 0 && !names.includes(trail.arn) && !names.includes('many')) continue;
    if (activity.last > since) since = activity.last;
  }
  return since;
}

/** Looked for once in a log, which is asked for every action and every set of resources. */
const selectorChanges = oncePer(({ activity }: UsageFacts) =>
  activity.filter(
    ({ eventSource, eventName, outcome }) =>
      eventSource === 'cloudtrail.amazonaws.com' &&
      eventName === 'PutEventSelectors' &&
      outcome === 'allowed',
  ),
);

function isWrite(action: ActionInfo): boolean {
  return action.accessLevels.some((level) => level !== 'List' && level !== 'Read');
}

export function namespaceOf(action: string): string {
  return action.slice(0, action.indexOf(':'));
}
