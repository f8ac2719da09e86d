import type { LogCache } from '../cache/log-cache.ts';
import type { S3Input } from '../s3/s3-input.ts';
import type { Sources } from '../sources.ts';
import type { IntegrityCheck } from './integrity/integrity-check.ts';
import type { LogTally } from './log-tally.ts';
import { type LogFile, logTasks } from './log-tasks.ts';
import type { Reader } from './scan/stage-files.ts';
import { stageInThreads } from './scan/stage-pool.ts';
import type { StagedBatch } from './staged-batch.ts';
import type { StagingDatabase } from './staging-database.ts';

/** Tasks that are downloaded while one is read. */
const TASKS_AHEAD = 2;

export interface Staging {
  readonly database: StagingDatabase;
  readonly tally: LogTally;
  readonly hashes: readonly Map<string, string | null>[];
  readonly progress: Sources['progress'] | undefined;
  readonly reader: Reader;
  readonly cache: LogCache | null;
  readonly integrity: IntegrityCheck;
  /** Null: all files are here already. */
  readonly remote: S3Input | null;
}

/** Reads and stages all files, those of earlier runs from the cache; returns the inputs that hold a log. */
export async function stageLogs(
  files: readonly LogFile[],
  { database, tally, hashes, progress, reader, cache, integrity, remote }: Staging,
): Promise<ReadonlySet<number>> {
  const found = new Set<number>();
  const totalBytes = files.reduce((sum, { file }) => sum + file.size, 0);
  const left = new Set(files);
  let [done, bytes, records] = [0, 0, 0];
  const failures = new Map<string, string>();
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
      else tally.unreadableFile(file.location, path, failures.get(file.location) ?? log.reason);
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
  const arrivals = new Map<number, Promise<ReadonlyMap<string, string>>>();
  const filesOf = (task: number) => (tasks[task] ?? []).map(({ file }) => file);
  const arrive = async (task: number): Promise<void> => {
    if (remote === null) return;
    for (let next = task; next <= Math.min(task + TASKS_AHEAD, tasks.length - 1); next += 1) {
      if (arrivals.has(next)) continue;
      const arrival = remote.fetch(filesOf(next));
      arrival.catch(() => {});
      arrivals.set(next, arrival);
    }
    for (const [location, reason] of (await arrivals.get(task)) ?? []) failures.set(location, reason);
  };
  await stageInThreads(jobs, totalBytes - bytes, reader, arrive, async (batch, number) => {
    const task = tasks[number] ?? [];
    take(batch, task);
    cache?.keep(batch, task);
    remote?.release(filesOf(number));
  });
  return found;
}
