import type { FileBytes } from '../domain/file-bytes.ts';
import { blocksOf, type FileText } from '../domain/file-text.ts';

const MOST_SHOWN = 80;

/** Where a file and the text it should be first differ, and what stands there in each, for a person. */
export function firstDifference(found: FileBytes, expected: FileText): string {
  const left = lines(decoded(found.chunks()));
  const right = lines(decoded(blocksOf(expected)));
  for (let number = 1; ; number++) {
    const [ours, theirs] = [left.next(), right.next()];
    if (ours.done && theirs.done) return 'it is not text (UTF-8)';
    if (ours.value !== theirs.value) {
      return `line ${number} is ${shown(ours.value)}, recomputed ${shown(theirs.value)}`;
    }
  }
}

function* decoded(chunks: Iterable<Uint8Array>): Generator<string, void, undefined> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** What stands between line breaks, the rest after the last one included. */
function* lines(blocks: Iterable<string>): Generator<string, undefined, undefined> {
  let rest = '';
  for (const block of blocks) {
    const parts = block.split('\n');
    parts[0] = rest + (parts[0] ?? '');
    rest = parts.pop() ?? '';
    yield* parts;
  }
  yield rest;
}

function shown(line: string | undefined): string {
  if (line === undefined) return 'missing';
  const text = line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN)}…` : line;
  return JSON.stringify(text);
}
