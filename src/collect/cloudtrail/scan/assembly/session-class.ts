// Sessions of one role differ in their name, their access key and when they began, and in nothing else that facts read:
// without these three, one text stands for all of them.

import { copyText } from './bytes';
import {
  CLOSE_OBJECT,
  COLON,
  COMMA,
  escapes,
  OPEN_OBJECT,
  QUOTE,
  skipKey,
  skipSpace,
  skipValue,
} from './json';
import { CLASS_TEXT, LONGEST_CLASS } from './memory-map';
import { roleOf } from './names';
import * as record from './record';
import {
  ACCESS_KEY_ID,
  ATTRIBUTES,
  CREATION_DATE,
  IDENTITY_ARN,
  IDENTITY_NAMES,
  PRINCIPAL_ID,
  SESSION_CONTEXT,
  USER_IDENTITY,
} from './roles';

/** Where name and key of the session stand in its record; no key: both zero. */
export let nameStart: usize = 0;
export let nameEnd: usize = 0;
export let keyStart: usize = 0;
export let keyEnd: usize = 0;

const DASH: u8 = 0x2d;
const USER_IDENTITY_LENGTH: usize = 12;
/** By role, where the value of a member that is a plain string starts and ends, without quotes; zero where there is none. */
const values = memory.data(64);
/** What is left out, in the order of the text: where it starts and ends. */
const holes = memory.data(32);
let holeCount: u32 = 0;

/** Writes the members of the record's caller with a dash for what sessions differ in; the end, or 0: it is no session. */
export function writeClass(): usize {
  if (!findHoles()) return 0;
  let out = CLASS_TEXT;
  for (let member: u32 = 0; member < record.callerCount; member += 1) {
    const from = load<u32>(record.callerMember(member)) as usize;
    const to = load<u32>(record.callerMember(member), 8) as usize;
    if (out - CLASS_TEXT + (to - from) > LONGEST_CLASS) return 0;
    if (member > 0) {
      store<u8>(out, COMMA);
      out += 1;
    }
    let kept = from;
    for (let hole: u32 = 0; hole < holeCount; hole += 1) {
      const start = load<u32>(holes + 8 * (hole as usize)) as usize;
      if (start < from || start >= to) continue;
      copyText(out, kept, start - kept);
      out += start - kept;
      store<u8>(out, DASH);
      out += 1;
      kept = load<u32>(holes + 8 * (hole as usize), 4) as usize;
    }
    copyText(out, kept, to - kept);
    out += to - kept;
  }
  return out;
}

function findHoles(): bool {
  memory.fill(values, 0, 64);
  holeCount = 0;
  const identity = identityOf();
  if (identity === 0) return false;
  const before = escapes;
  if (!findValues(identity, 0) || escapes !== before) return false;
  if (!findName()) return false;
  keyStart = startOf(ACCESS_KEY_ID);
  keyEnd = endOf(ACCESS_KEY_ID);
  if (keyStart !== 0) {
    if (!isPlain(keyStart, keyEnd)) return false;
    addHole(keyStart, keyEnd);
  }
  if (startOf(CREATION_DATE) !== 0) addHole(startOf(CREATION_DATE), endOf(CREATION_DATE));
  return true;
}

/** Where `userIdentity` starts; 0 when it does not stand there exactly once. */
function identityOf(): usize {
  let found: usize = 0;
  for (let member: u32 = 0; member < record.callerCount; member += 1) {
    const key = (load<u32>(record.callerMember(member)) as usize) + 1;
    if (roleOf(IDENTITY_NAMES, key, key + USER_IDENTITY_LENGTH) !== USER_IDENTITY) continue;
    if (found !== 0) return 0;
    found = load<u32>(record.callerMember(member), 4) as usize;
  }
  return found;
}

/** What may be found at each depth: in the identity, in its session context, in the attributes of that. */
function depthOf(role: u32): u32 {
  if (role === ATTRIBUTES) return 1;
  return role === CREATION_DATE ? 2 : 0;
}

/** Notes the members of a valid object that have a role at this depth; false when one stands twice or is another thing. */
function findValues(object: usize, depth: u32): bool {
  if (load<u8>(object) !== OPEN_OBJECT) return false;
  let i = skipSpace(object + 1);
  if (load<u8>(i) === CLOSE_OBJECT) return true;
  while (true) {
    const key = i + 1;
    i = skipKey(i);
    let keyEnd = key;
    while (load<u8>(keyEnd) !== QUOTE) keyEnd += 1;
    const role = roleOf(IDENTITY_NAMES, key, keyEnd);
    const end = skipValue(i);
    if (role !== 0 && role !== USER_IDENTITY && depthOf(role) === depth) {
      if (startOf(role) !== 0) return false;
      const isObject = role === SESSION_CONTEXT || role === ATTRIBUTES;
      if (isObject ? !findValues(i, depth + 1) : load<u8>(i) !== QUOTE) return false;
      store<u32>(values + 8 * (role as usize), (i + 1) as u32);
      store<u32>(values + 8 * (role as usize), (end - 1) as u32, 4);
    }
    i = skipSpace(end);
    if (load<u8>(i) !== COMMA) return true;
    i = skipSpace(i + 1);
  }
}

function startOf(role: u32): usize {
  return load<u32>(values + 8 * (role as usize)) as usize;
}

function endOf(role: u32): usize {
  return load<u32>(values + 8 * (role as usize), 4) as usize;
}

/** The name is what follows the colon in `principalId`, and the end of the ARN. */
function findName(): bool {
  const end = endOf(PRINCIPAL_ID);
  let at = startOf(PRINCIPAL_ID);
  while (at < end && load<u8>(at) !== COLON) at += 1;
  if (at >= end) return false;
  nameStart = at + 1;
  nameEnd = end;
  const length = nameEnd - nameStart;
  if (!isPlain(nameStart, nameEnd)) return false;
  addHole(nameStart, nameEnd);
  const arn = endOf(IDENTITY_ARN) - length;
  if (endOf(IDENTITY_ARN) < startOf(IDENTITY_ARN) + length + 1 || load<u8>(arn - 1) !== 0x2f) return false;
  if (memory.compare(arn, nameStart, length) !== 0) return false;
  addHole(arn, arn + length);
  return true;
}

/** At least one character, of those that names of sessions and access keys are made of (IAM API, AssumeRole). */
function isPlain(from: usize, to: usize): bool {
  for (let at = from; at < to; at += 1) {
    const c = load<u8>(at);
    const isLetter = (c >= 0x41 && c <= 0x5a) || (c >= 0x61 && c <= 0x7a) || (c >= 0x30 && c <= 0x39);
    // _ + = , . @ -
    const isOther =
      c === 0x5f || c === 0x2b || c === 0x3d || c === 0x2c || c === 0x2e || c === 0x40 || c === DASH;
    if (!isLetter && !isOther) return false;
  }
  return to > from;
}

function addHole(start: usize, end: usize): void {
  let at = holeCount;
  while (at > 0 && (load<u32>(holes + 8 * ((at - 1) as usize)) as usize) > start) {
    store<u64>(holes + 8 * (at as usize), load<u64>(holes + 8 * ((at - 1) as usize)));
    at -= 1;
  }
  store<u32>(holes + 8 * (at as usize), start as u32);
  store<u32>(holes + 8 * (at as usize), end as u32, 4);
  holeCount += 1;
}
