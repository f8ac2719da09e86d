const FIRST_BITS = 16;
/** Slots of 8 bytes: above this the ids of 25 million events are in memory, and no more are taken in. */
const MOST_BITS = 25;

/**
 * Tells which event ids may have come before, by 64 bits of each: a few ids too many, never one too few. Almost every
 * event is delivered once, and counting those needs no look at all others.
 */
export class SeenIds {
  #bits = FIRST_BITS;
  #slots = new Uint32Array(2 << FIRST_BITS);
  #count = 0;
  /** There were more ids than it holds: any may have come twice. */
  isFull = false;

  /** Whether an id with these four words may have been added before. */
  add(a: number, b: number, c: number, d: number): boolean {
    if (this.isFull) return true;
    const low = (a ^ Math.imul(c, 0x9e3779b1)) >>> 0;
    // Zero in both halves means an empty slot.
    const high = ((b ^ Math.imul(d, 0x85ebca6b)) | (low === 0 ? 1 : 0)) >>> 0;
    if (this.#insert(low, high)) return true;
    this.#count += 1;
    if (this.#count * 4 > 3 * 2 ** this.#bits) this.#grow();
    return false;
  }

  #insert(low: number, high: number): boolean {
    const slots = this.#slots;
    const mask = 2 ** this.#bits - 1;
    let slot = (Math.imul(low ^ (high >>> 7), 0x2c1b3c6d) >>> (32 - this.#bits)) & mask;
    for (;;) {
      const at = slots[2 * slot] as number;
      const beside = slots[2 * slot + 1] as number;
      if (at === low && beside === high) return true;
      if (at === 0 && beside === 0) {
        slots[2 * slot] = low;
        slots[2 * slot + 1] = high;
        return false;
      }
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    if (this.#bits === MOST_BITS) {
      this.isFull = true;
      this.#slots = new Uint32Array(0);
      return;
    }
    const old = this.#slots;
    // Four times the room: each growing is a walk over all ids.
    this.#bits = Math.min(this.#bits + 2, MOST_BITS);
    this.#slots = new Uint32Array(2 << this.#bits);
    for (let slot = 0; slot < old.length; slot += 2) {
      const low = old[slot] as number;
      const high = old[slot + 1] as number;
      if (low !== 0 || high !== 0) this.#insert(low, high);
    }
  }
}
