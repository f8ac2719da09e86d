import { copyText } from './bytes';
import { copyShort } from './call-text';
import { newCall, newCaller, newSession, newSessionClass, newSource } from './host';
import { findIssuedKey } from './issued-key';
import { COMMA } from './json';
import {
  CALL_ARENA,
  CALL_SLOTS,
  CALL_TEXT,
  CALLER_ARENA,
  CALLER_CLASSES,
  CALLER_SLOTS,
  CALLER_TEXT,
  CLASS_ARENA,
  CLASS_SLOTS,
  CLASS_TEXT,
  LARGE_ARENA,
  LONGEST_CLASS,
  LONGEST_TEXT,
  SMALL_ARENA,
  SOURCE_ARENA,
  SOURCE_SLOTS,
} from './memory-map';
import * as record from './record';
import { ISSUES, NO_CLASS, NOT_ENOUGH, REQUEST_PARAMETERS, RESOURCES, WHOLE } from './roles';
import { keyEnd, keyStart, nameEnd, nameStart, writeClass } from './session-class';
import { TextTable } from './text-table';

const callers = new TextTable(CALLER_SLOTS, CALLER_ARENA, LARGE_ARENA);
const classes = new TextTable(CLASS_SLOTS, CLASS_ARENA, SMALL_ARENA);
const calls = new TextTable(CALL_SLOTS, CALL_ARENA, LARGE_ARENA);
const sources = new TextTable(SOURCE_SLOTS, SOURCE_ARENA, SMALL_ARENA);
/** What stands for a response of which only the access key counts. */
const ISSUED_RESPONSE = String.UTF8.encode('"responseElements":{"credentials":{"accessKeyId":"-"}},');
const ISSUED_LENGTH: usize = 55;
/** Before the text of a call, what else decides how it is staged: the caller's class and where the log is from. */
const CALL_HEAD: usize = 8;

/** Whether the texts met so far leave too little room for those of one more record. */
export function isFullOfTexts(): bool {
  return callers.isFull(LONGEST_TEXT) || calls.isFull(LONGEST_TEXT);
}

/** All callers and calls are new again. */
export function forgetTexts(): void {
  callers.forget();
  classes.forget();
  calls.forget();
}

/** The number of who called in the record scanned last. */
export function callerNumber(): u32 {
  let out = CALLER_TEXT;
  for (let member: u32 = 0; member < record.callerCount; member += 1) {
    const key = load<u32>(record.callerMember(member)) as usize;
    const length = (load<u32>(record.callerMember(member), 8) as usize) - key;
    if (member > 0) {
      store<u8>(out, COMMA);
      out += 1;
    }
    copyText(out, key, length);
    out += length;
  }
  const known = callers.find(CALLER_TEXT, out - CALLER_TEXT);
  if (known !== 0) return load<u32>(known);
  const number = callers.count;
  const sessionClass = sessionClassOf();
  const callerClass =
    sessionClass === NO_CLASS
      ? newCaller(CALLER_TEXT, (out - CALLER_TEXT) as u32)
      : newSession(
          sessionClass,
          nameStart,
          (nameEnd - nameStart) as u32,
          keyStart,
          (keyEnd - keyStart) as u32,
        );
  store<u32>(CALLER_CLASSES + 4 * (number as usize), callerClass);
  callers.add(CALLER_TEXT, out - CALLER_TEXT, number);
  return number;
}

/** Of the caller in the record scanned last. */
function sessionClassOf(): u32 {
  const length = writeClass() - CLASS_TEXT;
  // It wraps where there is no text.
  if (length > LONGEST_CLASS) return NO_CLASS;
  const known = classes.find(CLASS_TEXT, length);
  if (known !== 0) return load<u32>(known);
  if (classes.isFull(length)) return NO_CLASS;
  const sessionClass = newSessionClass(CLASS_TEXT, length as u32);
  classes.add(CLASS_TEXT, length, sessionClass);
  return sessionClass;
}

