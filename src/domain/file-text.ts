/**
 * The text of a file: whole, or in parts where the whole of a large organisation would pass the longest string there is
 * (V8: 2^29 - 24 characters, about 512 MB).
 */
export type FileText = string | TextParts;

/** A piece of text; as bytes (UTF-8) where it is encoded already, because it stands in many places. */
export type TextPart = string | Uint8Array;

export interface TextParts {
  /**
   * The parts in order, as often as asked; together always the same text. No part ends within a character. Bytes are good
   * until the next part is asked for.
   */
  readonly parts: () => Iterable<TextPart>;
}

/** Bytes of a block: large enough that hashing and writing cost per byte and not per call, small enough for a cache. */
const BLOCK = 1 << 18;
/** UTF-16 code units that fit into a block whatever they are: each takes three bytes at most. */
const PIECE = Math.floor(BLOCK / 3);

/**
 * The bytes of a text (UTF-8) in blocks of a useful size. A block is good until the next is asked for, and then written
 * over: text is encoded where it goes, for joining the parts before costs several times as much.
 */
export function* blocksOf(text: FileText): Generator<Uint8Array, void, undefined> {
  if (typeof text === 'string' && text.length <= PIECE) {
    yield Buffer.from(text, 'utf8');
    return;
  }
  const block = Buffer.allocUnsafeSlow(BLOCK);
  let filled = 0;
  for (const part of typeof text === 'string' ? [text] : text.parts()) {
    const isText = typeof part === 'string';
    const most = isText ? PIECE : BLOCK;
    for (let at = 0; at < part.length; ) {
      const end = part.length - at <= most ? part.length : isText ? wholeUntil(part, at + most) : at + most;
      if (filled + (isText ? 3 : 1) * (end - at) > BLOCK) {
        yield block.subarray(0, filled);
        filled = 0;
      }
      if (isText) filled += block.write(at === 0 && end === part.length ? part : part.slice(at, end), filled);
      else {
        block.set(at === 0 && end === part.length ? part : part.subarray(at, end), filled);
        filled += end - at;
      }
      at = end;
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}

/** `end`, or the place before it where that is within a surrogate pair. */
function wholeUntil(text: string, end: number): number {
  const code = text.charCodeAt(end - 1);
  return code >= 0xd800 && code <= 0xdbff ? end - 1 : end;
}
