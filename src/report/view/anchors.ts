import { sha256 } from '../sha256.ts';

/**
 * The id of a permission inside the section of its principal, the same in every review: `iam:PassRole` is
 * `iam-PassRole`; what is no plain action (a pattern of an unknown service) is hashed.
 */
export const actionAnchor = (action: string): string =>
  /^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action) ? action.replace(':', '-') : `x${sha256(action).slice(0, 10)}`;

/**
 * HTML ids that stay the same from one review to the next, so that a link to a finding can stand in a ticket; made of
 * hex digits only, so no AWS string reaches an attribute that must be quoted. Equal keys get a running number.
 */
export function anchors(prefix: string, keys: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return keys.map((key) => {
    const base = `${prefix}-${sha256(key).slice(0, 10)}`;
    const times = (seen.get(base) ?? 0) + 1;
    seen.set(base, times);
    return times === 1 ? base : `${base}-${times}`;
  });
}
