import type { JsonObject } from '../domain/json.ts';

type PatternElement = 'Action' | 'NotAction' | 'Resource' | 'NotResource';

/**
 * A copy of a raw statement with the patterns of one element replaced and nothing else touched: key order stays,
 * and one string replacing one string stays a string.
 *
 * @param renamedTo another name for the element at the same place, e.g. `NotAction` for `Action: "*"`.
 * @throws Error when the statement has no such element, or has `renamedTo` beside it: a bug of the caller.
 */
export function withElement(
  statement: JsonObject,
  element: PatternElement,
  patterns: readonly string[],
  renamedTo: PatternElement = element,
): JsonObject {
  if (!(element in statement)) throw new Error(`the statement has no ${element}`);
  if (renamedTo !== element && renamedTo in statement)
    throw new Error(`the statement already has ${renamedTo}`);
  const [only] = patterns;
  const keepsScalar = typeof statement[element] === 'string' && patterns.length === 1 && only !== undefined;
  return Object.fromEntries(
    Object.entries(statement).map(([key, value]) =>
      key === element ? [renamedTo, keepsScalar ? only : [...patterns]] : [key, value],
    ),
  );
}
