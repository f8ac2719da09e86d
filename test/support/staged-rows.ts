import type { LogPath } from '../../src/collect/cloudtrail/log-path.ts';
import { parseLog } from '../../src/collect/cloudtrail/parse-log.ts';
import { KindMemo } from '../../src/collect/cloudtrail/scan/kind-memo.ts';
import { scanLog } from '../../src/collect/cloudtrail/scan/scan-log.ts';
import {
  BatchBuilder,
  type FileOutcome,
  type StagedBatch,
} from '../../src/collect/cloudtrail/staged-batch.ts';
import { KIND_COLUMNS } from '../../src/collect/cloudtrail/staged-row.ts';

export const NOWHERE: LogPath = { account: null, region: null, day: null, sibling: null };

/** What a batch says, in words: independent of how it numbers kinds and texts. */
export function staged(batch: StagedBatch) {
  const width = KIND_COLUMNS.length;
  const rows = Array.from({ length: batch.rows }, (_, row) => {
    const code = batch.kind[row] ?? 0;
    const kind = code < 0 ? ~code : code;
    return {
      id: [...batch.id.subarray(4 * row, 4 * row + 4)],
      shared: [...batch.shared.subarray(4 * row, 4 * row + 4)],
      time: [...batch.time.subarray(2 * row, 2 * row + 2)],
      isOdd: code < 0,
      file: batch.file[row],
      position: batch.position[row],
      kind: KIND_COLUMNS.map(([name], column) => {
        const text = batch.kinds[kind * width + column] ?? 0;
        return [name, text === 0 ? null : batch.texts[text - 1]];
      }),
    };
  });
  return {
    files: batch.files,
    rows,
    oddIds: new Map(batch.oddIds.map(({ words, text }) => [words.join(), text])),
  };
}

/** What JSON.parse makes of a file. */
export function parsed(bytes: Buffer, path = NOWHERE) {
  const batch = new BatchBuilder();
  batch.endFile(parseLog(bytes, 'sha', path, batch));
  return staged(batch.build());
}

/** What the scanner makes of a file, alone; null when it leaves the file to JSON.parse. */
export function scanned(bytes: Buffer, path = NOWHERE, memo = new KindMemo()) {
  const batch = new BatchBuilder();
  const outcome: FileOutcome | null = scanLog(bytes, 'sha', path, memo, batch);
  if (outcome === null) return null;
  batch.endFile(outcome);
  return staged(batch.build());
}
