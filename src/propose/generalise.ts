import type { TypedArn } from './arn-template.ts';

/**
 * Patterns for observed resources: each by name while they are few, else by the beginning they share inside one
 * parent. Never across accounts, regions or types: the head, all before the last placeholder, stays literal.
 *
 * @returns null when there are too many with too little in common
 */
export function generalise(arns: readonly TypedArn[], maxNamed: number): readonly string[] | null {
  const patterns: string[] = [];
  const types = groupBy(arns, ({ template }) => template.text);
  for (const type of types.values()) {
    const heads = groupBy(type, ({ head }) => head);
    const names = new Set(type.map(({ arn }) => arn));
    if (names.size <= maxNamed) {
      patterns.push(...names);
      continue;
    }
    if (heads.size > maxNamed) return null;
    for (const [head, group] of heads) {
      const shared = sharedPrefix(group.map(({ name }) => name.replace(/\*$/, '')));
      // All objects of a bucket are still one bucket; all functions of an account are no narrowing.
      if (shared === '' && (group[0]?.template.names ?? 0) < 2) return null;
      patterns.push(`${head}${shared}*`);
    }
  }
  return patterns.sort();
}

function sharedPrefix(names: readonly string[]): string {
  const [first = '', ...others] = names;
  let length = first.length;
  for (const name of others) {
    while (!name.startsWith(first.slice(0, length))) length -= 1;
  }
  const prefix = first.slice(0, length);
  // Up to a separator: `job-1` and `job-2` share `job-`, not what their numbers happen to begin with.
  return prefix.slice(0, Math.max(...['-', '_', '/', '.'].map((mark) => prefix.lastIndexOf(mark))) + 1);
}

function groupBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
