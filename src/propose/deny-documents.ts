import type { JsonObject } from '../domain/json.ts';
import { policySize } from '../iam/index.ts';

/**
 * Explicit Denies of the actions on every resource, in as few documents of `limit` characters as they need. Exact
 * names, never patterns: a pattern would also deny actions nobody judged, those that AWS has yet to add among them.
 *
 * @param actions in the order they are to stand in
 */
export function denyDocuments(actions: readonly string[], limit: number): readonly JsonObject[] {
  const documents: string[][] = [];
  for (const action of actions) {
    const last = documents.at(-1);
    if (last && policySize(denying([...last, action])) <= limit) last.push(action);
    else documents.push([action]);
  }
  return documents.map(denying);
}

function denying(actions: readonly string[]): JsonObject {
  return {
    Version: '2012-10-17',
    Statement: [{ Sid: 'ParedownDeny', Effect: 'Deny', Action: actions, Resource: '*' }],
  };
}
