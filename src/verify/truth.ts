/** Three-valued logic (Kleene): `null` is "depends on something that is not known". */
export type Truth = boolean | null;

export function not(value: Truth): Truth {
  return value === null ? null : !value;
}

export function allOf(values: Iterable<Truth>): Truth {
  let result: Truth = true;
  for (const value of values) {
    if (value === false) return false;
    if (value === null) result = null;
  }
  return result;
}

export function anyOf(values: Iterable<Truth>): Truth {
  let result: Truth = false;
  for (const value of values) {
    if (value === true) return true;
    if (value === null) result = null;
  }
  return result;
}
