import type { Json, JsonObject } from '../domain/json.ts';
import { policySize } from '../iam/index.ts';

/**
 * Spreads the statements of a document over as few documents as their order allows, each within `limit` characters and
 * the first one within `first`.
 * Together they allow and deny what the one did. A statement too large for one document is cut along its Action list;
 * one that has no such list (NotAction cannot be cut: two complements together allow nearly everything) cannot.
 *
 * @returns null when it cannot be done
 */
export function splitDocument(
  document: JsonObject,
  limit: number,
  first = limit,
): readonly JsonObject[] | null {
  const { Statement: value } = document;
  const statements = (Array.isArray(value) ? value : [value]) as readonly JsonObject[];
  const withStatements = (list: readonly Json[]): JsonObject => ({ ...document, Statement: list });
  const fits = (list: readonly JsonObject[], part: number): boolean =>
    policySize(withStatements(list)) <= (part === 0 ? first : limit);

  const parts: JsonObject[][] = [];
  for (const statement of statements) {
    const begin = parts.length;
    const pieces = fits([statement], begin)
      ? [statement]
      : cutStatement(statement, (piece, index) => fits([piece], begin + index));
    if (pieces === null) return null;
    for (const piece of pieces) {
      const last = parts.at(-1);
      if (last && fits([...last, piece], parts.length - 1)) last.push(piece);
      else parts.push([piece]);
    }
  }
  return parts.map(withStatements);
}

function cutStatement(
  statement: JsonObject,
  fits: (statement: JsonObject, index: number) => boolean,
): readonly JsonObject[] | null {
  const { Action: actions } = statement;
  if (!Array.isArray(actions)) return null;
  const pieces: Json[][] = [];
  const withActions = (list: readonly Json[]): JsonObject => ({ ...statement, Action: list });
  for (const action of actions as readonly Json[]) {
    const last = pieces.at(-1);
    if (last && fits(withActions([...last, action]), pieces.length - 1)) last.push(action);
    else if (fits(withActions([action]), pieces.length)) pieces.push([action]);
    else return null;
  }
  return pieces.map(withActions);
}
