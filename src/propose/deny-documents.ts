import type { JsonObject } from '../domain/json.ts';
import { policySize } from '../iam/index.ts';

/** Characters between two actions. */
const COMMA = 1;

/**
 * Explicit Denies of the actions on every resource, in as few documents of `limit` characters as they need. Exact
 * names, never patterns: a pattern would also deny actions nobody judged, those that AWS has yet to add among them.
 *
 * @param actions in the order they are to stand in
 */
export function denyDocuments(actions: readonly string[], limit: number): readonly JsonObject[] {
  const documents: string[][] = [];
  const empty = policySize(denying([]));
  let size = Number.POSITIVE_INFINITY;
  for (const action of actions) {
    const added = JSON.stringify(action).length;
    const last = documents.at(-1);
    if (last && size + added + COMMA <= limit) {
      last.push(action);
      size += added + COMMA;
    } else {
      documents.push([action]);
      size = empty + added;
    }
  }
  return documents.map(denying);
}

function denying(actions: readonly string[]): JsonObject {
  return {
    Version: '2012-10-17',
    Statement: [{ Sid: 'ParedownDeny', Effect: 'Deny', Action: actions, Resource: '*' }],
  };
}
