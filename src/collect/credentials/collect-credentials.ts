import type { InputRecord } from '../../domain/collected.ts';
import type {
  AccessKey,
  ConsolePassword,
  Credentials,
  ServiceSpecificCredential,
} from '../../domain/credentials.ts';
import { UserError } from '../../domain/errors.ts';
import type { Principal } from '../../domain/principal.ts';
import { inputDigest } from '../files/input-digest.ts';
import { listInput } from '../files/list-input.ts';
import { readJsonFiles, wholeValues } from '../files/read-json.ts';
import { readText } from '../files/read-text.ts';
import { ACCESS_KEYS_EXPECTED, readAccessKeys } from './access-keys.ts';
import { type CredentialReport, REPORT_EXPECTED, readCredentialReport } from './credential-report.ts';
import { LOGIN_PROFILE_EXPECTED, readLoginProfile } from './login-profile.ts';
import { readServiceSpecific, SERVICE_SPECIFIC_EXPECTED } from './service-specific.ts';

export interface CollectedCredentials {
  readonly credentials: Credentials;
  readonly inputs: readonly InputRecord[];
}

/** Files and folders as the user or a snapshot names them; empty = none. */
export interface CredentialSources {
  readonly reports: readonly string[];
  readonly serviceSpecific: readonly string[];
  readonly accessKeys: readonly string[];
  readonly loginProfiles: readonly string[];
}

/**
 * Reads credential reports and listings of service-specific credentials, access keys and passwords: the ages and last
 * uses of what works for long. A listing is of its moment and a report up to four hours old, so of a user with a listing
 * of keys or a login profile the report only adds what these do not tell.
 * Each is read whole or not at all, as a part would hide keys.
 *
 * @throws UserError for a file that is none of these.
 */
export async function collectCredentials(
  sources: CredentialSources,
  principals: readonly Principal[],
): Promise<CollectedCredentials> {
  const inputs: InputRecord[] = [];
  const reported = { accessKeys: [] as AccessKey[], passwords: [] as ConsolePassword[] };
  for (const typed of sources.reports) {
    inputs.push(
      await readReports(typed, ({ accessKeys, passwords }) => {
        reported.accessKeys.push(...accessKeys);
        reported.passwords.push(...passwords);
      }),
    );
  }
  const serviceSpecific: ServiceSpecificCredential[] = [];
  for (const typed of sources.serviceSpecific) {
    const input = await readListing(typed, SERVICE_SPECIFIC_EXPECTED, (value, location) => {
      const found = readServiceSpecific(value, location, principals);
      serviceSpecific.push(...found);
      return found.length;
    });
    inputs.push({ kind: 'service-specific-credentials', ...input });
  }
  const keysOf = new Map<string, readonly AccessKey[]>();
  for (const typed of sources.accessKeys) {
    const input = await readListing(typed, ACCESS_KEYS_EXPECTED, (value, location) => {
      const { userArn, keys } = readAccessKeys(value, location);
      keysOf.set(userArn, keys);
      return keys.length;
    });
    inputs.push({ kind: 'user-credentials', ...input });
  }
  const passwordMade = new Map<string, string | null | undefined>();
  for (const typed of sources.loginProfiles) {
    const input = await readListing(typed, LOGIN_PROFILE_EXPECTED, (value, location) => {
      const { userArn, created } = readLoginProfile(value, location);
      passwordMade.set(userArn, created);
      return created === undefined ? 0 : 1;
    });
    inputs.push({ kind: 'user-credentials', ...input });
  }
  const unlisted = reported.accessKeys.filter(({ userArn }) => !keysOf.has(userArn));
  return {
    credentials: {
      accessKeys: sortedBy(
        [...unlisted, ...[...keysOf.values()].flat()],
        ({ userArn, key }) => `${userArn} ${key}`,
      ),
      serviceSpecific: sortedBy(
        serviceSpecific,
        ({ account, userName, id }) => `${account} ${userName} ${id}`,
      ),
      passwords: sortedBy(passwordsOf(reported.passwords, passwordMade), ({ userArn }) => userArn),
    },
    inputs,
  };
}

/** @param made when each user's password was made; undefined: it has none. Users that are not in it are not listed. */
function passwordsOf(
  reported: readonly ConsolePassword[],
  made: ReadonlyMap<string, string | null | undefined>,
): readonly ConsolePassword[] {
  const known = new Map(reported.map((password) => [password.userArn, password]));
  const listed = [...made].flatMap(([userArn, created]): ConsolePassword[] => {
    if (created === undefined) return [];
    const told = known.get(userArn);
    return [{ userArn, ...told, lastChanged: told?.lastChanged ?? created }];
  });
  return [...reported.filter(({ userArn }) => !made.has(userArn)), ...listed];
}

async function readReports(typed: string, take: (report: CredentialReport) => void): Promise<InputRecord> {
  const listing = await listInput(typed);
  const hashes = new Map<string, string | null>();
  let records = 0;
  for (const { path, location } of listing.files) {
    const text = await readText(path);
    if (text.kind !== 'text') throw new UserError(`${location} ${text.reason}. Expected ${REPORT_EXPECTED}.`);
    hashes.set(location, text.sha256);
    const report = readCredentialReport(text.text, location);
    take(report);
    records += report.accessKeys.length;
  }
  return { kind: 'credential-report', location: typed, sha256: inputDigest(listing, hashes), records };
}

/** @param take takes one document in and says how many records it was */
async function readListing(
  typed: string,
  expected: string,
  take: (value: unknown, location: string) => number,
): Promise<Omit<InputRecord, 'kind'>> {
  const listing = await listInput(typed);
  const hashes = new Map<string, string | null>();
  let records = 0;
  for await (const file of readJsonFiles(listing, expected)) {
    const { location } = file.file;
    hashes.set(location, file.sha256);
    for (const value of wholeValues(file, expected)) records += take(value, location);
  }
  return { location: typed, sha256: inputDigest(listing, hashes), records };
}

/** The same key given twice is one. */
function sortedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  return [...new Map(items.map((item) => [keyOf(item), item]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, item]) => item);
}
