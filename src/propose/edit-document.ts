import type { JsonObject } from '../domain/json.ts';
import type { PolicyDocument } from '../domain/policy.ts';
import { printPolicy } from '../iam/index.ts';
import { type EditContext, removeActions } from './edit-statement.ts';

/**
 * A document without the removed actions. Statements that allow none of them stay the same objects; a statement with
 * nothing left is dropped.
 *
 * @returns the same `raw` when nothing changed; null when no statement is left
 */
export function editDocument(
  document: PolicyDocument,
  removed: ReadonlySet<string>,
  context: EditContext,
): JsonObject | null {
  if (removed.size === 0) return document.raw;
  const statements = document.statements.flatMap((statement) => {
    const raw = removeActions(statement, removed, context);
    return raw === null ? [] : [{ ...statement, raw }];
  });
  return statements.length === 0 ? null : printPolicy({ ...document, statements });
}
