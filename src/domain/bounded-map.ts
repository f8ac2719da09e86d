/**
 * Remembers answers to texts from logs and policies, which may be any number. Full, it forgets all: so only for what
 * can be worked out again, to the same answer.
 */
export class BoundedMap<Value> {
  readonly #most: number;
  readonly #known = new Map<string, Value>();

  /** @param most how many answers it holds at once */
  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): Value | undefined {
    return this.#known.get(key);
  }

  set(key: string, value: Value): void {
    if (this.#known.size >= this.#most) this.#known.clear();
    this.#known.set(key, value);
  }
}
