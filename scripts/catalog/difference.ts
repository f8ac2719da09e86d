/** What is only in `after` and only in `before`, each in its own order. */
export function difference(
  before: readonly string[],
  after: readonly string[],
): { readonly added: readonly string[]; readonly removed: readonly string[] } {
  const old = new Set(before);
  const renewed = new Set(after);
  return {
    added: after.filter((entry) => !old.has(entry)),
    removed: before.filter((entry) => !renewed.has(entry)),
  };
}
