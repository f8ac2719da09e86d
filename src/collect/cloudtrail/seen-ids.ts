import { type Rows, timeOf } from './rows.ts';

/**
 * Ids are kept by the hour of their event: copies of one event agree in its time, and a log comes more or less in order,
 * so what is looked up lies near in memory. Hours go around after so many, whatever times a log claims.
 */
const HOURS = 4096;
const HOUR = 3_600_000;
const FIRST_SLOTS = 64;
/** About 350 MB; with more, all ids count as seen and none is added. */
const MOST_IDS = 50_000_000;

/**
 * Tells which event ids may have come before, by hour and 32 bits of each: a few ids too many (of twenty million events
 * in 90 days some 40), never one too few. Almost every event is delivered once, and counting those needs no look at all
 * others.
 */
export class SeenIds {
  /** Of each hour its ids' bits, zero where nothing is. */
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

  /** Whether the id of a row was added. */
  has(rows: Rows, row: number): boolean {
    const slots = this.#slots[hourOf(rows, row)] as Uint32Array;
    return slots.length > 0 && slots[slotOf(slots, bitsOf(rows, row))] !== 0;
  }

  /** Adds the id of a row; false when it is there already. */
  add(rows: Rows, row: number): boolean {
    const hour = hourOf(rows, row);
    const slots = this.#withRoom(hour);
    const bits = bitsOf(rows, row);
    const slot = slotOf(slots, bits);
    if (slots[slot] !== 0) return false;
    slots[slot] = bits;
    this.#counts[hour] = (this.#counts[hour] as number) + 1;
    this.#count += 1;
    return true;
  }

  /** The slots of an hour; at least a quarter of them is free. */
  #withRoom(hour: number): Uint32Array {
    const old = this.#slots[hour] as Uint32Array;
    if ((this.#counts[hour] as number) * 4 < old.length * 3) return old;
    const slots = new Uint32Array(Math.max(2 * old.length, FIRST_SLOTS));
    for (let at = 0; at < old.length; at += 1) {
      const bits = old[at] as number;
      if (bits !== 0) slots[slotOf(slots, bits)] = bits;
    }
    this.#slots[hour] = slots;
    return slots;
  }
}

function hourOf(rows: Rows, row: number): number {
  return Math.floor(timeOf(rows, row) / HOUR) & (HOURS - 1);
}

/** Never zero, which is a free slot. */
function bitsOf({ id }: Rows, row: number): number {
  const at = 4 * row;
  const bits =
    (id[at] as number) ^
    Math.imul(id[at + 1] as number, 0x85ebca6b) ^
    Math.imul(id[at + 2] as number, 0x9e3779b1) ^
    Math.imul(id[at + 3] as number, 0xc2b2ae35);
  return bits >>> 0 || 1;
}

/** Where these bits are, or the free slot they belong into. */
function slotOf(slots: Uint32Array, bits: number): number {
  const mask = slots.length - 1;
  const mixed = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
  let slot = (mixed ^ (mixed >>> 13)) & mask;
  for (;;) {
    const there = slots[slot] as number;
    if (there === 0 || there === bits) return slot;
    slot = (slot + 1) & mask;
  }
}
