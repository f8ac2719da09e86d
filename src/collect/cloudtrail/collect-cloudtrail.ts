import type { InputRecord, Unreadable, UsageFacts } from '../../domain/collected.ts';
import { UserError } from '../../domain/errors.ts';
import type { Window } from '../../domain/window.ts';
import { LogCache } from '../cache/log-cache.ts';
import { isoSeconds } from '../files/aws-time.ts';
import { inputDigest } from '../files/input-digest.ts';
import { type InputListing, listInput } from '../files/list-input.ts';
import { S3Input } from '../s3/s3-input.ts';
import { isS3 } from '../s3/s3-location.ts';
import type { CollectProgress, Sources } from '../sources.ts';
import { type DigestFile, readDigest } from './integrity/digest-file.ts';
import { IntegrityCheck } from './integrity/integrity-check.ts';
import { collectPublicKeys } from './integrity/public-keys.ts';
import { DIGEST, readLogPath, reasonNotToRead } from './log-path.ts';
import { LogTally } from './log-tally.ts';
import type { LogFile } from './log-tasks.ts';
import type { Reader } from './scan/stage-files.ts';
import { stageLogs } from './stage-logs.ts';
import { StagingDatabase } from './staging-database.ts';
import { queryFacts } from './usage-facts.ts';

export interface CollectedUsage {
  readonly usage: UsageFacts;
  readonly inputs: readonly InputRecord[];
  readonly unreadable: readonly Unreadable[];
}

export interface CollectLogOptions {
  readonly progress?: ((progress: CollectProgress) => void) | undefined;
  /** Absent = nothing is kept for the next run. */
  readonly cache?: Sources['cache'] | undefined;
  readonly publicKeys?: Sources['publicKeys'];
  /** Where AWS's own settings are read for `s3://` inputs. */
  readonly environment?: Sources['environment'];
  readonly profile?: Sources['profile'];
  readonly reader?: Reader;
}

/**
 * Reads CloudTrail logs into usage facts: every file once, staged by threads into DuckDB, facts by SQL.
 *
 * @throws UserError when an input holds no log file at all: an empty folder would make everything look unused;
 *   SourceError when a bucket is to be read and the credentials do not work
 */
export async function collectCloudTrail(
  typed: readonly string[],
  window: Window,
  options: CollectLogOptions = {},
): Promise<CollectedUsage> {
  const { cache: place, environment = {}, profile } = options;
  const remote = typed.some(isS3) ? new S3Input(environment, profile, place?.folder ?? null) : null;
  try {
    return await collectFrom(typed, window, remote, options);
  } finally {
    await remote?.close();
  }
}

async function collectFrom(
  typed: readonly string[],
  window: Window,
  remote: S3Input | null,
  { progress, cache: place, publicKeys = [], reader = 'scan' }: CollectLogOptions,
): Promise<CollectedUsage> {
  const listings = await Promise.all(
    typed.map((each) => (remote !== null && isS3(each) ? remote.list(each, window) : listInput(each))),
  );
  const tally = new LogTally();
  const hashes = listings.map(() => new Map<string, string | null>());
  const found = listings.flatMap((listing, input) => logFiles(listing, input, tally));
  const { keys, inputs: keyInputs } = await collectPublicKeys(publicKeys);
  const integrity = new IntegrityCheck(readDigests(listings, hashes), keys, window);
  const files = found.map((file, number) => ({ ...file, number, hashed: integrity.names(file) }));
  const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  // What was downloaded once is worth keeping, however little it is.
  const isKept = place !== undefined && (remote !== null || bytes >= place.from);
  const cache = isKept ? new LogCache(place.folder, typed) : null;
  const database = await StagingDatabase.open(window);
  try {
    const staging = { database, tally, hashes, progress, reader, cache, integrity, remote };
    assertLogs(listings, await stageLogs(files, staging), tally);
    await database.seal();
    const totals: Record<string, unknown> = {};
    await database.query('totals', {}, (row) => {
      Object.assign(totals, row);
    });
    const perInput = new Map<number, number>();
    await database.query('inputs', {}, (row) => {
      perInput.set(Number(row.input), Number(row.distinct_events));
    });
    const facts = await queryFacts(database);
    const checked = integrity.finish(
      listings.flatMap(({ passedOver }) =>
        passedOver.filter(({ broken }) => broken).map(({ location }) => location),
      ),
    );
    const usage: UsageFacts = {
      ...facts,
      leftovers: [...facts.leftovers, ...tally.badRecords].sort(byReasonAndKey),
      excludedFiles: tally.excludedFiles,
      integrity: checked.integrity,
      accounting: {
        files: tally.files(),
        records: tally.records(Number(totals.staged), Number(totals.distinct_events)),
      },
      firstEvent: time(totals.first_ms),
      lastEvent: time(totals.last_ms),
      queries: database.queries,
    };
    assertAddsUp(usage);
    return {
      usage,
      inputs: [
        ...listings.map((listing, input) => ({
          kind: 'cloudtrail' as const,
          location: listing.typed,
          sha256: inputDigest(listing, hashes[input] ?? new Map()),
          records: perInput.get(input) ?? 0,
        })),
        ...keyInputs,
      ],
      unreadable: [...tally.unreadable, ...checked.gaps],
    };
  } finally {
    await database.close();
  }
}

