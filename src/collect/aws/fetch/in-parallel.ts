import pLimit from 'p-limit';

/** Does the same with each item, so many at a time. After a failure none begins, and it is thrown when none runs. */
export async function inParallel<Item>(
  items: readonly Item[],
  concurrency: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const limit = pLimit(concurrency);
  const failures: unknown[] = [];
  const one = async (item: Item): Promise<void> => {
    if (failures.length > 0) return;
    await work(item).catch((error: unknown) => {
      failures.push(error);
    });
  };
  await Promise.all(items.map((item) => limit(one, item)));
  if (failures.length > 0) throw failures[0];
}
