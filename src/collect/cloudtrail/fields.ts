/** A parsed JSON object of a record; every field of it is hostile until read through these. */
export type Fields = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const NOTHING: Fields = Object.freeze({});

/** The object under a key; an empty one when there is none, so that reading on finds nothing. */
export function objectAt(fields: Fields, key: string): Fields {
  const value = own(fields, key);
  return isObject(value) ? value : NOTHING;
}

/** The non-empty string under a key; null otherwise. */
export function textAt(fields: Fields, key: string): string | null {
  const value = own(fields, key);
  return typeof value === 'string' && value !== '' ? value : null;
}

export function listAt(fields: Fields, key: string): readonly unknown[] {
  const value = own(fields, key);
  return Array.isArray(value) ? value : [];
}

/** CloudTrail writes booleans as `true` and, in older records, as `"true"`. */
export function flagAt(fields: Fields, key: string): boolean | null {
  const value = own(fields, key);
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : null;
}

export function own(fields: Fields, key: string): unknown {
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}
