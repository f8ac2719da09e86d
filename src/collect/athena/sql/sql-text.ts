import { trinoPattern } from './trino-pattern.ts';

/** A text of our own tables as a literal. What users give is bound as a parameter and never comes here. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function literals(texts: Iterable<string>): string {
  return [...texts].map(literal).join(', ');
}

export function patternLiteral(pattern: RegExp): string {
  return literal(trinoPattern(pattern).text);
}

/** Whether the text matches; false for no text. */
export function matches(text: string, pattern: RegExp): string {
  return `coalesce(regexp_like(${text}, ${patternLiteral(pattern)}), false)`;
}

/** The group of the first match, by number or name; null when there is none. */
export function extract(text: string, pattern: RegExp, group: number | string): string {
  const { text: translated, groups } = trinoPattern(pattern);
  const number = typeof group === 'number' ? group : groups.get(group);
  if (number === undefined) throw new Error(`${pattern} has no group ${group}`);
  return `regexp_extract(${text}, ${literal(translated)}, ${number})`;
}

/** An empty text is none. */
export function filled(text: string): string {
  return `nullif(${text}, '')`;
}

export const NO_TEXTS = 'CAST(ARRAY[] AS ARRAY(VARCHAR))';

/** Items of array expressions in one; an empty list of expressions is no item. */
export function flattened(arrays: readonly string[]): string {
  if (arrays.length === 0) return NO_TEXTS;
  return arrays.length === 1 ? (arrays[0] ?? NO_TEXTS) : `flatten(ARRAY[${arrays.join(', ')}])`;
}
