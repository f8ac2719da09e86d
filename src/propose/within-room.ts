/**
 * The actions to remove when a policy has no room for removing them all (`NotAction` grows with every removal): as
 * many as fit. A stretch from the top, so that a second run has no room for the next ones either.
 *
 * @param order what goes together, what matters most first
 * @param fits whether the document without these actions fits; more actions need more room
 */
export function withinRoom(
  order: readonly (readonly string[])[],
  fits: (actions: ReadonlySet<string>) => boolean,
): ReadonlySet<string> {
  const first = (count: number): ReadonlySet<string> => new Set(order.slice(0, count).flat());
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (fits(first(middle))) low = middle;
    else high = middle - 1;
  }
  return first(low);
}
