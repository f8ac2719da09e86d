import type { EventOverridesFile, OperationsFile } from '../../src/catalog/catalog-data.ts';
import { decidedByRequest } from '../../src/catalog/conditional-actions.ts';
import { sortedRecord } from './sorted-record.ts';

/** Service key -> operation -> actions it may authorise; operations of one same-named action may be left out. */
export interface OperationAuthorizations {
  readonly source: string;
  readonly version: string;
  readonly date: string;
  readonly operations: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** Namespace -> canonical action names without the namespace. */
export type ActionNames = Readonly<Record<string, readonly string[]>>;

/** What the SDK's service models add to the authorizations. */
export interface SdkFacts {
  readonly aliases: Readonly<Record<string, string>>;
  /** API Gateway operation -> HTTP method, which is its IAM action. */
  readonly apiGatewayMethods: ReadonlyMap<string, string>;
  /** Lower-case `namespace:operation` of every operation. */
  readonly exercised: ReadonlySet<string>;
}

/**
 * Builds `data/operations.json`. Pure. A service key that is no namespace (`bedrock-runtime`, `stepfunctions`) is left
 * out: the reference repeats its operations under the namespace, which is where a record's event source leads.
 */
export function buildOperations(
  authorizations: OperationAuthorizations,
  sdk: SdkFacts,
  actions: ActionNames,
  overrides: Pick<EventOverridesFile, 'operations'>,
): OperationsFile {
  const operations: Record<string, Record<string, string>> = {};
  const exercised = new Set(sdk.exercised);
  for (const [namespace, authorised] of Object.entries(authorizations.operations)) {
    for (const [operation, all] of Object.entries(authorised)) {
      for (const action of all) exercised.add(action.toLowerCase());
      if (!(namespace in actions)) continue;
      const encoded = encodeOperation(namespace, operation, all, actions, sdk);
      if (encoded === operation) continue;
      operations[namespace] = { ...operations[namespace], [operation]: encoded };
    }
  }
  for (const [namespace, entries] of Object.entries(overrides.operations)) {
    for (const action of Object.values(entries).flatMap((entry) => entry.split(/[ |]+/))) {
      exercised.add((action.includes(':') ? action : `${namespace}:${action}`).toLowerCase());
    }
  }
  return {
    source:
      'AWS Service Reference, Operations -> AuthorizedActions; endpoint names and HTTP methods from botocore service models (Apache-2.0)',
    version: authorizations.version,
    date: authorizations.date,
    refresh: 'npm run catalog:refresh (or -- --operations FILE --botocore FILE from local snapshots)',
    aliases: sdk.aliases,
    operations: sortedRecord(operations, sortedRecord),
    unexercised: buildUnexercised(actions, exercised),
  };
}

/** `certain | others`; the operation's own name when it authorises exactly the action of that name. */
function encodeOperation(
  namespace: string,
  operation: string,
  all: readonly string[],
  actions: ActionNames,
  sdk: SdkFacts,
): string {
  const certain = certainActions(namespace, operation, all, actions, sdk);
  const others = all.filter((action) => !certain.includes(action)).sort();
  const short = (action: string): string =>
    action.startsWith(`${namespace}:`) ? action.slice(namespace.length + 1) : action;
  const left = [...certain].sort().map(short).join(' ');
  return others.length === 0 ? left : `${left} | ${others.map(short).join(' ')}`.trimStart();
}

/** The action of the same name; else the HTTP verb's (API Gateway); else the only one that no request feature decides. */
function certainActions(
  namespace: string,
  operation: string,
  all: readonly string[],
  actions: ActionNames,
  sdk: SdkFacts,
): readonly string[] {
  const lower = operation.toLowerCase();
  const same = (actions[namespace] ?? []).find((name) => name.toLowerCase() === lower);
  if (same !== undefined && all.includes(`${namespace}:${same}`)) return [`${namespace}:${same}`];
  if (namespace === 'apigateway') {
    const verb = `apigateway:${sdk.apiGatewayMethods.get(operation)}`;
    if (all.includes(verb)) return [verb];
  }
  const undecided = all.filter((action) => !decidedByRequest(action));
  return undecided.length === 1 ? undecided : [];
}

function buildUnexercised(actions: ActionNames, exercised: ReadonlySet<string>): Record<string, string> {
  const unexercised: Record<string, string> = {};
  for (const [namespace, names] of Object.entries(actions)) {
    const missing = names.filter((name) => !exercised.has(`${namespace}:${name}`.toLowerCase())).sort();
    if (missing.length > 0)
      unexercised[namespace] = missing.length === names.length ? '*' : missing.join(' ');
  }
  return sortedRecord(unexercised);
}
