import { type Rows, timeOf } from './rows.ts';

/**
 * Ids are kept by the hour of their event: copies of one event agree in its time, and a log comes more or less in order,
 * so what is looked up lies near in memory. Hours go around after so many, whatever times a log claims.
 */
const HOURS = 4096;
const HOUR = 3_600_000;
const FIRST_SLOTS = 64;
/** About 400 MB; with more, all ids count as seen and none is added. */
const MOST_IDS = 25_000_000;
/** The second word of a slot: so many bits of the id, then the batch. */
const ID_BITS = 8;
const ID_MASK = 2 ** ID_BITS - 1;
const MOST_BATCHES = 2 ** (32 - ID_BITS) - 1;

/**
 * Tells which event ids may have come before, by hour and 40 bits of each: a few ids too many, never one too few. Almost
 * every event is delivered once, and counting those needs no look at all others.
 */
export class SeenIds {
  /** Of each hour slots of two words, zero where nothing is. */
  readonly #slots: Uint32Array[] = new Array(HOURS).fill(new Uint32Array(0));
  readonly #counts = new Int32Array(HOURS);
  readonly #most: number;
  #count = 0;

  constructor(most: number = MOST_IDS) {
    this.#most = most;
  }

  /** There are more ids than it holds: any may have come twice. */
  get isFull(): boolean {
    return this.#count >= this.#most;
  }

  /** The batch that the id of a row was added with, null when there was none. */
  batchOf(rows: Rows, row: number): number | null {
    const slots = this.#slots[hourOf(rows, row)] as Uint32Array;
    if (slots.length === 0) return null;
    const slot = slotOf(slots, lowOf(rows, row), highOf(rows, row));
    const word = slots[2 * slot + 1] as number;
    return word === 0 ? null : (word >>> ID_BITS) - 1;
  }

  /** Adds the id of a row, unless it is there: then the batch it was added with. */
  add(rows: Rows, row: number, batch: number): number | null {
    if (batch >= MOST_BATCHES) throw new Error(`a run cannot have ${batch} batches`);
    const hour = hourOf(rows, row);
    const slots = this.#withRoom(hour);
    const [low, high] = [lowOf(rows, row), highOf(rows, row)];
    const slot = slotOf(slots, low, high);
    const word = slots[2 * slot + 1] as number;
    if (word !== 0) return (word >>> ID_BITS) - 1;
    slots[2 * slot] = low;
    slots[2 * slot + 1] = high | ((batch + 1) << ID_BITS);
    this.#counts[hour] = (this.#counts[hour] as number) + 1;
    this.#count += 1;
    return null;
  }

  /** The slots of an hour; at least a quarter of them is free. */
  #withRoom(hour: number): Uint32Array {
    const old = this.#slots[hour] as Uint32Array;
    if ((this.#counts[hour] as number) * 8 < old.length * 3) return old;
    const slots = new Uint32Array(Math.max(2 * old.length, 2 * FIRST_SLOTS));
    for (let at = 0; at < old.length; at += 2) {
      const word = old[at + 1] as number;
      if (word === 0) continue;
      const slot = slotOf(slots, old[at] as number, word & ID_MASK);
      slots[2 * slot] = old[at] as number;
      slots[2 * slot + 1] = word;
    }
    this.#slots[hour] = slots;
    return slots;
  }
}

function hourOf(rows: Rows, row: number): number {
  return Math.floor(timeOf(rows, row) / HOUR) & (HOURS - 1);
}

function lowOf({ id }: Rows, row: number): number {
  return ((id[4 * row] as number) ^ Math.imul(id[4 * row + 2] as number, 0x9e3779b1)) >>> 0;
}

function highOf({ id }: Rows, row: number): number {
  return ((id[4 * row + 1] as number) ^ Math.imul(id[4 * row + 3] as number, 0x85ebca6b)) & ID_MASK;
}

/** Where these bits of an id are, or the free slot they belong into. */
function slotOf(slots: Uint32Array, low: number, high: number): number {
  const mask = slots.length / 2 - 1;
  const mixed = Math.imul(low ^ (low >>> 15), 0x2c1b3c6d);
  let slot = (mixed ^ (mixed >>> 13)) & mask;
  for (;;) {
    const word = slots[2 * slot + 1] as number;
    if (word === 0 || (slots[2 * slot] === low && (word & ID_MASK) === high)) return slot;
    slot = (slot + 1) & mask;
  }
}
