/** The record with its keys in code-unit order, each value passed through `each`; data files diff line by line. */
export function sortedRecord<V, R = V>(
  record: Readonly<Record<string, V>>,
  each: (value: V) => R = (value) => value as unknown as R,
): Record<string, R> {
  return Object.fromEntries(
    Object.entries(record)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, value]) => [key, each(value)]),
  );
}
