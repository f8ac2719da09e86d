import type { EventActions } from '../domain/catalog.ts';
import type { Activity } from '../domain/facts.ts';
import type { ActionTable } from './action-table.ts';
import { conditionalRule, SUBSTITUTIONS, staysOpen } from './conditional-actions.ts';
import type { Operation, OperationTable } from './operation-table.ts';

type Event = Pick<Activity, 'eventSource' | 'eventName' | 'features' | 'outcome'>;

/**
 * The actions one kind of event exercised. An allowed event certainly exercised the operation's own actions and those
 * its request decides; what the request does not decide is possible. A denied event exercised nothing: its certain
 * action is the one that was refused, as AWS names it, else the operation's own.
 */
export function eventActions(event: Event, operations: OperationTable, actions: ActionTable): EventActions {
  const has = featureTest(event.features);
  if (event.outcome === 'denied') {
    const named = event.features.flatMap((feature) => {
      const action = feature.startsWith('denied-action=') ? feature.slice('denied-action='.length) : null;
      return (action !== null && actions.canonical(action)) || [];
    });
    if (named.length > 0) return decided(named, []);
  }
  const operation = operations.find(event.eventSource, event.eventName);
  if (operation === null) {
    const isAllowed = event.outcome === 'allowed';
    const { eventSource, eventName } = event;
    return {
      kind: 'unmapped',
      possible: isAllowed ? operations.possiblyExercised(eventSource, eventName) : [],
    };
  }
  if (!operation.needsPermission) return { kind: 'no-permission-needed' };
  if (event.outcome === 'denied') return deniedActions(operation);
  return allowedActions(operation, has, actions);
}

/** Without AWS's word the refused action is the operation's own; when it has none, any it may authorise. */
function deniedActions(operation: Operation): EventActions {
  return operation.certain.length > 0 ? decided(operation.certain, []) : decided([], operation.others);
}

function allowedActions(
  operation: Operation,
  has: (feature: string) => boolean,
  actions: ActionTable,
): EventActions {
  const certain = new Set(operation.certain);
  const possible = new Set<string>();
  for (const action of operation.others) {
    const rule = conditionalRule(action, operation.name);
    if (rule === null) possible.add(action);
    else if (has(rule.feature)) certain.add(action);
    else if (rule.outsideParameters !== true && has('parameters-absent')) possible.add(action);
    else if (staysOpen(rule, operation.name, has)) possible.add(action);
  }
  for (const rule of SUBSTITUTIONS) {
    if (rule.operation !== operation.name || !has(rule.feature)) continue;
    for (const action of operation.certain) certain.delete(action);
    for (const action of rule.certain) certain.add(action);
    for (const action of rule.possible) possible.add(action);
  }
  // Called with an API key: authorised as the service's CallWithBearerToken whatever the operation.
  if (has('bearer-token')) {
    const namespace = operation.name.slice(0, operation.name.indexOf(':'));
    const action = actions.canonical(`${namespace}:CallWithBearerToken`);
    if (action !== null) certain.add(action);
  }
  // An authorised call exercised something: when no feature decided what, all of it stays possible.
  if (certain.size === 0) return decided([], operation.others);
  return decided(
    [...certain],
    [...possible].filter((action) => !certain.has(action)),
  );
}

function decided(certain: readonly string[], possible: readonly string[]): EventActions {
  return {
    kind: 'actions',
    certain: [...new Set(certain)].sort(),
    possible: [...new Set(possible)].sort(),
  };
}

/** `name` is there with any value, `name=value` only with that one. */
function featureTest(features: readonly string[]): (feature: string) => boolean {
  const given = new Set(features.flatMap((feature) => [feature, feature.replace(/=.*$/s, '')]));
  return (feature) => given.has(feature);
}
