import { isUtf8 } from 'node:buffer';
import type { BatchBuilder } from '../batch-builder.ts';
import type { LogPath } from '../log-path.ts';
import { stageRecord } from '../stage-record.ts';
import type { BadRecord, FileOutcome } from '../staged-batch.ts';
import { readUuid, words } from './event-id.ts';
import { readTime } from './event-time.ts';
import type { KindMemo } from './kind-memo.ts';
import { RecordScanner } from './record-scanner.ts';
import { skipSpace } from './skip-json.ts';

const scanner = new RecordScanner();
const id = new Uint32Array(4);
const RECORDS = '"Records"';
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const CLOSE_LIST = 0x5d;
const COMMA = 0x2c;

/**
 * Stages a log file as S3 has it, `{"Records": [...]}`, without parsing what no fact reads. Null when the file is of
 * any other shape, or not JSON: then nothing of it was added, and parseLog settles it.
 */
export function scanLog(
  bytes: Buffer,
  sha256: string,
  path: LogPath,
  memo: KindMemo,
  batch: BatchBuilder,
): FileOutcome | null {
  const end = bytes.length;
  let i = firstRecord(bytes);
  if (i === -1 || !isUtf8(bytes)) return null;
  const rows = batch.rows;
  const bad: BadRecord[] = [];
  let position = 0;
  const giveUp = (): null => {
    batch.rewind(rows);
    return null;
  };
  if (bytes[i] === CLOSE_LIST) i += 1;
  else {
    for (;;) {
      if (bytes[i] !== OPEN_OBJECT) return giveUp();
      const start = i;
      i = scanner.scan(bytes, start, end);
      if (i === -1) return giveUp();
      position += 1;
      if (!addKnown(bytes, path, memo, batch)) {
        const record: unknown = JSON.parse(bytes.toString('utf8', start, i));
        const staged = stageRecord(record, path);
        if (staged.kind === 'row') batch.addRow(staged.row, position);
        else bad.push({ position, reason: staged.reason });
      }
      if (bytes[i] !== COMMA) i = skipSpace(bytes, i);
      if (bytes[i] === CLOSE_LIST) {
        i += 1;
        break;
      }
      if (bytes[i] !== COMMA) return giveUp();
      i = skipSpace(bytes, i + 1);
    }
  }
  i = skipSpace(bytes, i);
  if (bytes[i] !== CLOSE_OBJECT || skipSpace(bytes, i + 1) !== end) return giveUp();
  return { kind: 'used', records: position, bad, sha256 };
}

/** Adds the record just scanned by its kind; false when it needs to be parsed whole. */
function addKnown(bytes: Buffer, path: LogPath, memo: KindMemo, batch: BatchBuilder): boolean {
  if (!scanner.isPlain || scanner.timeStart === -1 || scanner.idStart === -1) return false;
  const time = readTime(bytes, scanner.timeStart, scanner.timeEnd);
  if (Number.isNaN(time) || !readUuid(bytes, scanner.idStart, scanner.idEnd)) return false;
  id.set(words);
  const isShared = scanner.sharedStart !== -1;
  if (isShared && !readUuid(bytes, scanner.sharedStart, scanner.sharedEnd)) return false;
  const kind = memo.kindOf(scanner.whoText(bytes), scanner.whatText(bytes), path, batch);
  if (kind === -1) return false;
  batch.addPlain(id, time, kind);
  if (isShared) batch.addShared(words);
  return true;
}

/** The index of the first record, or of the `]` of an empty list; -1 when the file does not start as a log. */
function firstRecord(bytes: Buffer): number {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  let i = skipSpace(bytes, hasMark ? 3 : 0);
  if (bytes[i] !== OPEN_OBJECT) return -1;
  i = skipSpace(bytes, i + 1);
  if (bytes.toString('latin1', i, i + RECORDS.length) !== RECORDS) return -1;
  i = skipSpace(bytes, i + RECORDS.length);
  if (bytes[i] !== 0x3a) return -1;
  i = skipSpace(bytes, i + 1);
  return bytes[i] === 0x5b ? skipSpace(bytes, i + 1) : -1;
}
