import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { InputRecord } from '../../../domain/collected.ts';
import { UserError } from '../../../domain/errors.ts';
import { checkShape } from '../../files/check-shape.ts';
import { inputDigest } from '../../files/input-digest.ts';
import { listInput } from '../../files/list-input.ts';
import { readJsonFiles, unwrapRecording, wholeValues } from '../../files/read-json.ts';

const EXPECTED = 'the output of `aws cloudtrail list-public-keys`';
const schema = z.object({
  PublicKeyList: z.array(z.object({ Value: z.string(), Fingerprint: z.string() })),
});

/** By fingerprint. */
export type PublicKeys = ReadonlyMap<string, KeyObject>;

/**
 * Reads the keys that CloudTrail signs digest files with, as ListPublicKeys gives them for each region.
 *
 * @throws UserError for a file that is none of these.
 */
export async function collectPublicKeys(
  typed: readonly string[],
): Promise<{ readonly keys: PublicKeys; readonly inputs: readonly InputRecord[] }> {
  const keys = new Map<string, KeyObject>();
  const inputs: InputRecord[] = [];
  for (const path of typed) {
    const listing = await listInput(path);
    const hashes = new Map<string, string | null>();
    let records = 0;
    for await (const file of readJsonFiles(listing, EXPECTED)) {
      const { location } = file.file;
      hashes.set(location, file.sha256);
      for (const value of wholeValues(file, EXPECTED)) {
        for (const { Value, Fingerprint } of checkShape(schema, unwrapRecording(value), location)
          .PublicKeyList) {
          keys.set(Fingerprint, keyOf(Value, `${location}: key ${Fingerprint}`));
          records += 1;
        }
      }
    }
    inputs.push({ kind: 'public-keys', location: path, sha256: inputDigest(listing, hashes), records });
  }
  return { keys, inputs };
}

/** DER in base64, in PKCS #1 form; the User Guide's own example also has one as SubjectPublicKeyInfo. */
function keyOf(value: string, place: string): KeyObject {
  const key = Buffer.from(value, 'base64');
  for (const type of ['pkcs1', 'spki'] as const) {
    try {
      return createPublicKey({ key, format: 'der', type });
    } catch {
      // Then it is the other form, or none.
    }
  }
  throw new UserError(`${place} is no RSA public key in DER and base64. Export the keys again.`);
}
