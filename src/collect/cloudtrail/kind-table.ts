import type { StagedBatch } from './staged-batch.ts';
import { KIND_COLUMNS } from './staged-row.ts';

const WIDTH = KIND_COLUMNS.length;
const [ACCOUNT, SOURCE, NAME] = ['account', 'event_source', 'event_name'].map((name) =>
  KIND_COLUMNS.findIndex(([column]) => column === name),
) as [number, number, number];

/** The kinds of all batches together, each once, over one dictionary of texts. */
export class KindTable {
  readonly texts: string[] = [];
  /** One row of text codes and the row's operation for each kind. */
  readonly rows: number[][] = [];
  readonly #textCodes = new Map<string, number>();
  readonly #kinds = new Map<string, number>();
  readonly #operations = new Map<string, number>();

  /** The number here of each kind of the batch. */
  numbersOf({ texts, kinds }: StagedBatch): Int32Array {
    const codes = texts.map((text) => this.#codeOf(text));
    const numbers = new Int32Array(kinds.length / WIDTH);
    const row = new Array<number>(WIDTH);
    for (let kind = 0; kind < numbers.length; kind += 1) {
      for (let column = 0; column < WIDTH; column += 1) {
        const code = kinds[kind * WIDTH + column] ?? 0;
        row[column] = code === 0 ? 0 : (codes[code - 1] ?? 0);
      }
      numbers[kind] = this.#kindOf(row);
    }
    return numbers;
  }

  /** What is alike in account, source and name: with id and time it makes two rows copies of one event. */
  operationOf(kind: number): number {
    return this.rows[kind]?.[WIDTH] ?? 0;
  }

  #kindOf(row: readonly number[]): number {
    const key = row.join();
    const known = this.#kinds.get(key);
    if (known !== undefined) return known;
    const kind = this.rows.length;
    const operation = `${row[ACCOUNT]},${row[SOURCE]},${row[NAME]}`;
    const number = this.#operations.get(operation) ?? this.#operations.size;
    this.#operations.set(operation, number);
    this.#kinds.set(key, kind);
    this.rows.push([...row, number]);
    return kind;
  }

  #codeOf(text: string): number {
    const known = this.#textCodes.get(text);
    if (known !== undefined) return known;
    this.texts.push(text);
    this.#textCodes.set(text, this.texts.length);
    return this.texts.length;
  }
}
