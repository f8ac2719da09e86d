import {
  CLOSE_OBJECT,
  COLON,
  COMMA,
  escapes,
  OPEN_OBJECT,
  QUOTE,
  skipKey,
  skipSpace,
  skipString,
  skipValue,
} from './json';
import { roleOf } from './names';
import {
  ADDITIONAL_EVENT_DATA,
  ADDITIONAL_NAMES,
  EVENT_ID,
  EVENT_SOURCE,
  EVENT_TIME,
  NONE,
  RECORD_NAMES,
  RESPONSE_ELEMENTS,
  RESPONSE_NAMES,
  SHARED_EVENT_ID,
  WHO,
} from './roles';

/** Members kept of a record; with more of them JSON.parse reads it. */
const MOST_MEMBERS: u32 = 48;
/** Of each member: where its key begins, where its value does, where it ends, its role. */
const calls = memory.data(768);
const callers = memory.data(768);

/** Where things are in the record scanned last; 0 when they are not there. Times and ids with their quotes. */
export let timeStart: usize = 0;
export let timeEnd: usize = 0;
export let idStart: usize = 0;
export let idEnd: usize = 0;
export let sharedStart: usize = 0;
export let sharedEnd: usize = 0;
export let sourceStart: usize = 0;
export let sourceEnd: usize = 0;
export let responseKey: usize = 0;
export let responseStart: usize = 0;
export let responseEnd: usize = 0;
/** Something in the response tells the outcome. */
export let isResponseRead: bool = false;
export let callCount: u32 = 0;
export let callerCount: u32 = 0;
/** False: odd in a way that only JSON.parse settles. */
export let isPlain: bool = true;

let hasAdditional: bool = false;

/** Finds what the facts read in the record whose `{` is at `from`, and checks that all of it is JSON. The index after it. */
export function scanRecord(from: usize): usize {
  timeStart = idStart = sharedStart = sourceStart = responseStart = 0;
  callCount = callerCount = 0;
  isPlain = true;
  isResponseRead = hasAdditional = false;
  let i = skipSpace(from + 1);
  if (load<u8>(i) === CLOSE_OBJECT) return i + 1;
  let escaped: u32 = 0;
  while (true) {
    const key = i;
    const inKeys = escapes;
    if (load<u8>(i) !== QUOTE) return 0;
    const keyEnd = skipString(i + 1);
    if (keyEnd === 0) return 0;
    escaped += escapes - inKeys;
    i = keyEnd;
    if (load<u8>(i) !== COLON) i = skipSpace(i);
    if (load<u8>(i) !== COLON) return 0;
    const value = skipSpace(i + 1);
    const role = roleOf(RECORD_NAMES, key + 1, keyEnd - 1);
    if (role === NONE) i = skipValue(value);
    else i = note(role, key, value);
    if (i === 0) return 0;
    if (load<u8>(i) !== COMMA) i = skipSpace(i);
    const c = load<u8>(i);
    if (c === CLOSE_OBJECT) {
      // An escaped key may spell any name.
      if (escaped !== 0) isPlain = false;
      return i + 1;
    }
    if (c !== COMMA) return 0;
    i = skipSpace(i + 1);
  }
}

function note(role: u32, key: usize, value: usize): usize {
  if (role === RESPONSE_ELEMENTS) {
    // Of a key that stands twice the last counts; left to JSON.parse.
    if (responseStart !== 0) isPlain = false;
    const end = skipWatching(RESPONSE_NAMES, value);
    isResponseRead = wasMet;
    responseKey = key;
    responseStart = value;
    responseEnd = end;
    return end;
  }
  if (role === ADDITIONAL_EVENT_DATA) {
    if (hasAdditional) isPlain = false;
    hasAdditional = true;
    const end = skipWatching(ADDITIONAL_NAMES, value);
    if (wasMet) addCall(key, value, end, role);
    return end;
  }
  const end = skipValue(value);
  if (role === EVENT_TIME) {
    timeStart = value;
    timeEnd = end;
  } else if (role === EVENT_ID) {
    idStart = value;
    idEnd = end;
  } else if (role === SHARED_EVENT_ID) {
    sharedStart = value;
    sharedEnd = end;
  } else if (role === WHO) {
    if (callerCount === MOST_MEMBERS) isPlain = false;
    else {
      addMember(callers, callerCount, key, value, end, role);
      callerCount += 1;
    }
  } else {
    if (role === EVENT_SOURCE) {
      sourceStart = value;
      sourceEnd = end;
    }
    addCall(key, value, end, role);
  }
  return end;
}

function addCall(key: usize, value: usize, end: usize, role: u32): void {
  if (callCount === MOST_MEMBERS) isPlain = false;
  else {
    addMember(calls, callCount, key, value, end, role);
    callCount += 1;
  }
}

function addMember(list: usize, at: u32, key: usize, value: usize, end: usize, role: u32): void {
  const member = list + 16 * (at as usize);
  store<u32>(member, key as u32);
  store<u32>(member, value as u32, 4);
  store<u32>(member, end as u32, 8);
  store<u32>(member, role, 12);
}

export function callMember(at: u32): usize {
  return calls + 16 * (at as usize);
}

export function callerMember(at: u32): usize {
  return callers + 16 * (at as usize);
}

/** Whether the object passed over last has a member of the list, or a key that may spell one. */
let wasMet: bool = false;

function skipWatching(list: u32, from: usize): usize {
  wasMet = false;
  if (load<u8>(from) !== OPEN_OBJECT) return skipValue(from);
  let i = skipSpace(from + 1);
  if (load<u8>(i) === CLOSE_OBJECT) return i + 1;
  while (true) {
    const before = escapes;
    const key = i;
    i = skipKey(i);
    if (i === 0) return 0;
    if (escapes !== before) wasMet = true;
    else if (!wasMet && isMember(list, key + 1)) wasMet = true;
    i = skipValue(i);
    if (i === 0) return 0;
    i = skipSpace(i);
    const c = load<u8>(i);
    if (c === CLOSE_OBJECT) return i + 1;
    if (c !== COMMA) return 0;
    i = skipSpace(i + 1);
  }
}

function isMember(list: u32, name: usize): bool {
  let end = name;
  while (load<u8>(end) !== QUOTE) end += 1;
  return roleOf(list, name, end) !== 0;
}
