import { RowNumbers } from './row-numbers.ts';
import type { StagedBatch } from './staged-batch.ts';
import { WHAT_COLUMNS, WHO_COLUMNS } from './staged-row.ts';

/** Of each kind of a batch the caller and the call. */
export interface Kinds {
  readonly who: Int32Array;
  readonly what: Int32Array;
}

/** Callers alike in their first columns are one actor; calls alike in what copies of one event share, one operation. */
const ACTOR = [0, 1, 2];
const LEFTOVER_REASON = WHO_COLUMNS.findIndex(([column]) => column === 'leftover_reason');
const columnsOf = (...names: string[]): number[] =>
  names.map((name) => WHAT_COLUMNS.findIndex(([column]) => column === name));
const OPERATION = columnsOf('account', 'event_source', 'event_name');
const PLACE = columnsOf('account', 'region', 'category', 'resource_type');
const DEED = WHAT_COLUMNS.flatMap(([name], column) => (name.startsWith('issued_') ? [] : [column]));

/** The callers and calls of all batches together, each once, over one dictionary of texts. */
export class RunDictionary {
  readonly texts: string[] = [];
  /** Rows of codes into `texts`, one more than the index, 0 for null; then the row's groups. */
  readonly whos: Grouped;
  readonly whats: Grouped;
  readonly #textCodes = new Map<string, number>();

  constructor() {
    this.whos = new Grouped(WHO_COLUMNS.length, [ACTOR]);
    this.whats = new Grouped(WHAT_COLUMNS.length, [OPERATION, PLACE, DEED]);
  }

  /** The caller and the call, by their numbers here, of each kind of the batch. */
  kindsOf({ texts, whos, whats, kinds }: StagedBatch): Kinds {
    const codes = Int32Array.from(texts, (text) => this.codeOf(text));
    const whoNumbers = this.whos.numbersOf(whos, codes);
    const whatNumbers = this.whats.numbersOf(whats, codes);
    const who = new Int32Array(kinds.length / 2);
    const what = new Int32Array(kinds.length / 2);
    for (let kind = 0; kind < who.length; kind += 1) {
      who[kind] = whoNumbers[kinds[2 * kind] as number] as number;
      what[kind] = whatNumbers[kinds[2 * kind + 1] as number] as number;
    }
    return { who, what };
  }

  /** What is alike in account, source and name: with id and time it makes two rows copies of one event. */
  operationOf(what: number): number {
    return this.whats.groupOf(what, 0);
  }

  /** What is alike in what coverage is told by. */
  placeOf(what: number): number {
    return this.whats.groupOf(what, 1);
  }

  /** Whether a caller stands for records that are nobody's use. */
  isLeftover(who: number): boolean {
    return this.whos.codeAt(who, LEFTOVER_REASON) !== 0;
  }

  /** Null when no batch has the text. */
  knownCodeOf(text: string): number | null {
    return this.#textCodes.get(text) ?? null;
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
    const texts = this.texts;
    // Almost every log is ASCII; where it is, the order of code units is that of code points.
    const compare = texts.some((text) => HIGH.test(text)) ? compareCodePoints : compareCodeUnits;
    const order = Int32Array.from(texts.keys()).sort((a, b) =>
      compare(texts[a] as string, texts[b] as string),
    );
    const ranks = new Int32Array(order.length + 1);
    for (const [rank, index] of order.entries()) ranks[index + 1] = rank + 1;
    return { texts: Array.from(order, (index) => this.texts[index] as string), ranks };
  }
}

/** Distinct rows of codes, numbered, each with the number of its group by some of its columns. */
class Grouped {
  readonly width: number;
  readonly #rows: RowNumbers;
  readonly #groupings: readonly {
    readonly columns: readonly number[];
    readonly numbers: RowNumbers;
    readonly ofRow: number[];
  }[];

  constructor(width: number, groupings: readonly (readonly number[])[]) {
    this.width = width;
    this.#rows = new RowNumbers(width);
    this.#groupings = groupings.map((columns) => ({
      columns,
      numbers: new RowNumbers(columns.length),
      ofRow: [],
    }));
  }

  get rows(): number {
    return this.#rows.rows;
  }

  codeAt(row: number, column: number): number {
    return this.#rows.at(row, column);
  }

  groupOf(row: number, grouping: number): number {
    return this.#groupings[grouping]?.ofRow[row] as number;
  }

  /** By column, with each code replaced by its rank. */
  columns(ranks: Int32Array): Int32Array[] {
    return Array.from({ length: this.width }, (_, column) => {
      const ranked = new Int32Array(this.rows);
      for (let row = 0; row < ranked.length; row += 1)
        ranked[row] = ranks[this.#rows.at(row, column)] as number;
      return ranked;
    });
  }

  groupColumns(): Int32Array[] {
    return this.#groupings.map(({ ofRow }) => Int32Array.from(ofRow));
  }

  /** The number here of each row of a batch, whose texts have these codes here. */
  numbersOf(batch: Int32Array, codes: Int32Array): Int32Array {
    const here = new Int32Array(batch.length);
    for (let index = 0; index < batch.length; index += 1) {
      const code = batch[index] as number;
      here[index] = code === 0 ? 0 : (codes[code - 1] as number);
    }
    const numbers = new Int32Array(batch.length / this.width);
    for (let index = 0; index < numbers.length; index += 1) {
      numbers[index] = this.#rows.numberOf(here, index * this.width);
      if (this.#rows.rows > (this.#groupings[0]?.ofRow.length ?? 0)) this.#group(numbers[index] as number);
    }
    return numbers;
  }

  /** Numbers the groups of the row just added. */
  #group(row: number): void {
    for (const { columns, numbers, ofRow } of this.#groupings)
      ofRow.push(numbers.numberOf(columns.map((column) => this.#rows.at(row, column))));
  }
}

/** Characters whose order among code units is not that among code points. */
const HIGH = /[\ud800-\uffff]/;

function compareCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a === b ? 0 : 1;
}

/** As SQL compares texts. */
function compareCodePoints(a: string, b: string): number {
  return HIGH.test(a) || HIGH.test(b)
    ? Buffer.compare(Buffer.from(a), Buffer.from(b))
    : compareCodeUnits(a, b);
}
