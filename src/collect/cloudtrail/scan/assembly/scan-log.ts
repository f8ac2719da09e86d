import { readTime, readUuid } from './event-fields';
import { issuedEnd, issuedStart } from './issued-key';
import { CLOSE_LIST, CLOSE_OBJECT, COLON, COMMA, OPEN_LIST, OPEN_OBJECT, QUOTE, skipSpace } from './json';
import { callerNumber, callNumber, forgetTexts, isFullOfTexts, isIssued } from './known-texts';
import {
  INPUT,
  ISSUED,
  LONGEST_TEXT,
  MOST_PAIRS,
  MOST_ROWS,
  PADDING,
  ROW_IDS,
  ROW_PAIRS,
  ROW_TIMES,
  SHARED_IDS,
  SHARED_ROWS,
} from './memory-map';
import { forgetPairs, pairCount, pairOf } from './pairs';
import * as record from './record';
import { DONE, NO_LOG, ODD, ROOM } from './roles';

export {
  INPUT,
  ISSUED,
  NAMES,
  PADDING,
  PAIRS,
  ROW_IDS,
  ROW_PAIRS,
  ROW_TIMES,
  SHARED_IDS,
  SHARED_ROWS,
} from './memory-map';
export { addName } from './names';
export { pairCount } from './pairs';

/** Of the record read last: its 1-based number in the file, where it starts, and where it ends and the scan goes on. */
export let position: u32 = 0;
export let recordStart: usize = 0;
export let recordEnd: usize = 0;
/** What was found and not yet taken. */
export let rowCount: u32 = 0;
export let sharedCount: u32 = 0;
export let issuedCount: u32 = 0;

let fileEnd: usize = 0;
let origin: u32 = 0;

/** The rows found so far are taken: room for as many again. */
export function take(): void {
  rowCount = sharedCount = issuedCount = 0;
}

/** Numbers of pairs begin again. */
export function startBatch(): void {
  forgetPairs();
}

/** Whether the texts met so far, or the pairs, leave too little room for those of one more record. */
export function isCrowded(): bool {
  return isFullOfTexts() || pairCount >= MOST_PAIRS;
}

/** All callers and calls are new again. */
export function forget(): void {
  forgetTexts();
  forgetPairs();
}

/** Scans a log file as S3 has it, `{"Records": [...]}`, of this many bytes; `from` numbers what its place tells. */
export function start(length: usize, from: u32): u32 {
  origin = from;
  fileEnd = INPUT + length;
  memory.fill(fileEnd, 0, PADDING);
  take();
  position = 0;
  recordEnd = firstRecord();
  if (recordEnd === 0) return NO_LOG;
  return load<u8>(recordEnd) === CLOSE_LIST ? end(recordEnd + 1) : resume();
}

/** Goes on after ROOM or ODD. */
export function resume(): u32 {
  let i = recordEnd;
  if (position !== 0) {
    // After a record: a comma and another one, or the end.
    i = skipSpace(i);
    const c = load<u8>(i);
    if (c === CLOSE_LIST) return end(i + 1);
    if (c !== COMMA) return NO_LOG;
    i = skipSpace(i + 1);
  }
  while (true) {
    if (load<u8>(i) !== OPEN_OBJECT) return NO_LOG;
    if (rowCount === MOST_ROWS || isCrowded()) return ROOM;
    recordStart = i;
    i = record.scanRecord(i);
    if (i === 0) return NO_LOG;
    recordEnd = i;
    position += 1;
    if (!addRow(i - recordStart)) return ODD;
    if (load<u8>(i) !== COMMA) i = skipSpace(i);
    const c = load<u8>(i);
    if (c === CLOSE_LIST) return end(i + 1);
    if (c !== COMMA) return NO_LOG;
    i = skipSpace(i + 1);
  }
}

function end(from: usize): u32 {
  const i = skipSpace(from);
  return load<u8>(i) === CLOSE_OBJECT && skipSpace(i + 1) === fileEnd ? DONE : NO_LOG;
}

/** The index of the first record, or of the `]` of an empty list; 0 when the file does not start as a log. */
function firstRecord(): usize {
  const hasMark = (load<u32>(INPUT) & 0xffffff) === 0xbfbbef;
  let i = skipSpace(hasMark ? INPUT + 3 : INPUT);
  if (load<u8>(i) !== OPEN_OBJECT) return 0;
  i = skipSpace(i + 1);
  // `"Records` and `"`
  if (load<u64>(i) !== 0x7364726f63655222 || load<u8>(i, 8) !== QUOTE) return 0;
  i = skipSpace(i + 9);
  if (load<u8>(i) !== COLON) return 0;
  i = skipSpace(i + 1);
  return load<u8>(i) === OPEN_LIST ? skipSpace(i + 1) : 0;
}

/** Adds the record just scanned; false when it needs to be parsed whole. */
function addRow(length: usize): bool {
  if (!record.isPlain || length > LONGEST_TEXT || record.timeStart === 0 || record.idStart === 0)
    return false;
  const row = rowCount as usize;
  const time = readTime(record.timeStart, record.timeEnd);
  if (time === i64.MIN_VALUE) return false;
  if (!readUuid(record.idStart, record.idEnd, ROW_IDS + 16 * row)) return false;
  const shared = SHARED_IDS + 16 * (sharedCount as usize);
  const isShared = record.sharedStart !== 0;
  if (isShared && !readUuid(record.sharedStart, record.sharedEnd, shared)) return false;
  const caller = callerNumber();
  const call = callNumber(caller, origin);
  if ((call & 3) !== 0) return false;
  const pair = pairOf(caller, call >> 2);
  store<i64>(ROW_TIMES + 8 * row, time);
  store<u32>(ROW_PAIRS + 4 * row, pair);
  if (isIssued) {
    const entry = ISSUED + 12 * (issuedCount as usize);
    store<u32>(entry, rowCount);
    store<u32>(entry, issuedStart as u32, 4);
    store<u32>(entry, issuedEnd as u32, 8);
    issuedCount += 1;
  }
  // Zero is as good as none.
  if (isShared && v128.any_true(v128.load(shared))) {
    store<u32>(SHARED_ROWS + 4 * (sharedCount as usize), rowCount);
    sharedCount += 1;
  }
  rowCount += 1;
  return true;
}
