/** A memo of bounded size: what was not asked for since the one before the last ageing is forgotten. */
export class Generations<Value> {
  readonly #most: number;
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  /** Ages by itself whenever this many are young. */
  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined || this.#old.size === 0) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: Value): Value {
    if (this.#young.size >= this.#most) this.age();
    this.#young.set(key, value);
    return value;
  }

  age(): void {
    this.#old = this.#young;
    this.#young = new Map();
  }
}
