import { createHash } from 'node:crypto';
import type { InputListing } from './list-input.ts';

/**
 * The sha256 of an input: of a file its own; of a folder or glob that of its `relative path, sha256` lines, sorted by
 * path. `hashes` is by location; a file that was passed over unread has none and no line.
 */
export function inputDigest(listing: InputListing, hashes: ReadonlyMap<string, string | null>): string {
  const [first] = listing.files;
  if (listing.kind === 'file' && first !== undefined) return hashes.get(first.location) ?? digest('');
  const lines = listing.files
    .filter(({ location }) => hashes.has(location))
    .map(({ relative, location }) => `${relative}, ${hashes.get(location) ?? 'unreadable'}\n`);
  return digest(lines.sort().join(''));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
