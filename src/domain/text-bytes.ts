import type { TextPart } from './file-text.ts';

/** Bytes to begin with. */
const ROOM = 1 << 16;

/** Text put together as bytes (UTF-8) out of many small parts: quicker than a string that is encoded afterwards. */
export class TextBytes {
  #bytes = Buffer.allocUnsafeSlow(ROOM);
  #length = 0;

  /** @param part ends within no character */
  add(part: TextPart): void {
    const isText = typeof part === 'string';
    const most = this.#length + (isText ? 3 : 1) * part.length;
    if (most > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(2 * most);
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    if (isText) this.#length += this.#bytes.write(part, this.#length);
    else {
      this.#bytes.set(part, this.#length);
      this.#length += part.length;
    }
  }

  /** What was added since it was taken before; good until the next `add`, which begins anew. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return taken;
  }
}
