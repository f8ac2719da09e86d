import { BatchBuilder } from '../../src/collect/cloudtrail/batch-builder.ts';
import type { LogPath } from '../../src/collect/cloudtrail/log-path.ts';
import { parseLog } from '../../src/collect/cloudtrail/parse-log.ts';
import { LogScanner } from '../../src/collect/cloudtrail/scan/log-scanner.ts';
import type { FileOutcome, StagedBatch } from '../../src/collect/cloudtrail/staged-batch.ts';
import { WHAT_COLUMNS, WHO_COLUMNS } from '../../src/collect/cloudtrail/staged-row.ts';

export const NOWHERE: LogPath = { account: null, region: null, day: null, sibling: null };

/** What a batch says, in words: independent of how it numbers kinds and texts. */
export function staged(batch: StagedBatch) {
  const words = (columns: readonly (readonly [string, string])[], codes: Int32Array, row: number) =>
    columns.map(([name], column) => {
      const text = codes[row * columns.length + column] ?? 0;
      return [name, text === 0 ? null : batch.texts[text - 1]];
    });
  const rows = Array.from({ length: batch.rows }, (_, row) => {
    const kind = batch.kind[row] ?? 0;
    return {
      id: [...batch.id.subarray(4 * row, 4 * row + 4)],
      time: [...batch.time.subarray(2 * row, 2 * row + 2)],
      file: batch.file[row],
      who: words(WHO_COLUMNS, batch.whos, batch.kinds[2 * kind] ?? 0),
      what: words(WHAT_COLUMNS, batch.whats, batch.kinds[2 * kind + 1] ?? 0),
    };
  });
  const shared = [...batch.sharedRows].map((row, at) => [row, ...batch.shared.subarray(4 * at, 4 * at + 4)]);
  const issued = [...batch.issuedRows].map((row, at) => [row, batch.issuedKeys[at]]);
  return { files: batch.files, rows, shared, issued, oddIds: batch.oddIds };
}

/** What JSON.parse makes of a file. */
export function parsed(bytes: Buffer, path = NOWHERE) {
  const batch = new BatchBuilder();
  batch.endFile(parseLog(bytes, 'sha', path, batch));
  return staged(batch.build());
}

/** What the scanner makes of a file, alone; null when it leaves the file to JSON.parse. */
export function scanned(bytes: Buffer, path = NOWHERE, scanner = new LogScanner()) {
  const batch = new BatchBuilder();
  const outcome: FileOutcome | null = scanner.scan(bytes, 'sha', path, batch);
  if (outcome === null) return null;
  batch.endFile(outcome);
  return staged(batch.build());
}
