import type { JsonObject } from '../domain/json.ts';
import type { PolicyDocument } from '../domain/policy.ts';

/**
 * The document as JSON, built from its statements' `raw`: an untouched document is returned as it stood (the same
 * object); an edited one keeps the key order of the document, and a single statement stays an object.
 */
export function printPolicy(document: PolicyDocument): JsonObject {
  const before = document.raw.Statement;
  const list = Array.isArray(before) ? before : [before];
  const statements = document.statements.map((statement) => statement.raw);
  if (statements.length === list.length && statements.every((raw, index) => raw === list[index]))
    return document.raw;
  const only = statements[0];
  const keepsScalar = !Array.isArray(before) && statements.length === 1 && only !== undefined;
  return { ...document.raw, Statement: keepsScalar ? only : statements };
}

/** JSON text of a document, two spaces of indentation and a final line feed, keys in the order they stand. */
export function policyText(document: JsonObject): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
