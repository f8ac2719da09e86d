import { Worker } from 'node:worker_threads';
import { type FileContent, writeNew } from './file-sink.ts';
import type { FilePart, PartWritten } from './write-worker.ts';

/** Blocks that are sent together; a file of no more is written here. */
const PART_BLOCKS = 16;
/** Parts that may be on their way: a text that is made faster than a disk takes it waits. */
const MOST_PARTS = 4;
/** Bytes of a buffer, to fit the usual block. */
const ROOM = 1 << 18;
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
  /** To copy blocks to. */
  readonly #free: ArrayBuffer[] = [];

  /**
   * Writes a new file.
   * @param blocks each is good until the next is asked for
   * @throws what the file system says, with its `code`
   */
  async write(place: string, blocks: Iterable<Uint8Array>): Promise<FileContent> {
    if (!IS_COMPILED) return writeNew(place, blocks);
    const waiting: Uint8Array<ArrayBuffer>[] = [];
    let isSent = false;
    try {
      for (const block of blocks) {
        if (waiting.length === PART_BLOCKS) {
          await this.#send({ place, blocks: waiting.splice(0), isLast: false });
          isSent = true;
        }
        waiting.push(this.#copyOf(block));
      }
      if (!isSent) {
        const content = writeNew(place, waiting);
        this.#free.push(...waiting.map(({ buffer }) => buffer));
        return content;
      }
      await this.#send({ place, blocks: waiting, isLast: true });
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
    this.#worker.postMessage(
      part,
      part.blocks.map(({ buffer }) => buffer),
    );
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
    this.#free.push(...answer.blocks.map(({ buffer }) => buffer));
    if (answer.failure !== null) throw Object.assign(new Error(answer.failure.message), answer.failure);
    return answer.content;
  }

  #copyOf(block: Uint8Array): Uint8Array<ArrayBuffer> {
    const free = this.#free.pop();
    const buffer =
      free !== undefined && free.byteLength >= block.length
        ? free
        : new ArrayBuffer(Math.max(ROOM, block.length));
    const copy = new Uint8Array(buffer, 0, block.length);
    copy.set(block);
    return copy;
  }
}
