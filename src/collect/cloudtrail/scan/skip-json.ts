const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const COLON = 0x3a;
const COMMA = 0x2c;
/** Deeper than any request; what is deeper is left to JSON.parse. */
const DEEPEST = 512;

/** The index of the next byte that is no JSON white space. */
export function skipSpace(bytes: Uint8Array, from: number): number {
  let i = from;
  for (;;) {
    const c = bytes[i];
    if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) return i;
    i += 1;
  }
}

/** The index after a string whose first character is at `from`; -1 when it is not valid JSON or does not end. */
export function skipString(bytes: Uint8Array, from: number, end: number): number {
  let i = from;
  while (i < end) {
    const c = bytes[i] as number;
    if (c === QUOTE) return i + 1;
    if (c === BACKSLASH) {
      const escaped = bytes[i + 1] as number;
      if (escaped === 0x75) {
        for (let digit = i + 2; digit < i + 6; digit += 1) if (!isHex(bytes[digit] as number)) return -1;
        i += 6;
      } else if (ESCAPES[escaped] === 1) i += 2;
      else return -1;
    } else if (c < 0x20) return -1;
    else i += 1;
  }
  return -1;
}

/** The index after the value at `from`; -1 when it is not valid JSON, does not end or is nested too deep. */
export function skipValue(bytes: Uint8Array, from: number, end: number): number {
  const c = bytes[from];
  if (c === QUOTE) return skipString(bytes, from + 1, end);
  if (c === OPEN_OBJECT || c === OPEN_LIST) return skipContainer(bytes, from, end);
  return skipScalar(bytes, from, end);
}

const stack = new Uint8Array(DEEPEST);

function skipContainer(bytes: Uint8Array, from: number, end: number): number {
  let depth = 0;
  let isObject = bytes[from] === OPEN_OBJECT;
  let isFirst = true;
  let i = from + 1;
  while (i < end) {
    i = skipSpace(bytes, i);
    const isEmpty = isFirst && bytes[i] === (isObject ? CLOSE_OBJECT : CLOSE_LIST);
    if (!isEmpty) {
      if (isObject) {
        if (bytes[i] !== QUOTE) return -1;
        i = skipString(bytes, i + 1, end);
        if (i === -1) return -1;
        if (bytes[i] !== COLON) i = skipSpace(bytes, i);
        if (bytes[i] !== COLON) return -1;
        i = skipSpace(bytes, i + 1);
      }
      const c = bytes[i];
      if (c === QUOTE) i = skipString(bytes, i + 1, end);
      else if (c === OPEN_OBJECT || c === OPEN_LIST) {
        stack[depth] = isObject ? 1 : 0;
        depth += 1;
        if (depth === DEEPEST) return -1;
        isObject = c === OPEN_OBJECT;
        isFirst = true;
        i += 1;
        continue;
      } else i = skipScalar(bytes, i, end);
      if (i === -1) return -1;
    }
    for (;;) {
      i = skipSpace(bytes, i);
      const c = bytes[i];
      if (c === COMMA) {
        i += 1;
        isFirst = false;
        break;
      }
      if (c !== (isObject ? CLOSE_OBJECT : CLOSE_LIST)) return -1;
      i += 1;
      if (depth === 0) return i;
      depth -= 1;
      isObject = stack[depth] === 1;
    }
  }
  return -1;
}

function skipScalar(bytes: Uint8Array, from: number, end: number): number {
  switch (bytes[from]) {
    case 0x74: // t
      return isWord(bytes, from, 0x72, 0x75, 0x65) ? from + 4 : -1;
    case 0x6e: // n
      return isWord(bytes, from, 0x75, 0x6c, 0x6c) ? from + 4 : -1;
    case 0x66: // f
      return isWord(bytes, from, 0x61, 0x6c, 0x73) && bytes[from + 4] === 0x65 ? from + 5 : -1;
    default:
      return skipNumber(bytes, from, end);
  }
}

function isWord(bytes: Uint8Array, at: number, b: number, c: number, d: number): boolean {
  return bytes[at + 1] === b && bytes[at + 2] === c && bytes[at + 3] === d;
}

/** `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?` */
function skipNumber(bytes: Uint8Array, from: number, end: number): number {
  let i = bytes[from] === 0x2d ? from + 1 : from;
  i = bytes[i] === 0x30 ? i + 1 : skipDigits(bytes, i, end);
  if (i !== -1 && bytes[i] === 0x2e) i = skipDigits(bytes, i + 1, end);
  if (i === -1 || (bytes[i] !== 0x65 && bytes[i] !== 0x45)) return i;
  const hasSign = bytes[i + 1] === 0x2b || bytes[i + 1] === 0x2d;
  return skipDigits(bytes, hasSign ? i + 2 : i + 1, end);
}

/** At least one digit. */
function skipDigits(bytes: Uint8Array, from: number, end: number): number {
  let i = from;
  while (i < end && (bytes[i] as number) >= 0x30 && (bytes[i] as number) <= 0x39) i += 1;
  return i === from ? -1 : i;
}

function isHex(c: number): boolean {
  return (c >= 0x30 && c <= 0x39) || (c >= 0x61 && c <= 0x66) || (c >= 0x41 && c <= 0x46);
}

const ESCAPES = new Uint8Array(256);
for (const character of '"\\/bfnrt') ESCAPES[character.charCodeAt(0)] = 1;
