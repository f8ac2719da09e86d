import type { StagedBatch } from './staged-batch.ts';
import { WHAT_COLUMNS, WHO_COLUMNS } from './staged-row.ts';

/** More callers and calls than this cannot be: it makes one number of two. */
const MOST = 2 ** 26;
/** Callers alike in their first columns are one actor; calls alike in what copies of one event share, one operation. */
const ACTOR = [0, 1, 2];
const columnsOf = (...names: string[]): number[] =>
  names.map((name) => WHAT_COLUMNS.findIndex(([column]) => column === name));
const OPERATION = columnsOf('account', 'event_source', 'event_name');
const PLACE = columnsOf('account', 'region', 'category', 'resource_type');
const DEED = WHAT_COLUMNS.flatMap(([name], column) => (name.startsWith('issued_') ? [] : [column]));

/** The kinds of all batches together, each once, over one dictionary of texts. */
export class KindTable {
  readonly texts: string[] = [];
  /** Rows of codes into `texts`, one more than the index, 0 for null; then the row's groups. */
  readonly whos: Grouped;
  readonly whats: Grouped;
  /** Numbers of the caller and of the call of each kind. */
  readonly pairs: number[] = [];
  readonly #textCodes = new Map<string, number>();
  readonly #kinds = new Map<number, number>();

  constructor() {
    this.whos = new Grouped(WHO_COLUMNS.length, [ACTOR]);
    this.whats = new Grouped(WHAT_COLUMNS.length, [OPERATION, PLACE, DEED]);
  }

  /** The number here of each kind of the batch. */
  numbersOf({ texts, whos, whats, kinds }: StagedBatch): Int32Array {
    const codes = Int32Array.from(texts, (text) => this.codeOf(text));
    const who = this.whos.numbersOf(whos, codes);
    const what = this.whats.numbersOf(whats, codes);
    const numbers = new Int32Array(kinds.length / 2);
    for (let kind = 0; kind < numbers.length; kind += 1) {
      numbers[kind] = this.#kindOf(
        who[kinds[2 * kind] as number] as number,
        what[kinds[2 * kind + 1] as number] as number,
      );
    }
    return numbers;
  }

  /** What is alike in account, source and name: with id and time it makes two rows copies of one event. */
  operationOf(kind: number): number {
    return this.whats.groupOf(this.pairs[2 * kind + 1] as number, 0);
  }

  codeOf(text: string): number {
    const known = this.#textCodes.get(text);
    if (known !== undefined) return known;
    this.texts.push(text);
    this.#textCodes.set(text, this.texts.length);
    return this.texts.length;
  }

  /** All texts in order, and for each code its rank among them, from 1; 0 stays 0. */
  ranked(): { readonly texts: readonly string[]; readonly ranks: Int32Array } {
    const order = Int32Array.from(this.texts.keys()).sort((a, b) =>
      compare(this.texts[a] as string, this.texts[b] as string),
    );
    const ranks = new Int32Array(order.length + 1);
    for (const [rank, index] of order.entries()) ranks[index + 1] = rank + 1;
    return { texts: Array.from(order, (index) => this.texts[index] as string), ranks };
  }

  #kindOf(who: number, what: number): number {
    const pair = who * MOST + what;
    const known = this.#kinds.get(pair);
    if (known !== undefined) return known;
    const kind = this.pairs.length / 2;
    this.#kinds.set(pair, kind);
    this.pairs.push(who, what);
    return kind;
  }
}

/** Distinct rows of codes, numbered, each with the number of its group by some of its columns. */
class Grouped {
  readonly width: number;
  readonly codes: number[] = [];
  /** One number for each row and grouping. */
  readonly groups: number[] = [];
  readonly #groupings: readonly {
    readonly columns: readonly number[];
    readonly numbers: Map<string, number>;
  }[];
  readonly #numbers = new Map<string, number>();

  constructor(width: number, groupings: readonly (readonly number[])[]) {
    this.width = width;
    this.#groupings = groupings.map((columns) => ({ columns, numbers: new Map() }));
  }

  get rows(): number {
    return this.#numbers.size;
  }

  groupOf(row: number, grouping: number): number {
    return this.groups[row * this.#groupings.length + grouping] as number;
  }

  /** By column, with each code replaced by its rank. */
  columns(ranks: Int32Array): Int32Array[] {
    return Array.from({ length: this.width }, (_, column) =>
      Int32Array.from(
        { length: this.rows },
        (_, row) => ranks[this.codes[row * this.width + column] as number] as number,
      ),
    );
  }

  groupColumns(): Int32Array[] {
    return this.#groupings.map((_, grouping) =>
      Int32Array.from({ length: this.rows }, (_, row) => this.groupOf(row, grouping)),
    );
  }

  /** The number here of each row of a batch, whose texts have these codes here. */
  numbersOf(batch: Int32Array, codes: Int32Array): Int32Array {
    const numbers = new Int32Array(batch.length / this.width);
    const row = new Array<number>(this.width).fill(0);
    for (let index = 0; index < numbers.length; index += 1) {
      for (let column = 0; column < this.width; column += 1) {
        const code = batch[index * this.width + column] as number;
        row[column] = code === 0 ? 0 : (codes[code - 1] as number);
      }
      numbers[index] = this.#numberOf(row);
    }
    return numbers;
  }

  #numberOf(row: readonly number[]): number {
    const key = row.join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(key, number);
    for (const code of row) this.codes.push(code);
    for (const { columns, numbers } of this.#groupings) {
      const group = columns.map((column) => row[column]).join();
      const grouped = numbers.get(group) ?? numbers.size;
      numbers.set(group, grouped);
      this.groups.push(grouped);
    }
    return number;
  }
}

/** As SQL compares texts: by code points, which differs from code units above the basic plane. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  const [first, second] = a < b ? [a, b] : [b, a];
  const isHigh = /[\ud800-\uffff]/;
  const sign = a < b ? -1 : 1;
  if (!isHigh.test(first) && !isHigh.test(second)) return sign;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
