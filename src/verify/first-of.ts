/** The first answer that is not null, or null. */
export function firstOf<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item) => Answer | null,
): Answer | null {
  for (const item of items) {
    const answer = ask(item);
    if (answer !== null) return answer;
  }
  return null;
}
