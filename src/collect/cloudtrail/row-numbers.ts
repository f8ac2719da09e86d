const FIRST_ROWS = 1024;

/** Numbers rows of 32-bit integers, each distinct one once, in the order they come. */
export class RowNumbers {
  readonly #width: number;
  #rows = 0;
  #values: Int32Array;
  /** Row numbers plus one by hash; 0 where there is none. At most half of them are taken. */
  #slots: Int32Array;

  /** @param width integers of a row */
  constructor(width: number) {
    this.#width = width;
    this.#values = new Int32Array(FIRST_ROWS * width);
    this.#slots = new Int32Array(2 * FIRST_ROWS);
  }

  get rows(): number {
    return this.#rows;
  }

  /** All rows one after the other. */
  get values(): Int32Array {
    return this.#values.subarray(0, this.#rows * this.#width);
  }

  column(column: number): Int32Array {
    const values = new Int32Array(this.#rows);
    for (let row = 0; row < values.length; row += 1) values[row] = this.at(row, column);
    return values;
  }

  at(row: number, column: number): number {
    return this.#values[row * this.#width + column] as number;
  }

  /** The number of the row that starts at `from`; a new one when it was not met. */
  numberOf(row: ArrayLike<number>, from = 0): number {
    const width = this.#width;
    const mask = this.#slots.length - 1;
    let slot = hashOf(row, from, width) & mask;
    for (;;) {
      const taken = this.#slots[slot] as number;
      if (taken === 0) break;
      const start = (taken - 1) * width;
      let column = 0;
      while (column < width && this.#values[start + column] === row[from + column]) column += 1;
      if (column === width) return taken - 1;
      slot = (slot + 1) & mask;
    }
    this.#slots[slot] = this.#rows + 1;
    for (let column = 0; column < width; column += 1)
      this.#values[this.#rows * width + column] = row[from + column] as number;
    this.#rows += 1;
    if (this.#rows * 2 === this.#slots.length) this.#grow();
    return this.#rows - 1;
  }

  #grow(): void {
    const width = this.#width;
    const values = new Int32Array(2 * this.#values.length);
    values.set(this.#values);
    this.#values = values;
    this.#slots = new Int32Array(2 * this.#slots.length);
    const mask = this.#slots.length - 1;
    for (let row = 0; row < this.#rows; row += 1) {
      let slot = hashOf(values, row * width, width) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = row + 1;
    }
  }
}

function hashOf(row: ArrayLike<number>, from: number, width: number): number {
  let hash = width;
  for (let column = 0; column < width; column += 1) {
    hash = Math.imul(hash ^ (row[from + column] as number), 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
