import { createHash } from 'node:crypto';
import { readBytes } from '../../files/read-bytes.ts';
import { BatchBuilder } from '../batch-builder.ts';
import type { LogPath } from '../log-path.ts';
import { parseLog } from '../parse-log.ts';
import type { FileOutcome, StagedBatch } from '../staged-batch.ts';
import { LogScanner } from './log-scanner.ts';

/** A log file to read, and what its place tells. */
export interface StageJob {
  readonly open: string;
  readonly path: LogPath;
  /** Whether the uncompressed content is to be hashed, to be held against a digest. */
  readonly hashed: boolean;
}

/** `parse` reads everything by JSON.parse: slower, and what `scan` is compared with. */
export type Reader = 'scan' | 'parse';

let scanner: LogScanner | null = null;

/** Reads and stages files into one batch, in their order. */
export function stageFiles(jobs: readonly StageJob[], reader: Reader): StagedBatch {
  const batch = new BatchBuilder();
  for (const job of jobs) batch.endFile(stageFile(job, reader, batch));
  return batch.build();
}

function stageFile({ open, path, hashed }: StageJob, reader: Reader, batch: BatchBuilder): FileOutcome {
  const file = readBytes(open);
  if (file.kind === 'unreadable') return { kind: 'unreadable', reason: file.reason, sha256: file.sha256 };
  const { bytes, sha256 } = file;
  if (reader === 'scan') scanner ??= new LogScanner();
  const scanned = reader === 'scan' ? (scanner?.scan(bytes, sha256, path, batch) ?? null) : null;
  const outcome = scanned ?? parseLog(bytes, sha256, path, batch);
  return hashed ? { ...outcome, content: createHash('sha256').update(bytes).digest('hex') } : outcome;
}
