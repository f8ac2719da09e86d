import { parentPort } from 'node:worker_threads';
import { type FileContent, FileSink } from './file-sink.ts';

/** Part of a file; the parts of one file come in order, and before those of the next. */
export interface FilePart {
  readonly place: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly isLast: boolean;
}

/** The answer to each part. */
export interface PartWritten {
  /** To be used again. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** With the last part. */
  readonly content: FileContent | null;
  /** `code` where the file system said it. */
  readonly failure: { readonly message: string; readonly code?: string } | null;
}

let sink: FileSink | null = null;

parentPort?.on('message', ({ place, bytes, isLast }: FilePart) => {
  let [content, failure]: [PartWritten['content'], PartWritten['failure']] = [null, null];
  try {
    sink ??= new FileSink(place);
    sink.add(bytes);
    if (isLast) {
      content = sink.end();
      sink = null;
    }
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    failure = { message, ...(code === undefined ? {} : { code }) };
  }
  const answer: PartWritten = { bytes, content, failure };
  parentPort?.postMessage(answer, [bytes.buffer]);
});
