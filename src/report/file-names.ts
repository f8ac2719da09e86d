import { sha256 } from './sha256.ts';

/** Device names Windows reserves whatever the extension. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i;
const LONGEST = 80;

/**
 * One safe file or folder name for each key, by what the name shows. A name that had to be altered, or that differs
 * from another only by case (macOS and Windows would merge them), gets a short hash of its key. The result does not
 * depend on the order of the entries.
 */
export function fileNames(
  entries: readonly { readonly key: string; readonly name: string }[],
): ReadonlyMap<string, string> {
  const names = new Map(entries.map(({ key, name }) => [key, name]));
  const holders = new Map<string, number>();
  for (const name of names.values()) {
    const folded = slug(name).toLowerCase();
    holders.set(folded, (holders.get(folded) ?? 0) + 1);
  }
  return new Map(
    [...names].map(([key, name]) => {
      const safe = slug(name);
      // A name that already looks hashed could be chosen to meet another's; it gets its own hash.
      const plain = safe === name && !/-[0-9a-f]{10}$/i.test(safe);
      const unique = plain && holders.get(safe.toLowerCase()) === 1;
      return [key, unique ? safe : `${safe}-${sha256(key).slice(0, 10)}`];
    }),
  );
}

function slug(name: string): string {
  const safe = name
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, LONGEST);
  if (safe === '') return 'unnamed';
  return RESERVED.test(safe.split('.')[0] ?? '') ? `x-${safe}` : safe;
}
