import { copyText } from './bytes';
import { newParameter } from './host';
import { COLON, escapes, QUOTE, skipNumber, skipSpace, skipString } from './json';
import { PARAMETER_ARENA, PARAMETER_SLOTS, SMALL_ARENA } from './memory-map';
import { roleOf } from './names';
import { ARN, BUCKET, IGNORED, KEPT, NO_BUCKETS, OBJECT_KEY } from './roles';
import { TextTable } from './text-table';

/** Folders of an object key that facts keep (`S3_LEVELS`). */
const LEVELS: u32 = 2;
/** In a longer value an ARN may be longer than what is taken for one, with what is before a name in it. */
const LONGEST: usize = 1000;
const DASH: u8 = 0x2d;
const SLASH: u8 = 0x2f;

/** Names of request parameters, after the number of the event source, with what their values are. */
const parameters = new TextTable(PARAMETER_SLOTS, PARAMETER_ARENA, SMALL_ARENA);
const parameterText = memory.data(256);
const LONGEST_NAME: usize = 200;

/** Characters of which a value tells nothing by itself: no ARN, no JSON, no wildcard, no space. */
const plainCharacters = memory.data(256);
for (let c = 0; c < 256; c += 1) {
  const isLetter = (c >= 0x41 && c <= 0x5a) || (c >= 0x61 && c <= 0x7a) || (c >= 0x30 && c <= 0x39);
  // _ . = + , @ - /
  const isOther =
    c === 0x5f || c === 0x2e || c === 0x3d || c === 0x2b || c === 0x2c || c === 0x40 || c === 0x2d;
  store<u8>(plainCharacters + c, isLetter || isOther || c === 0x2f ? 1 : 0);
}

/**
 * Copies a valid JSON value of a call without what no fact reads though it is new in every record: values of request
 * parameters that are neither a resource's name nor a request feature, and what an S3 object is called beyond its first
 * folders. The end of the copy; 0 when the value is better kept as it stands.
 *
 * @param source number of the event source, which decides what a parameter is; of `resources`, 0.
 */
export function copyShort(to: usize, from: usize, end: usize, source: u32): usize {
  if (end - from > LONGEST) return 0;
  let out = to;
  /** What is still to be copied as it stands. */
  let kept = from;
  let role: u32 = KEPT;
  let i = from;
  while (i < end) {
    const c = load<u8>(i);
    if (c === QUOTE) {
      const before = escapes;
      const after = skipString(i + 1);
      const isPlain = escapes === before;
      const next = skipSpace(after);
      if (next < end && load<u8>(next) === COLON) {
        role = isPlain ? parameterOf(source, i + 1, after - 1) : KEPT;
        i = next + 1;
        continue;
      }
      if (role !== KEPT && isPlain) {
        const stays = shortened(role, i + 1, after - 1);
        if (stays === NO) return 0;
        if (stays !== ALL) {
          const length = i + 1 + stays - kept;
          copyText(out, kept, length);
          out += length;
          store<u8>(out, role === ARN ? 0x2a : DASH);
          out += 1;
          kept = after - 1;
        }
      }
      i = after;
    } else if (role === IGNORED && (c === DASH || (c >= 0x30 && c <= 0x39))) {
      copyText(out, kept, i - kept);
      out += i - kept;
      store<u8>(out, 0x30);
      out += 1;
      i = skipNumber(i);
      kept = i;
    } else {
      // What follows an object or a list is no value of the key inside it.
      if (c === 0x7d) role = KEPT;
      i += 1;
    }
  }
  copyText(out, kept, end - kept);
  return out + (end - kept);
}

const ALL: usize = usize.MAX_VALUE;
const NO: usize = usize.MAX_VALUE - 1;

/** How many bytes of a string stay; ALL of them; NO: the whole call is to be kept. */
function shortened(role: u32, from: usize, to: usize): usize {
  if (from === to) return ALL;
  if (role === BUCKET) return roleOf(NO_BUCKETS, from, to) === 0 ? ALL : NO;
  if (role === ARN) return shortArn(from, to);
  let levels: u32 = 0;
  let folders: usize = 0;
  for (let at = from; at < to; at += 1) {
    const c = load<u8>(at);
    if (load<u8>(plainCharacters + (c as usize)) === 0) return ALL;
    if (c === 0x73 && isObjectLambda(at, to)) return ALL;
    if (role === OBJECT_KEY) {
      if (c === SLASH && levels < LEVELS) {
        levels += 1;
        folders = at + 1 - from;
      }
    }
  }
  return role === OBJECT_KEY ? folders : 0;
}

/** `s3-object-lambda`, which one request feature looks for anywhere. */
function isObjectLambda(at: usize, to: usize): bool {
  if (to - at < 16) return false;
  // In two words, little-endian: `s3-objec` and `t-lambda`.
  return load<u64>(at) === 0x63656a626f2d3373 && load<u64>(at, 8) === 0x6164626d616c2d74;
}

/** Of `arn:aws...:s3:::bucket/a/b/c/d` what stays before the wildcard. */
function shortArn(from: usize, to: usize): usize {
  // `arn:aws`
  if (to - from < 16 || (load<u64>(from) & 0x00ffffffffffffff) !== 0x007377613a6e7261) return ALL;
  let at = from + 7;
  while (at < to && ((load<u8>(at) >= 0x61 && load<u8>(at) <= 0x7a) || load<u8>(at) === DASH)) at += 1;
  // `:s3:::`
  if (at + 6 > to || (load<u64>(at) & 0x0000ffffffffffff) !== 0x00003a3a3a33733a) return ALL;
  const bucket = at + 6;
  let levels: u32 = 0;
  let stays: usize = 0;
  for (at = bucket; at < to; at += 1) {
    const c = load<u8>(at);
    if (load<u8>(plainCharacters + (c as usize)) === 0) return ALL;
    if (c !== SLASH) {
      if (c === 0x73 && isObjectLambda(at, to)) return ALL;
      continue;
    }
    if (levels === 0 && roleOf(NO_BUCKETS, bucket, at) !== 0) return ALL;
    if (levels <= LEVELS) {
      levels += 1;
      stays = at + 1 - from;
    }
  }
  return levels === 0 ? ALL : stays;
}

function parameterOf(source: u32, from: usize, to: usize): u32 {
  const length = to - from;
  if (length > LONGEST_NAME) return KEPT;
  store<u32>(parameterText, source);
  copyText(parameterText + 4, from, length);
  const known = parameters.find(parameterText, length + 4);
  if (known !== 0) return load<u32>(known);
  if (parameters.isFull(length + 4)) return KEPT;
  const role = newParameter(source, parameterText + 4, length as u32);
  parameters.add(parameterText, length + 4, role);
  return role;
}
