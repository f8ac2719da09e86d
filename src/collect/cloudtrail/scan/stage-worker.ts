import { parentPort } from 'node:worker_threads';
import { type Reader, type StageJob, stageFiles } from './stage-files.ts';

/** What a worker is sent, one at a time; it answers with the batch. */
export interface WorkerTask {
  readonly jobs: readonly StageJob[];
  readonly reader: Reader;
}

parentPort?.on('message', ({ jobs, reader }: WorkerTask) => {
  const batch = stageFiles(jobs, reader);
  const columns = [
    batch.id,
    batch.time,
    batch.kind,
    batch.file,
    batch.sharedRows,
    batch.shared,
    batch.issuedRows,
    batch.whos,
    batch.whats,
  ];
  parentPort?.postMessage(
    batch,
    [...columns, batch.kinds].map(({ buffer }) => buffer as ArrayBuffer),
  );
});
