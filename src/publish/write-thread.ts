import { Worker } from 'node:worker_threads';
import { type FileContent, writeNew } from './file-sink.ts';
import type { FilePart, PartWritten } from './write-worker.ts';

/** Bytes that are sent together, for handing over a buffer costs as much as copying many; a file of no more is written here. */
const PART = 1 << 22;
/** Parts that may be on their way: a text that is made faster than a disk takes it waits. */
const MOST_PARTS = 4;
/** A worker is one module of its own only once compiled; from TypeScript source everything runs in this thread. */
const IS_COMPILED = import.meta.url.endsWith('.js');

/** Writes large files in a thread of its own, so that one block is hashed and written while the next is made. */
export class WriteThread {
  #worker: Worker | null = null;
  /** Answers to take. */
  readonly #answers: PartWritten[] = [];
  #failure: Error | null = null;
  #wake: () => void = () => {};
  #underway = 0;
  /** To copy blocks to, of the size of a part. */
  readonly #free: ArrayBuffer[] = [];

  /**
   * Writes a new file.
   * @param blocks each is good until the next is asked for
   * @throws what the file system says, with its `code`
   */
  async write(place: string, blocks: Iterable<Uint8Array>): Promise<FileContent> {
    if (!IS_COMPILED) return writeNew(place, blocks);
    let part = this.#part();
    let filled = 0;
    let isSent = false;
    try {
      for (const block of blocks) {
        for (let at = 0; at < block.length; ) {
          if (filled === PART) {
            await this.#send({ place, bytes: part, isLast: false });
            [part, filled, isSent] = [this.#part(), 0, true];
          }
          const piece = block.subarray(at, at + PART - filled);
          part.set(piece, filled);
          filled += piece.length;
          at += piece.length;
        }
      }
      const bytes = part.subarray(0, filled);
      if (!isSent) {
        const content = writeNew(place, [bytes]);
        this.#free.push(part.buffer);
        return content;
      }
      await this.#send({ place, bytes, isLast: true });
      for (;;) {
        const content = await this.#answer();
        if (content !== null) return content;
      }
    } catch (error) {
      // The thread may hold the file open, or wait for the rest of it.
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#failure = null;
    this.#answers.length = 0;
    this.#underway = 0;
    await worker?.terminate();
  }

  async #send(part: FilePart): Promise<void> {
    while (this.#underway === MOST_PARTS) await this.#answer();
    this.#worker ??= this.#begin();
    this.#worker.postMessage(part, [part.bytes.buffer]);
    this.#underway += 1;
  }

  #begin(): Worker {
    const worker = new Worker(new URL('./write-worker.js', import.meta.url));
    worker.on('message', (answer: PartWritten) => {
      this.#answers.push(answer);
      this.#wake();
    });
    worker.on('error', (error) => {
      this.#failure = error;
      this.#wake();
    });
    return worker;
  }

  /** Waits for the answer to the earliest part; what the file holds when it was the last of one. */
  async #answer(): Promise<FileContent | null> {
    let answer = this.#answers.shift();
    while (answer === undefined) {
      if (this.#failure !== null) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      answer = this.#answers.shift();
    }
    this.#underway -= 1;
    this.#free.push(answer.bytes.buffer);
    if (answer.failure !== null) throw Object.assign(new Error(answer.failure.message), answer.failure);
    return answer.content;
  }

  #part(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#free.pop() ?? new ArrayBuffer(PART));
  }
}
