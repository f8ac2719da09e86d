import type { OperationsFile } from '../../src/catalog/catalog-data.ts';
import type { ActionNames, OperationAuthorizations, SdkFacts } from './build-operations.ts';
import { sortedRecord } from './sorted-record.ts';

/** SDK service -> its endpoint, signing name and operations, as botocore's service models have them. */
export type SdkServices = Readonly<
  Record<
    string,
    {
      readonly endpointPrefix: string;
      readonly signingName?: string;
      readonly operations: Readonly<Record<string, { readonly method: string }>>;
    }
  >
>;

/** A namespace that APIs are called under but that is no service (API Gateway's own callers sign with it). */
const NOT_A_SERVICE = 'execute-api';

/** What botocore's service models tell. Pure. */
export function sdkFacts(
  sdk: SdkServices,
  authorizations: OperationAuthorizations,
  actions: ActionNames,
): SdkFacts {
  const aliases: Record<string, string> = {};
  const exercised = new Set<string>();
  for (const [key, service] of Object.entries(sdk)) {
    const names = [service.signingName, service.endpointPrefix, key];
    const namespace =
      names.find((name): name is string => name !== undefined && name in actions && name !== NOT_A_SERVICE) ??
      dominantNamespace(authorizations.operations[key], actions);
    if (namespace === undefined) continue;
    for (const operation of Object.keys(service.operations)) {
      exercised.add(`${namespace}:${operation}`.toLowerCase());
    }
    for (const name of names) {
      const alias = name?.toLowerCase();
      if (alias !== undefined && !(alias in actions)) aliases[alias] = namespace;
    }
  }
  const methods = ['apigateway', 'apigatewayv2'].flatMap((key) =>
    Object.entries(sdk[key]?.operations ?? {}).map(([name, { method }]) => [name, method] as const),
  );
  return { aliases: sortedRecord(aliases), apiGatewayMethods: new Map(methods), exercised };
}

/**
 * The same, carried over from the data of the last refresh when no service models are given. Actions that are new
 * since count as exercised only when the authorizations name them: unknown is the safe side.
 */
export function carriedSdkFacts(previous: OperationsFile, previousActions: ActionNames): SdkFacts {
  const exercised = new Set<string>();
  for (const [namespace, names] of Object.entries(previousActions)) {
    const missing = new Set((previous.unexercised[namespace] ?? '').split(' '));
    if (missing.has('*')) continue;
    for (const name of names) if (!missing.has(name)) exercised.add(`${namespace}:${name}`.toLowerCase());
  }
  const methods = Object.entries(previous.operations.apigateway ?? {}).map(
    ([operation, entry]) => [operation, entry.split(' ')[0] ?? ''] as const,
  );
  return { aliases: previous.aliases, apiGatewayMethods: new Map(methods), exercised };
}

/** The namespace whose actions the operations of a service authorise most. */
function dominantNamespace(
  operations: Readonly<Record<string, readonly string[]>> | undefined,
  actions: ActionNames,
): string | undefined {
  const counts = new Map<string, number>();
  for (const action of Object.values(operations ?? {}).flat()) {
    const namespace = action.slice(0, action.indexOf(':'));
    if (namespace in actions) counts.set(namespace, (counts.get(namespace) ?? 0) + 1);
  }
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0];
}
