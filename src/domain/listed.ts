const MOST_LISTED = 10;

/** Some of the items, one a line below a message, and how many there are besides. */
export function listed(items: readonly string[]): readonly string[] {
  const shown = items.slice(0, MOST_LISTED).map((item) => `  ${item}`);
  const more = items.length - shown.length;
  return more > 0 ? [...shown, `  and ${more} more`] : shown;
}
