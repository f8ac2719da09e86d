import type { InputRecord, Unreadable } from '../../domain/collected.ts';
import { UserError } from '../../domain/errors.ts';
import type { Trail } from '../../domain/facts.ts';
import { inputDigest } from '../files/input-digest.ts';
import { listInput } from '../files/list-input.ts';
import { readJsonFiles, wholeValues } from '../files/read-json.ts';
import { readTrailParts, TRAILS_EXPECTED, TrailParts } from './trail-parts.ts';
import { trailsOf } from './trails-of.ts';

export interface CollectedTrails {
  readonly trails: readonly Trail[];
  readonly inputs: readonly InputRecord[];
  readonly unreadable: readonly Unreadable[];
}

/**
 * Reads what `aws cloudtrail describe-trails`, `get-event-selectors` and `get-trail-status` print, in one file or
 * several, and joins them by TrailARN.
 *
 * @throws UserError for a file that is none of these.
 */
export async function collectTrails(typed: readonly string[]): Promise<CollectedTrails> {
  const parts = new TrailParts();
  const inputs: InputRecord[] = [];
  for (const path of typed) {
    const listing = await listInput(path);
    const hashes = new Map<string, string | null>();
    const own = new TrailParts();
    for await (const file of readJsonFiles(listing, TRAILS_EXPECTED)) {
      const { location } = file.file;
      hashes.set(location, file.sha256);
      const values = wholeValues(file, TRAILS_EXPECTED);
      if (values.length === 0) throw new UserError(`${location} holds nothing. Expected ${TRAILS_EXPECTED}.`);
      for (const value of values) readTrailParts(value, location, own);
    }
    parts.add(own);
    inputs.push({
      kind: 'trails',
      location: path,
      sha256: inputDigest(listing, hashes),
      records: own.arns.length,
    });
  }
  const { trails, unreadable } = trailsOf(parts);
  return { trails, inputs, unreadable };
}
