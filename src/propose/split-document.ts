import type { Json, JsonObject } from '../domain/json.ts';
import { policySize } from '../iam/index.ts';

/**
 * Spreads the statements of a document over as few documents as their order allows, each within `limit` characters.
 * Together they allow and deny what the one did. A statement too large for one document is cut along its Action list;
 * one that has no such list (NotAction cannot be cut: two complements together allow nearly everything) cannot.
 *
 * @returns null when it cannot be done
 */
export function splitDocument(document: JsonObject, limit: number): readonly JsonObject[] | null {
  const { Statement: value } = document;
  const statements = (Array.isArray(value) ? value : [value]) as readonly JsonObject[];
  const withStatements = (list: readonly Json[]): JsonObject => ({ ...document, Statement: list });
  const fits = (list: readonly JsonObject[]): boolean => policySize(withStatements(list)) <= limit;

  const parts: JsonObject[][] = [];
  for (const statement of statements) {
    const pieces = fits([statement]) ? [statement] : cutStatement(statement, (piece) => fits([piece]));
    if (pieces === null) return null;
    for (const piece of pieces) {
      const last = parts.at(-1);
      if (last && fits([...last, piece])) last.push(piece);
      else parts.push([piece]);
    }
  }
  return parts.map(withStatements);
}

function cutStatement(
  statement: JsonObject,
  fits: (statement: JsonObject) => boolean,
): readonly JsonObject[] | null {
  const { Action: actions } = statement;
  if (!Array.isArray(actions)) return null;
  const pieces: Json[][] = [];
  const withActions = (list: readonly Json[]): JsonObject => ({ ...statement, Action: list });
  for (const action of actions as readonly Json[]) {
    const last = pieces.at(-1);
    if (last && fits(withActions([...last, action]))) last.push(action);
    else if (fits(withActions([action]))) pieces.push([action]);
    else return null;
  }
  return pieces.map(withActions);
}
