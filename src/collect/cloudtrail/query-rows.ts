import { createHash } from 'node:crypto';
import { BIGINT, DATE, type DuckDBResult, type DuckDBVector, UINTEGER } from '@duckdb/node-api';
import { isoDay } from '../files/aws-time.ts';

/** One row of an answer: words as text, days as `yyyy-mm-dd`, integers as numbers. */
export type QueryRow = Readonly<Record<string, unknown>>;

interface Column {
  readonly name: string;
  readonly isWide: boolean;
  readonly read: (vector: DuckDBVector, row: number) => unknown;
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
  const columns = result.columnNames().map((name, index): Column => {
    const { typeId } = result.columnType(index);
    const isWide = typeId === BIGINT.typeId;
    if (typeId === UINTEGER.typeId)
      return { name, isWide, read: (vector, row) => texts.at(vector.getItem(row)) };
    if (typeId === DATE.typeId) return { name, isWide, read: (vector, row) => dayOf(vector.getItem(row)) };
    return { name, isWide, read: (vector, row) => plain(vector.getItem(row)) };
  });
  const row: Record<string, unknown> = {};
  const hash = createHash('sha256');
  let rows = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    const vectors = columns.map((_, index) => chunk.getColumnVector(index));
    let lines = '';
    for (let index = 0; index < chunk.rowCount; index += 1) {
      let line = '';
      for (let column = 0; column < columns.length; column += 1) {
        const { name, isWide, read } = columns[column] as Column;
        const value = read(vectors[column] as DuckDBVector, index);
        row[name] = value;
        const json = texts.json(value);
        line += `${column === 0 ? '' : ','}${isWide && value !== null ? `"${json}"` : json}`;
      }
      lines += `[${line}]\n`;
      take(row);
    }
    hash.update(lines);
    rows += chunk.rowCount;
  }
  return { rows, sha256: hash.digest('hex') };
}

/** The words of a run by their code, which is one more than the index, and how they look in JSON. */
export class Words {
  readonly #texts: readonly string[];
  readonly #json = new Map<string, string>();

  constructor(texts: readonly string[]) {
    this.#texts = texts;
  }

  at(code: unknown): string | null {
    return code === null ? null : (this.#texts[(code as number) - 1] ?? null);
  }

  json(value: unknown): string {
    if (typeof value === 'number') return String(value);
    if (typeof value !== 'string') return 'null';
    const known = this.#json.get(value);
    if (known !== undefined) return known;
    const json = JSON.stringify(value);
    this.#json.set(value, json);
    return json;
  }
}

function plain(value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}

function dayOf(value: unknown): string | null {
  return value === null ? null : isoDay((value as { readonly days: number }).days);
}