/** The call's record holds an access key where `findIssuedKey` says, and nothing else of its response counts. */
export let isIssued: bool = false;

/**
 * The number of what was called in the record scanned last times four, and what the host said of it.
 *
 * @param origin numbers what the log's place tells
 */
export function callNumber(caller: u32, origin: u32): u32 {
  const callerClass = load<u32>(CALLER_CLASSES + 4 * (caller as usize));
  const source = sourceOf();
  isIssued =
    (source & 1) === ISSUES &&
    record.responseStart !== 0 &&
    !record.isResponseRead &&
    findIssuedKey(record.responseStart);
  const found = numberOf(writeCall(callerClass, origin, source, false), callerClass);
  if ((found & 3) !== NOT_ENOUGH) return found;
  isIssued = false;
  return numberOf(writeCall(callerClass | WHOLE, origin, source, true), callerClass | WHOLE);
}

/** The number of the event source times two, and whether it issues sessions; 0 when the record has none that is plain. */
function sourceOf(): u32 {
  if (record.sourceStart === 0) return 0;
  const length = record.sourceEnd - record.sourceStart;
  if (length > 1000) return 0;
  const known = sources.find(record.sourceStart, length);
  if (known !== 0) return load<u32>(known);
  if (sources.isFull(length)) return 0;
  const value = ((sources.count + 1) << 1) | newSource(record.sourceStart, length as u32);
  // A text with an escape or of another type is told apart by the host, which calls it the source it is.
  sources.add(record.sourceStart, length, value);
  return value;
}

/** Writes what was called, as the inside of one JSON object after the caller's class; the end. */
function writeCall(callerClass: u32, origin: u32, source: u32, isWhole: bool): usize {
  store<u32>(CALL_TEXT, callerClass);
  store<u32>(CALL_TEXT, origin, 4);
  let out = CALL_TEXT + CALL_HEAD;
  if (isIssued) {
    copyText(out, changetype<usize>(ISSUED_RESPONSE), ISSUED_LENGTH);
    out += ISSUED_LENGTH;
  }
  const count = record.callCount;
  for (let index: u32 = 0; index < count; index += 1) {
    const member = record.callMember(index);
    const key = load<u32>(member) as usize;
    const value = load<u32>(member, 4) as usize;
    const memberEnd = load<u32>(member, 8) as usize;
    const role = load<u32>(member, 12);
    let copied: usize = 0;
    if (!isWhole && source !== 0 && (role === REQUEST_PARAMETERS || role === RESOURCES)) {
      copyText(out, key, value - key);
      copied = copyShort(out + (value - key), value, memberEnd, role === RESOURCES ? 0 : source >> 1);
    }
    if (copied === 0) {
      copyText(out, key, memberEnd - key);
      copied = out + (memberEnd - key);
    }
    store<u8>(copied, COMMA);
    out = copied + 1;
  }
  const isResponseKept =
    record.responseStart !== 0 &&
    (record.isResponseRead || isWhole || ((source & 1) === ISSUES && !isIssued) || source === 0);
  if (isResponseKept) {
    copyText(out, record.responseKey, record.responseEnd - record.responseKey);
    out += record.responseEnd - record.responseKey;
    return out;
  }
  // Without the last comma.
  return out === CALL_TEXT + CALL_HEAD ? out : out - 1;
}

function numberOf(textEnd: usize, callerClass: u32): u32 {
  const length = textEnd - CALL_TEXT;
  const known = calls.find(CALL_TEXT, length);
  if (known !== 0) return load<u32>(known);
  // The host answers before the text is added: it may not call back.
  const number = calls.count;
  const value = (number << 2) | newCall(CALL_TEXT + CALL_HEAD, (length - CALL_HEAD) as u32, callerClass);
  calls.add(CALL_TEXT, length, value);
  return value;
}
