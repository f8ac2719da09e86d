import { createHash } from 'node:crypto';

/** Four 32-bit words of an id, first digits first, at the place where a reader left them. */
export const words = new Uint32Array(4);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Value of a lower-case hex digit; 16 for anything else. */
const DIGITS = new Uint8Array(256).fill(16);
for (let digit = 0; digit < 16; digit += 1) DIGITS[digit.toString(16).charCodeAt(0)] = digit;

/** Reads a quoted UUID in lower case, as CloudTrail writes it, into `words`; false for anything else. */
function readUuid(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== 38 || bytes[start] !== 0x22) return false;
  let at = start + 1;
  let word = 0;
  let wrong = 0;
  for (let digit = 0; digit < 32; digit += 1) {
    if (digit === 8 || digit === 12 || digit === 16 || digit === 20) {
      if (bytes[at] !== 0x2d) return false;
      at += 1;
    }
    const value = DIGITS[bytes[at] as number] as number;
    wrong |= value;
    word = (word << 4) | (value & 15);
    at += 1;
    if ((digit & 7) === 7) {
      words[digit >> 3] = word;
      word = 0;
    }
  }
  return wrong < 16;
}

/**
 * The 128 bits an id is kept as: of a UUID its own, of any other text (edited logs, records without id) the first of
 * its SHA-256, and then true: the text must be kept beside it.
 */
export function readId(text: string): boolean {
  if (UUID.test(text)) {
    readUuid(Buffer.from(`"${text}"`), 0, 38);
    return false;
  }
  const hash = createHash('sha256').update(text).digest();
  for (let word = 0; word < 4; word += 1) words[word] = hash.readUInt32BE(4 * word);
  return true;
}

export function isZero(id: Uint32Array): boolean {
  return id[0] === 0 && id[1] === 0 && id[2] === 0 && id[3] === 0;
}
