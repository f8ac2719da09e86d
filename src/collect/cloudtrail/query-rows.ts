import {
  BIGINT,
  DATE,
  type DuckDBDataChunk,
  type DuckDBResult,
  type DuckDBType,
  INTEGER,
  UINTEGER,
  VARCHAR,
} from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { isoDay } from '../files/aws-time.ts';
import { AnswerHash, type ColumnHash } from './answer-hash.ts';

/** One row of an answer: words as text, days as `yyyy-mm-dd`, integers as numbers. */
export type QueryRow = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly rows: number;
  readonly sha256: string;
}

type Value = string | number | null;
/** The values of one column of a chunk, which it also adds to the hash; always in the same list. */
type ReadColumn = (chunk: DuckDBDataChunk) => readonly Value[];
/** Words of 32 bits that the numbers of an answer have. */
const WIDTHS: Readonly<Record<number, number>> = {
  [INTEGER.typeId]: 1,
  [DATE.typeId]: 1,
  [BIGINT.typeId]: 2,
};

/**
 * Reads an answer, `take` gets each row in turn, always in the same object: what it keeps it must copy. `texts` are the
 * words by code, which is one more than the index.
 */
export async function readRows(
  result: DuckDBResult,
  texts: readonly string[],
  take: (row: QueryRow) => void,
): Promise<Answer> {
  const names = result.columnNames();
  const hash = new AnswerHash(names);
  const readers = result.columnTypes().map((type, index) => readerOf(type, index, hash.column(index), texts));
  const row: Record<string, Value> = Object.fromEntries(names.map((name) => [name, null]));
  let rows = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    const columns = readers.map((read) => read(chunk));
    const count = chunk.rowCount;
    for (let index = 0; index < count; index += 1) {
      for (let column = 0; column < columns.length; column += 1)
        row[names[column] as string] = (columns[column] as readonly Value[])[index] as Value;
      take(row);
    }
    rows += count;
  }
  return { rows, sha256: hash.digest() };
}

/** Integers are read as they lie in memory: a value at a time, through the library's objects, costs more than the query. */
function readerOf(
  { typeId }: DuckDBType,
  column: number,
  hash: ColumnHash,
  texts: readonly string[],
): ReadColumn {
  if (typeId === UINTEGER.typeId) {
    const values: Value[] = [];
    return (chunk) => {
      const codes = integersOf(chunk, column, 1).slice();
      eachNull(chunk, column, (row) => {
        codes[row] = 0;
      });
      hash.addTexts(codes, texts);
      for (let row = 0; row < codes.length; row += 1) {
        const code = codes[row] as number;
        values[row] = code === 0 ? null : (texts[code - 1] as string);
      }
      return values;
    };
  }
  const width = WIDTHS[typeId];
  if (width !== undefined) {
    const isDay = typeId === DATE.typeId;
    const values: Value[] = [];
    return (chunk) => {
      const words = integersOf(chunk, column, width);
      const numbers = new Float64Array(chunk.rowCount);
      for (let row = 0; row < numbers.length; row += 1) {
        numbers[row] =
          width === 1
            ? (words[row] as number)
            : (words[2 * row + 1] as number) * 2 ** 32 + ((words[2 * row] as number) >>> 0);
      }
      eachNull(chunk, column, (row) => {
        numbers[row] = Number.NaN;
      });
      hash.addNumbers(numbers);
      for (let row = 0; row < numbers.length; row += 1) {
        const number = numbers[row] as number;
        values[row] = Number.isNaN(number) ? null : isDay ? isoDay(number) : number;
      }
      return values;
    };
  }
  if (typeId !== VARCHAR.typeId)
    throw new Error(`column ${column} of an answer has a type of number ${typeId}`);
  return (chunk) => {
    const vector = chunk.getColumnVector(column);
    const values = Array.from({ length: chunk.rowCount }, (_, row) => vector.getItem(row) as string | null);
    hash.addStrings(values);
    return values;
  };
}

/** The integers of a column, each of this many words of 32 bits, the lowest first. What stands at a null is undefined. */
function integersOf(chunk: DuckDBDataChunk, column: number, width: number): Int32Array {
  const vector = duckdb.data_chunk_get_vector(chunk.chunk, column);
  const bytes = duckdb.vector_get_data(vector, chunk.rowCount * width * 4);
  return new Int32Array(bytes.buffer, bytes.byteOffset, chunk.rowCount * width);
}

function eachNull(chunk: DuckDBDataChunk, column: number, take: (row: number) => void): void {
  const vector = duckdb.data_chunk_get_vector(chunk.chunk, column);
  // A bit for each row, in words of 64, set where there is a value; null: every row has one.
  const validity: Uint8Array | null = duckdb.vector_get_validity(vector, Math.ceil(chunk.rowCount / 64) * 8);
  if (validity === null) return;
  const count = chunk.rowCount;
  for (let row = 0; row < count; row += 1)
    if ((((validity[row >> 3] as number) >> (row & 7)) & 1) === 0) take(row);
}
