import { NO_TEXTS } from './sql-text.ts';

/** The member at a path of plain keys; null when there is none. */
export function memberAt(json: string, keys: readonly string[]): string {
  if (!keys.every((key) => /^[A-Za-z][A-Za-z0-9]*$/.test(key))) throw new Error(`${keys} are not plain keys`);
  return keys.length === 0 ? json : `json_extract(${json}, '$.${keys.join('.')}')`;
}

/** The JSON string as text; null for any other value. */
export function textOf(json: string): string {
  return `IF(starts_with(json_format(${json}), '"'), CAST(${json} AS VARCHAR))`;
}

/** Neither missing nor null, false, an empty string, list or object: the parameter was given. */
export function isFilled(json: string): string {
  return `coalesce(json_format(${json}) NOT IN ('null', 'false', '""', '[]', '{}'), false)`;
}

/** Items of a list, also of lists in it; anything else is itself the one item. */
export function unlisted(json: string): string {
  const items = (value: string) => `coalesce(TRY_CAST(${value} AS ARRAY(JSON)), ARRAY[${value}])`;
  return `flatten(transform(${items(json)}, item -> ${items('item')}))`;
}

/** Strings that are not empty, of an array of JSON values. */
export function textsOf(array: string): string {
  return `filter(transform(${array}, value -> ${textOf('value')}), text -> text <> '')`;
}

/** Strings at a path, lists on the way standing for their items; empty when there is none. */
export function textsAt(json: string, keys: readonly string[]): string {
  const [first, ...rest] = keys;
  if (first === undefined) throw new Error('a path needs a key');
  let array = unlisted(memberAt(json, [first]));
  for (const key of rest) {
    array = `flatten(transform(${array}, node -> ${unlisted(memberAt('node', [key]))}))`;
  }
  return `coalesce(${textsOf(array)}, ${NO_TEXTS})`;
}

/** Members of an object, items of a list, nothing of anything else. */
export function childrenOf(json: string): string {
  return `coalesce(TRY_CAST(${json} AS ARRAY(JSON)), map_values(TRY_CAST(${json} AS MAP(VARCHAR, JSON))), CAST(ARRAY[] AS ARRAY(JSON)))`;
}