/** The files of an input to read; the others go to the tally. */
function logFiles(
  listing: InputListing,
  input: number,
  tally: LogTally,
): Omit<LogFile, 'number' | 'hashed'>[] {
  for (const { location, reason, broken } of listing.passedOver) {
    if (broken) tally.unreadableFile(location, readLogPath(location), reason);
    else tally.excluded(location, reason);
  }
  return listing.files.flatMap((file) => {
    const path = readLogPath(file.location);
    const reason = path.sibling ?? (listing.kind === 'file' ? null : reasonNotToRead(file.relative));
    if (reason === null) return [{ input, file, path }];
    tally.excluded(file.location, reason);
    return [];
  });
}

/** The digest files of the inputs by location; they count as left out, because they hold no event. */
function readDigests(
  listings: readonly InputListing[],
  hashes: readonly Map<string, string | null>[],
): ReadonlyMap<string, DigestFile> {
  const digests = new Map<string, DigestFile>();
  for (const [input, { files }] of listings.entries()) {
    for (const file of files.filter(({ location }) => readLogPath(location).sibling === DIGEST)) {
      const read = readDigest(file);
      hashes[input]?.set(file.location, read.sha256);
      digests.set(file.location, read);
    }
  }
  return digests;
}

/** `found`: the inputs with a log, readable or not. */
function assertLogs(listings: readonly InputListing[], found: ReadonlySet<number>, tally: LogTally): void {
  const empty = listings.find(
    ({ passedOver }, input) => !found.has(input) && !passedOver.some(({ broken }) => broken),
  );
  if (empty === undefined) return;
  const excluded = tally.excludedFiles.map(({ reason, count }) => `${count} x ${reason}`).join('; ');
  const instead = excluded === '' ? 'it is empty' : `found: ${excluded}`;
  throw new UserError(
    `${empty.typed} holds no CloudTrail log (${instead}). Give the folder with the .json.gz files that the trail delivers, or exported events as JSON.`,
  );
}

/** Counts that do not add up are a bug of ours that could hide use; better no answer than that one. */
function assertAddsUp({ activity, leftovers, accounting }: UsageFacts): void {
  const { records, files } = accounting;
  const calls = activity.reduce((sum, row) => sum + row.calls, 0);
  const left = leftovers
    .filter(({ reason }) => reason !== 'unreadable')
    .reduce((sum, { count }) => sum + count, 0);
  const isWhole =
    calls + left === records.distinct &&
    records.distinct + records.duplicates + records.unreadable === records.seen &&
    files.used + files.excluded + files.unreadable === files.seen;
  if (!isWhole) {
    throw new Error(
      `the accounting of CloudTrail records does not add up: ${JSON.stringify({ calls, leftovers: left, ...accounting })}`,
    );
  }
}

function byReasonAndKey(a: { reason: string; key: string }, b: { reason: string; key: string }): number {
  return `${a.reason}\n${a.key}` < `${b.reason}\n${b.key}` ? -1 : 1;
}

function time(milliseconds: unknown): string | null {
  return milliseconds === null || milliseconds === undefined ? null : isoSeconds(Number(milliseconds));
}
