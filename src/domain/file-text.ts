/**
 * The text of a file: whole, or in parts where the whole of a large organisation would pass the longest string there is
 * (V8: 2^29 - 24 characters, about 512 MB).
 */
export type FileText = string | TextParts;

export interface TextParts {
  /** The parts in order, as often as asked; together always the same text. No part ends within a surrogate pair. */
  readonly parts: () => Iterable<string>;
}

/** Characters of a block, about: large enough that hashing and writing cost per byte and not per call. */
const BLOCK = 1 << 18;

/** The same text in blocks of a useful size: parts may be single lines. */
export function* blocksOf(text: FileText): Generator<string, void, undefined> {
  if (typeof text === 'string') {
    yield text;
    return;
  }
  let parts: string[] = [];
  let length = 0;
  for (const part of text.parts()) {
    parts.push(part);
    length += part.length;
    if (length < BLOCK) continue;
    yield parts.join('');
    parts = [];
    length = 0;
  }
  if (length > 0) yield parts.join('');
}
