/** The bytes of a file, read when they are asked for: of a large organisation they are gigabytes. */
export interface FileBytes {
  /** In order, as often as asked. */
  readonly chunks: () => Iterable<Uint8Array>;
}

export const bytesOf = ({ chunks }: FileBytes): Uint8Array => Buffer.concat([...chunks()]);

/** The whole as text; null when it is not UTF-8. */
export function textOf(file: FileBytes): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytesOf(file));
  } catch {
    return null;
  }
}
