import { BoundedMap } from '../domain/bounded-map.ts';
import { foldCase } from '../domain/fold-case.ts';
import type { ActionTable } from './action-table.ts';
import type { CatalogData } from './catalog-data.ts';

/** What an API operation authorises, as the references have it. */
export interface Operation {
  /** `namespace:Operation` in canonical spelling. */
  readonly name: string;
  readonly certain: readonly string[];
  /** Possible, depending on the request. */
  readonly others: readonly string[];
  readonly needsPermission: boolean;
}

export interface OperationTable {
  /** IAM namespace of an event source, known or not. */
  namespaceOf(eventSource: string): string;
  /** The operation a CloudTrail event is a call of; null when none of that name is known. */
  find(eventSource: string, eventName: string): Operation | null;
  /**
   * What an event that `find` knows no operation of may have exercised, sorted: of a console all that its pages need; of a
   * source that is no known service every action that an operation of this name authorises anywhere.
   */
  possiblyExercised(eventSource: string, eventName: string): readonly string[];
  /** Whether no known API operation exercises the action (canonical name). */
  isUnexercised(action: string): boolean;
}

/** CloudTrail adds the API version to some event names: `CreateFunction20150331v2`, `CreateFunction2020_05_31`. */
const VERSION_SUFFIX = /\d{4}_?\d{2}_?\d{2}(?:v\d+)?$/;

/** More than there are operations: event names come from logs. */
const MOST_FOUND = 50_000;

/** Reads `data/operations.json` and `data/event-overrides.json`; the overrides win. */
export function operationTable(data: CatalogData, actions: ActionTable): OperationTable {
  const encoded = new Map<string, { readonly name: string; readonly entry: string }>();
  for (const source of [data.operations.operations, data.eventOverrides.operations]) {
    for (const [namespace, entries] of Object.entries(source)) {
      for (const [operation, entry] of Object.entries(entries)) {
        const name = `${namespace}:${operation}`;
        encoded.set(foldCase(name), { name, entry });
      }
    }
  }
  const free = new Map(data.eventOverrides.noPermissionNeeded.map((name) => [foldCase(name), name]));
  const unexercised = new Map(
    Object.entries(data.operations.unexercised).map(([namespace, names]) => [
      namespace,
      new Set(names.split(' ')),
    ]),
  );

  const namespaceOf = (eventSource: string): string => {
    const label = labelOf(eventSource);
    return (
      own(data.eventOverrides.eventSources, label) ??
      (actions.hasService(label) ? label : (own(data.operations.aliases, label) ?? label))
    );
  };

  const lookup = (namespace: string, operation: string): Operation | null => {
    const key = foldCase(`${namespace}:${operation}`);
    const needless = free.get(key);
    if (needless !== undefined) {
      return { name: needless, certain: [], others: [], needsPermission: false };
    }
    const known = encoded.get(key);
    if (known !== undefined) return decodeOperation(known.name, known.entry);
    const same = actions.canonical(key);
    return same === null ? null : { name: same, certain: [same], others: [], needsPermission: true };
  };

  const find = (namespace: string, eventName: string): Operation | null => {
    const stripped = eventName.replace(VERSION_SUFFIX, '');
    return lookup(namespace, eventName) ?? (stripped === eventName ? null : lookup(namespace, stripped));
  };

  const found = new BoundedMap<Operation | null>(MOST_FOUND);
  return {
    namespaceOf,
    find: (eventSource, eventName) => {
      const namespace = namespaceOf(eventSource);
      const key = `${namespace}:${eventName}`;
      const known = found.get(key);
      if (known !== undefined) return known;
      const value = find(namespace, eventName);
      found.set(key, value);
      return value;
    },
    possiblyExercised: (eventSource, eventName) => {
      const pages = own(data.eventOverrides.consoles, labelOf(eventSource));
      if (pages !== undefined) return pages.flatMap((namespace) => actions.actionsOf(namespace)).sort();
      if (actions.hasService(namespaceOf(eventSource))) return [];
      const namesakes = actions.services.flatMap((namespace) => find(namespace, eventName) ?? []);
      return [...new Set(namesakes.flatMap(({ certain, others }) => [...certain, ...others]))].sort();
    },
    isUnexercised: (action) => {
      const colon = action.indexOf(':');
      const names = unexercised.get(action.slice(0, colon));
      return names !== undefined && (names.has('*') || names.has(action.slice(colon + 1)));
    },
  };
}

function decodeOperation(name: string, entry: string): Operation {
  const namespace = name.slice(0, name.indexOf(':'));
  const [certain = [], others = []] = entry.split('|').map((part) =>
    part
      .split(' ')
      .filter((action) => action !== '')
      .map((action) => (action.includes(':') ? action : `${namespace}:${action}`)),
  );
  return { name, certain, others, needsPermission: true };
}

/** `monitoring.amazonaws.com` -> `monitoring`. */
function labelOf(eventSource: string): string {
  return foldCase(eventSource).replace(/\.amazonaws\.com(?:\.cn)?$/, '');
}

function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
