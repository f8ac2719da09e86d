import type { InputRecord } from '../../domain/collected.ts';
import type { AccessKey, Credentials, ServiceSpecificCredential } from '../../domain/credentials.ts';
import { UserError } from '../../domain/errors.ts';
import type { Principal } from '../../domain/principal.ts';
import { inputDigest } from '../files/input-digest.ts';
import { listInput } from '../files/list-input.ts';
import { readJsonFiles, wholeValues } from '../files/read-json.ts';
import { readText } from '../files/read-text.ts';
import { ACCESS_KEYS_EXPECTED, readAccessKeys } from './access-keys.ts';
import { REPORT_EXPECTED, readCredentialReport } from './credential-report.ts';
import { readServiceSpecific, SERVICE_SPECIFIC_EXPECTED } from './service-specific.ts';

export interface CollectedCredentials {
  readonly credentials: Credentials;
  readonly inputs: readonly InputRecord[];
}

/**
 * Reads credential reports and listings of service-specific credentials and access keys: the ages and last uses of
 * long-term keys. A listing names each key, so of a user with one the report is not asked.
 * Each is read whole or not at all, as a part would hide keys.
 *
 * @throws UserError for a file that is neither.
 */
export async function collectCredentials(
  reports: readonly string[],
  listings: readonly string[],
  accessKeyListings: readonly string[],
  principals: readonly Principal[],
): Promise<CollectedCredentials> {
  const inputs: InputRecord[] = [];
  const accessKeys: AccessKey[] = [];
  for (const typed of reports) {
    const listing = await listInput(typed);
    const hashes = new Map<string, string | null>();
    let records = 0;
    for (const { path, location } of listing.files) {
      const text = await readText(path);
      if (text.kind !== 'text')
        throw new UserError(`${location} ${text.reason}. Expected ${REPORT_EXPECTED}.`);
      hashes.set(location, text.sha256);
      const keys = readCredentialReport(text.text, location);
      accessKeys.push(...keys);
      records += keys.length;
    }
    inputs.push({
      kind: 'credential-report',
      location: typed,
      sha256: inputDigest(listing, hashes),
      records,
    });
  }
  const serviceSpecific: ServiceSpecificCredential[] = [];
  for (const typed of listings) {
    const listing = await listInput(typed);
    const hashes = new Map<string, string | null>();
    let records = 0;
    for await (const file of readJsonFiles(listing, SERVICE_SPECIFIC_EXPECTED)) {
      const { location } = file.file;
      hashes.set(location, file.sha256);
      for (const value of wholeValues(file, SERVICE_SPECIFIC_EXPECTED)) {
        const found = readServiceSpecific(value, location, principals);
        serviceSpecific.push(...found);
        records += found.length;
      }
    }
    inputs.push({
      kind: 'service-specific-credentials',
      location: typed,
      sha256: inputDigest(listing, hashes),
      records,
    });
  }
  const listed = await readListings(accessKeyListings, inputs);
  const reported = accessKeys.filter(({ userArn }) => !listed.has(userArn));
  return {
    credentials: {
      accessKeys: sortedBy(
        [...reported, ...[...listed.values()].flat()],
        ({ userArn, key }) => `${userArn} ${key}`,
      ),
      serviceSpecific: sortedBy(
        serviceSpecific,
        ({ account, userName, id }) => `${account} ${userName} ${id}`,
      ),
    },
    inputs,
  };
}

/** Keys by the ARN of the user, also of users without any. */
async function readListings(
  typed: readonly string[],
  inputs: InputRecord[],
): Promise<ReadonlyMap<string, readonly AccessKey[]>> {
  const byUser = new Map<string, readonly AccessKey[]>();
  for (const location of typed) {
    const listing = await listInput(location);
    const hashes = new Map<string, string | null>();
    let records = 0;
    for await (const file of readJsonFiles(listing, ACCESS_KEYS_EXPECTED)) {
      hashes.set(file.file.location, file.sha256);
      for (const value of wholeValues(file, ACCESS_KEYS_EXPECTED)) {
        const { userArn, keys } = readAccessKeys(value, file.file.location);
        byUser.set(userArn, keys);
        records += keys.length;
      }
    }
    const sha256 = inputDigest(listing, hashes);
    inputs.push({ kind: 'user-credentials', location, sha256, records });
  }
  return byUser;
}

/** The same key given twice is one. */
function sortedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  return [...new Map(items.map((item) => [keyOf(item), item]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, item]) => item);
}
