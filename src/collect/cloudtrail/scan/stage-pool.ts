import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { StagedBatch } from '../staged-batch.ts';
import { type Reader, type StageJob, stageFiles } from './stage-files.ts';
import type { WorkerTask } from './stage-worker.ts';

/** Below this much stored log, starting threads takes longer than they save. */
const WORTH_THREADS = 4 * 1024 * 1024;
const MOST_THREADS = 8;
/** The texts of records are garbage at once: with little room the memory is swept all the time. */
const ROOM = { maxYoungGenerationSizeMb: 64 };
/** A worker is one module of its own only once compiled; from TypeScript source everything runs in this thread. */
const IS_COMPILED = import.meta.url.endsWith('.js');

/**
 * Stages batches of files, in threads where that pays. `ready` is awaited before the files of a task are opened. `take` gets each batch as it is done, in no certain order, and
 * the next one waits for it: a few batches are in memory, whatever the log.
 */
export async function stageInThreads(
  tasks: readonly (readonly StageJob[])[],
  storedBytes: number,
  reader: Reader,
  ready: (task: number) => Promise<void>,
  take: (batch: StagedBatch, task: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  if (!IS_COMPILED || storedBytes < WORTH_THREADS || tasks.length < 2) {
    for (const [task, jobs] of tasks.entries()) {
      await ready(task);
      await take(stageFiles(jobs, reader), task);
    }
    return;
  }
  const threads = Math.min(availableParallelism(), MOST_THREADS, tasks.length);
  const run = async (): Promise<void> => {
    const worker = new Worker(new URL('./stage-worker.js', import.meta.url), { resourceLimits: ROOM });
    try {
      let task = next++;
      const askFor = async (wanted: number): Promise<StagedBatch> => {
        await ready(wanted);
        return ask(worker, { jobs: tasks[wanted] ?? [], reader });
      };
      let asked = task < tasks.length ? askFor(task) : null;
      while (asked !== null) {
        const [done, batch] = [task, await asked];
        // The thread goes on while this one takes in what it found.
        task = next++;
        asked = task < tasks.length ? askFor(task) : null;
        asked?.catch(() => {});
        await take(batch, done);
      }
    } catch (error) {
      next = tasks.length;
      throw error;
    } finally {
      await worker.terminate();
    }
  };
  // All end before an error goes up: what they write to is closed then.
  const ends = await Promise.allSettled(Array.from({ length: threads }, run));
  const failure = ends.find((end) => end.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
}

function ask(worker: Worker, task: WorkerTask): Promise<StagedBatch> {
  return new Promise((resolve, reject) => {
    const done = (): void => {
      worker.off('message', answered);
      worker.off('error', failed);
      worker.off('exit', ended);
    };
    const answered = (batch: StagedBatch): void => {
      done();
      resolve(batch);
    };
    const failed = (error: Error): void => {
      done();
      reject(error);
    };
    const ended = (code: number): void => {
      done();
      reject(new Error(`a thread that reads logs ended by itself (code ${code})`));
    };
    worker.on('message', answered);
    worker.on('error', failed);
    worker.on('exit', ended);
    worker.postMessage(task);
  });
}
