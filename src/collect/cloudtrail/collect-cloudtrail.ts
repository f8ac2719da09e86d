import type { InputRecord, Unreadable, UsageFacts } from '../../domain/collected.ts';
import { UserError } from '../../domain/errors.ts';
import type { Window } from '../../domain/window.ts';
import { LogCache } from '../cache/log-cache.ts';
import { isoSeconds } from '../files/aws-time.ts';
import { inputDigest } from '../files/input-digest.ts';
import { type InputListing, listInput } from '../files/list-input.ts';
import type { CollectProgress, Sources } from '../sources.ts';
import { type DigestFile, readDigest } from './integrity/digest-file.ts';
import { IntegrityCheck } from './integrity/integrity-check.ts';
import { collectPublicKeys } from './integrity/public-keys.ts';
import { DIGEST, readLogPath, reasonNotToRead } from './log-path.ts';
import { LogTally } from './log-tally.ts';
import { type LogFile, logTasks } from './log-tasks.ts';
import type { Reader } from './scan/stage-files.ts';
import { stageInThreads } from './scan/stage-pool.ts';
import type { StagedBatch } from './staged-batch.ts';
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
  readonly reader?: Reader;
}

/**
 * Reads CloudTrail logs into usage facts: every file once, staged by threads into DuckDB, facts by SQL.
 *
 * @throws UserError when an input holds no log file at all: an empty folder would make everything look unused.
 */
export async function collectCloudTrail(
  typed: readonly string[],
  window: Window,
  { progress, cache: place, publicKeys = [], reader = 'scan' }: CollectLogOptions = {},
): Promise<CollectedUsage> {
  const listings = await Promise.all(typed.map(listInput));
  const tally = new LogTally();
  const hashes = listings.map(() => new Map<string, string | null>());
  const found = listings.flatMap((listing, input) => logFiles(listing, input, tally));
  const { keys, inputs: keyInputs } = await collectPublicKeys(publicKeys);
  const integrity = new IntegrityCheck(readDigests(listings, hashes), keys, window);
  const files = found.map((file, number) => ({ ...file, number, hashed: integrity.names(file) }));
  const isKept = place !== undefined && files.reduce((sum, { file }) => sum + file.size, 0) >= place.from;
  const cache = isKept ? new LogCache(place.folder, typed) : null;
  const database = await StagingDatabase.open();
  try {
    const staging = { database, tally, hashes, progress, reader, cache, integrity };
    assertLogs(listings, await stage(files, staging), tally);
    await database.seal();
    const [totals = {}] = await database.query('totals');
    const perInput = new Map(
      (await database.query('inputs')).map((row) => [Number(row.input), Number(row.distinct_events)]),
    );
    const facts = await queryFacts(database, window);
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

interface Staging {
  readonly database: StagingDatabase;
  readonly tally: LogTally;
  readonly hashes: readonly Map<string, string | null>[];
  readonly progress: CollectLogOptions['progress'];
  readonly reader: Reader;
  readonly cache: LogCache | null;
  readonly integrity: IntegrityCheck;
}

/** Reads and stages all files, those of earlier runs from the cache; returns the inputs that hold a log. */
async function stage(
  files: readonly LogFile[],
  { database, tally, hashes, progress, reader, cache, integrity }: Staging,
): Promise<ReadonlySet<number>> {
  const found = new Set<number>();
  const totalBytes = files.reduce((sum, { file }) => sum + file.size, 0);
  const left = new Set(files);
  let [done, bytes, records] = [0, 0, 0];
  const take = (batch: StagedBatch, batchFiles: readonly (LogFile | null)[]): void => {
    database.append(
      batch,
      Int32Array.from(batchFiles, (file) => file?.number ?? -1),
    );
    for (const [index, logFile] of batchFiles.entries()) {
      const log = batch.files[index];
      if (logFile === null) continue;
      const { input, number, file, path } = logFile;
      if (log === undefined) throw new Error(`nothing came of ${file.location}`);
      left.delete(logFile);
      hashes[input]?.set(file.location, log.sha256);
      if (log.kind !== 'excluded') found.add(input);
      if (log.kind === 'used') {
        records += log.records;
        database.addFile(number, input, file.location, path, log.records);
        tally.used(file.location, path, log.bad, log.records);
      } else if (log.kind === 'excluded') tally.excluded(file.location, log.reason);
      else tally.unreadableFile(file.location, path, log.reason);
      const changed = integrity.take(logFile, log);
      if (changed !== null) tally.doubtful(file.location, path, changed);
      done += 1;
      bytes += file.size;
    }
    progress?.({ kind: 'cloudtrail', done, total: files.length, bytes, totalBytes, records });
  };
  for (const kept of cache?.batches(files) ?? []) take(kept.batch, kept.files);
  const tasks = logTasks([...left]);
  const jobs = tasks.map((task) => task.map(({ file, path, hashed }) => ({ open: file.path, path, hashed })));
  await stageInThreads(jobs, totalBytes - bytes, reader, async (batch, number) => {
    const task = tasks[number] ?? [];
    take(batch, task);
    cache?.keep(batch, task);
  });
  return found;
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
