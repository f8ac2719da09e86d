import { consumes, isMany, MANY, type Tokens } from './pattern-tokens.ts';

/** Positions of a union of patterns, ascending; no two equal sets differ. */
export type StateSet = readonly number[];

const END = Number.MIN_SAFE_INTEGER;

/**
 * The union of patterns as a deterministic automaton, its states made on demand (subset construction).
 *
 * A state is a set of positions, the patterns laid end to end. A position before the last unbounded `*` reached in
 * its pattern adds nothing (what X*Y matches, *Y matches) and is dropped: that keeps patterns of many stars linear.
 */
export class UnionAutomaton {
  readonly start: StateSet;
  /** Some pattern can match a symbol that depends on being a colon. */
  readonly bounded: boolean;
  readonly #tokens: number[] = [];
  readonly #patternOf: number[] = [];
  readonly #seen: Uint32Array;
  #generation = 0;

  constructor(patterns: readonly Tokens[]) {
    const starts: number[] = [];
    for (const [index, pattern] of patterns.entries()) {
      starts.push(this.#tokens.length);
      for (const token of [...pattern, END]) {
        this.#tokens.push(token);
        this.#patternOf.push(index);
      }
    }
    this.#seen = new Uint32Array(this.#tokens.length);
    this.bounded = patterns.some((pattern) => pattern.some((token) => token < MANY));
    this.start = this.#closed(starts);
  }

  /** The state after one symbol; empty when no pattern can match any more. */
  step(from: StateSet, symbol: number): StateSet {
    const next: number[] = [];
    for (const position of from) {
      const token = this.#token(position);
      if (token !== END && consumes(token, symbol)) next.push(isMany(token) ? position : position + 1);
    }
    return this.#closed(next);
  }

  accepts(state: StateSet): boolean {
    return state.some((position) => this.#token(position) === END);
  }

  /** Whether every continuation is matched: a pattern is at its final `*`. */
  acceptsAll(state: StateSet): boolean {
    return state.some((position) => this.#token(position) === MANY && this.#token(position + 1) === END);
  }

  /** Adds the symbols that a next token names; all others are matched alike (but for the colon when `bounded`). */
  addNamedSymbols(state: StateSet, into: Set<number>): void {
    for (const position of state) {
      const token = this.#token(position);
      if (token >= 0) into.add(token);
    }
  }

  #token(position: number): number {
    return this.#tokens[position] ?? END;
  }

  #closed(positions: readonly number[]): StateSet {
    this.#generation += 1;
    const all: number[] = [];
    for (const start of positions) {
      for (let position = start; this.#seen[position] !== this.#generation; position += 1) {
        this.#seen[position] = this.#generation;
        all.push(position);
        if (!isMany(this.#token(position))) break;
      }
    }
    all.sort((a, b) => b - a);
    let settled = -1;
    return all
      .filter((position) => {
        const pattern = this.#patternOf[position] ?? -1;
        if (pattern === settled) return false;
        if (this.#token(position) === MANY) settled = pattern;
        return true;
      })
      .reverse();
  }
}
