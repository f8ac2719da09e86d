import { createHash } from 'node:crypto';
import {
  BIGINT,
  DATE,
  type DuckDBDataChunk,
  type DuckDBResult,
  type DuckDBType,
  UINTEGER,
} from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { isoDay } from '../files/aws-time.ts';

/** One row of an answer: words as text, days as `yyyy-mm-dd`, integers as numbers. */
export type QueryRow = Readonly<Record<string, unknown>>;

/** A column of one chunk. */
interface Column {
  value(row: number): unknown;
  /** As in the hashed line. */
  json(row: number): string;
}

export interface Answer {
  readonly rows: number;
  /** Of one JSON array of values a line, in column order, 64-bit integers as text; every query orders its rows. */
  readonly sha256: string;
}

/**
 * Reads an answer, `take` gets each row in turn, always in the same object: what it keeps it must copy. `texts` are the
 * words by code.
 */
export async function readRows(
  result: DuckDBResult,
  texts: Words,
  take: (row: QueryRow) => void,
): Promise<Answer> {
  const names = result.columnNames();
  const types = result.columnTypes();
  const row: Record<string, unknown> = Object.fromEntries(names.map((name) => [name, null]));
  const hash = createHash('sha256');
  let rows = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    const columns = types.map((type, index) => columnOf(chunk, index, type, texts));
    const count = chunk.rowCount;
    let lines = '';
    for (let index = 0; index < count; index += 1) {
      lines += '[';
      for (let column = 0; column < columns.length; column += 1) {
        const { value, json } = columns[column] as Column;
        row[names[column] as string] = value(index);
        lines += column === 0 ? json(index) : `,${json(index)}`;
      }
      lines += ']\n';
      take(row);
    }
    hash.update(lines);
    rows += count;
  }
  return { rows, sha256: hash.digest('hex') };
}

/** 32-bit words of the types that are read so. */
const WIDTHS: Readonly<Record<number, number>> = {
  [UINTEGER.typeId]: 1,
  [DATE.typeId]: 1,
  [BIGINT.typeId]: 2,
};

/** Integers are read as they lie in memory: a value at a time, through the library's objects, costs more than the query. */
function columnOf(chunk: DuckDBDataChunk, index: number, { typeId }: DuckDBType, texts: Words): Column {
  const words = WIDTHS[typeId];
  if (words === undefined) {
    const vector = chunk.getColumnVector(index);
    const value = (row: number): unknown => plain(vector.getItem(row));
    return { value, json: (row) => JSON.stringify(value(row) ?? null) };
  }
  const vector = duckdb.data_chunk_get_vector(chunk.chunk, index);
  const bytes = duckdb.vector_get_data(vector, chunk.rowCount * words * 4);
  const data = new Int32Array(bytes.buffer, bytes.byteOffset, chunk.rowCount * words);
  // A bit for each row, in words of 64; null: no value is.
  const validity: Uint8Array | null = duckdb.vector_get_validity(vector, Math.ceil(chunk.rowCount / 64) * 8);
  const isNull = (row: number): boolean =>
    validity !== null && (((validity[row >> 3] as number) >> (row & 7)) & 1) === 0;
  if (typeId === UINTEGER.typeId) {
    return {
      value: (row) => (isNull(row) ? null : texts.at(data[row] as number)),
      json: (row) => (isNull(row) ? 'null' : texts.json(data[row] as number)),
    };
  }
  if (typeId === DATE.typeId) {
    const value = (row: number): string | null => (isNull(row) ? null : isoDay(data[row] as number));
    return { value, json: (row) => (isNull(row) ? 'null' : `"${value(row)}"`) };
  }
  const value = (row: number): number =>
    (data[2 * row + 1] as number) * 2 ** 32 + ((data[2 * row] as number) >>> 0);
  return {
    value: (row) => (isNull(row) ? null : value(row)),
    json: (row) => (isNull(row) ? 'null' : `"${value(row)}"`),
  };
}

/** The words of a run by their code, which is one more than the index, and how they look in JSON. */
export class Words {
  readonly #texts: readonly string[];
  readonly #json: string[] = [];

  constructor(texts: readonly string[]) {
    this.#texts = texts;
  }

  at(code: number): string | null {
    return this.#texts[code - 1] ?? null;
  }

  json(code: number): string {
    const known = this.#json[code];
    if (known !== undefined) return known;
    const json = JSON.stringify(this.at(code));
    this.#json[code] = json;
    return json;
  }
}

function plain(value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}
