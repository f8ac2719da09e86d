/**
 * Where the CamelCase words of an action name end, ascending, the whole name last:
 * `GetDBInstanceV2` -> after `Get`, `DB`, `Instance`, `V2`.
 */
export function wordEnds(name: string): readonly number[] {
  const ends = Array.from(name.matchAll(WORD), (match) => match.index + match[0].length);
  return ends[ends.length - 1] === name.length ? ends : [...ends, name.length];
}

/** Capitals with a plural `s`, capitals up to the next word's own, or a word with its digits, or what stands between words. */
const WORD = /[A-Z]{2,}s(?![a-z])|[A-Z]+\d*(?![a-z])|[A-Z]?[a-z]+\d*|\d+|[^A-Za-z\d]+/g;
