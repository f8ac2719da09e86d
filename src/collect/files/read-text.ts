import { readBytes } from './read-bytes.ts';

export type FileText =
  | { readonly kind: 'text'; readonly text: string; readonly sha256: string }
  /** `sha256` is null when not even the bytes could be read. */
  | { readonly kind: 'unreadable'; readonly reason: string; readonly sha256: string | null };

/** Reads a file as strict UTF-8, inflating gzip. Never throws: what cannot be read whole is `unreadable`. */
export function readText(path: string): FileText {
  const file = readBytes(path);
  if (file.kind === 'unreadable') return file;
  const text = decodeText(file.bytes);
  if (text === null) return { kind: 'unreadable', reason: 'is not valid UTF-8', sha256: file.sha256 };
  return { kind: 'text', text, sha256: file.sha256 };
}

/** Strict UTF-8 without its byte order mark; null when it is not UTF-8. */
export function decodeText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
