/** Passing over JSON. An index of 0 says that it is not valid; zero bytes after the file end everything. */

export const QUOTE: u8 = 0x22;
export const COMMA: u8 = 0x2c;
export const COLON: u8 = 0x3a;
export const BACKSLASH: u8 = 0x5c;
export const OPEN_LIST: u8 = 0x5b;
export const CLOSE_LIST: u8 = 0x5d;
export const OPEN_OBJECT: u8 = 0x7b;
export const CLOSE_OBJECT: u8 = 0x7d;

/** How many escapes were passed over: who compares before and after knows whether a string has one. */
export let escapes: u32 = 0;

/** Deeper than any request; what is deeper is left to JSON.parse. Of each level whether it is an object. */
const DEEPEST: u32 = 512;
const levels = memory.data(512);

function isSpace(c: u8): bool {
  return c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09;
}

/** The index of the next byte that is no JSON white space. */
export function skipSpace(from: usize): usize {
  let i = from;
  while (isSpace(load<u8>(i))) i += 1;
  return i;
}

/** The index after a string whose first character is at `from`. */
export function skipString(from: usize): usize {
  let i = from;
  while (true) {
    const bytes = v128.load(i);
    const stops = i8x16.bitmask(
      v128.or(
        v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))),
        i8x16.lt_u(bytes, i8x16.splat(0x20)),
      ),
    );
    if (stops === 0) {
      i += 16;
      continue;
    }
    i += ctz(stops);
    const c = load<u8>(i);
    if (c === QUOTE) return i + 1;
    if (c !== BACKSLASH) return 0;
    i = skipEscape(i);
    if (i === 0) return 0;
  }
}

function skipEscape(from: usize): usize {
  escapes += 1;
  const c = load<u8>(from + 1);
  if (c === 0x75) {
    for (let digit = from + 2; digit < from + 6; digit += 1) if (!isHex(load<u8>(digit))) return 0;
    return from + 6;
  }
  // " \ / b f n r t
  const isKnown =
    c === 0x22 ||
    c === 0x5c ||
    c === 0x2f ||
    c === 0x62 ||
    c === 0x66 ||
    c === 0x6e ||
    c === 0x72 ||
    c === 0x74;
  return isKnown ? from + 2 : 0;
}

function isHex(c: u8): bool {
  return (c >= 0x30 && c <= 0x39) || (c >= 0x61 && c <= 0x66) || (c >= 0x41 && c <= 0x46);
}

/** The index after the value at `from`. */
export function skipValue(from: usize): usize {
  const c = load<u8>(from);
  if (c === QUOTE) return skipString(from + 1);
  if (c === OPEN_OBJECT || c === OPEN_LIST) return skipContainer(from);
  return skipScalar(from);
}

/** The index after the key at `from`, its colon and the space after it. */
export function skipKey(from: usize): usize {
  if (load<u8>(from) !== QUOTE) return 0;
  let i = skipString(from + 1);
  if (i === 0) return 0;
  if (load<u8>(i) !== COLON) i = skipSpace(i);
  return load<u8>(i) === COLON ? skipSpace(i + 1) : 0;
}

function skipContainer(from: usize): usize {
  let depth: u32 = 0;
  let isObject = load<u8>(from) === OPEN_OBJECT;
  let isFirst = true;
  let i = from + 1;
  while (true) {
    i = skipSpace(i);
    const isEmpty = isFirst && load<u8>(i) === (isObject ? CLOSE_OBJECT : CLOSE_LIST);
    if (!isEmpty) {
      if (isObject) {
        i = skipKey(i);
        if (i === 0) return 0;
      }
      const c = load<u8>(i);
      if (c === QUOTE) i = skipString(i + 1);
      else if (c === OPEN_OBJECT || c === OPEN_LIST) {
        store<u8>(levels + depth, isObject ? 1 : 0);
        depth += 1;
        if (depth === DEEPEST) return 0;
        isObject = c === OPEN_OBJECT;
        isFirst = true;
        i += 1;
        continue;
      } else i = skipScalar(i);
      if (i === 0) return 0;
    }
    while (true) {
      i = skipSpace(i);
      const c = load<u8>(i);
      if (c === COMMA) {
        i += 1;
        isFirst = false;
        break;
      }
      if (c !== (isObject ? CLOSE_OBJECT : CLOSE_LIST)) return 0;
      i += 1;
      if (depth === 0) return i;
      depth -= 1;
      isObject = load<u8>(levels + depth) === 1;
    }
  }
}

/** `true`, `null`, `false` or a number. */
function skipScalar(from: usize): usize {
  switch (load<u8>(from)) {
    case 0x74:
      return load<u32>(from) === 0x65757274 ? from + 4 : 0;
    case 0x6e:
      return load<u32>(from) === 0x6c6c756e ? from + 4 : 0;
    case 0x66:
      return load<u32>(from + 1) === 0x65736c61 ? from + 5 : 0;
    default:
      return skipNumber(from);
  }
}

/** `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?` */
export function skipNumber(from: usize): usize {
  let i = load<u8>(from) === 0x2d ? from + 1 : from;
  i = load<u8>(i) === 0x30 ? i + 1 : skipDigits(i);
  if (i !== 0 && load<u8>(i) === 0x2e) i = skipDigits(i + 1);
  if (i === 0 || (load<u8>(i) | 0x20) !== 0x65) return i;
  const sign = load<u8>(i + 1);
  return skipDigits(sign === 0x2b || sign === 0x2d ? i + 2 : i + 1);
}

/** At least one digit. */
function skipDigits(from: usize): usize {
  let i = from;
  while (load<u8>(i) - 0x30 <= 9) i += 1;
  return i === from ? 0 : i;
}
