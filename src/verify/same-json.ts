import type { Json } from '../domain/json.ts';

/** Whether two JSON values are equal; the order of an object's keys does not count. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = new Map<string, Json>(Object.entries(a));
  const right = new Map<string, Json>(Object.entries(b));
  return left.size === right.size && [...left].every(([key, value]) => sameJson(value, right.get(key)));
}
