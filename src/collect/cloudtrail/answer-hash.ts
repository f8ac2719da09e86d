import { createHash, type Hash } from 'node:crypto';

/**
 * The hash of an answer, by column, so that it costs little beside the query: of each column its values in order, a
 * text by its number among the column's texts in order of first appearance (32 bits, from 1; 0 is null), a number as a
 * double (null is NaN; a day by days since 1970), both the lowest byte first; then the column's texts, one JSON text a
 * line. The answer's is that of one line `[name, hash]` for each column.
 */
export class AnswerHash {
  readonly #names: readonly string[];
  readonly #columns: ColumnHash[];

  constructor(names: readonly string[]) {
    this.#names = names;
    this.#columns = names.map(() => new ColumnHash());
  }

  column(index: number): ColumnHash {
    return this.#columns[index] as ColumnHash;
  }

  digest(): string {
    const hash = createHash('sha256');
    for (const [index, column] of this.#columns.entries())
      hash.update(`${JSON.stringify([this.#names[index], column.digest()])}\n`);
    return hash.digest('hex');
  }
}

export class ColumnHash {
  readonly #hash: Hash = createHash('sha256');
  readonly #texts: string[] = [];
  /** By code the number of a text here; 0 where it was not met. */
  #numbers = new Int32Array(0);
  readonly #strings = new Map<string, number>();

  /** Adds texts given by `codes`, which stand for those of `texts` from 1; 0 is null. */
  addTexts(codes: Int32Array, texts: readonly string[]): void {
    if (this.#numbers.length === 0) this.#numbers = new Int32Array(texts.length + 1);
    const numbers = this.#numbers;
    const numbered = new Int32Array(codes.length);
    for (let row = 0; row < codes.length; row += 1) {
      const code = codes[row] as number;
      if (code === 0) continue;
      if (numbers[code] === 0) numbers[code] = this.#texts.push(texts[code - 1] as string);
      numbered[row] = numbers[code] as number;
    }
    this.#hash.update(numbered);
  }

  addStrings(values: readonly (string | null)[]): void {
    const numbered = Int32Array.from(values, (text) => {
      if (text === null) return 0;
      const known = this.#strings.get(text) ?? this.#texts.push(text);
      this.#strings.set(text, known);
      return known;
    });
    this.#hash.update(numbered);
  }

  addNumbers(numbers: Float64Array): void {
    this.#hash.update(numbers);
  }

  digest(): string {
    for (const text of this.#texts) this.#hash.update(`${JSON.stringify(text)}\n`);
    return this.#hash.digest('hex');
  }
}
