import {
  BIGINT,
  type DuckDBAppender,
  DuckDBDataChunk,
  type DuckDBType,
  INTEGER,
  UHUGEINT,
  UINTEGER,
} from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';

/** Rows a data chunk holds (DuckDB's vector size). */
const CHUNK_ROWS = 2048;
const WORDS: Readonly<Record<number, number>> = {
  [INTEGER.typeId]: 1,
  [UINTEGER.typeId]: 1,
  [BIGINT.typeId]: 2,
  [UHUGEINT.typeId]: 4,
};

/** Appends columns of integers as they lie in memory: a value at a time costs more than reading the log. */
export class ColumnAppender {
  readonly #appender: DuckDBAppender;
  readonly #types: readonly DuckDBType[];
  readonly #chunk: DuckDBDataChunk;

  constructor(appender: DuckDBAppender, types: readonly DuckDBType[]) {
    this.#appender = appender;
    this.#types = types;
    this.#chunk = DuckDBDataChunk.create(types);
  }

  /** Columns of the given types without nulls; wider ones as 32-bit words, the lowest first. */
  append(columns: readonly (Int32Array | Uint32Array)[], rows: number): void {
    for (let start = 0; start < rows; start += CHUNK_ROWS) {
      const count = Math.min(CHUNK_ROWS, rows - start);
      this.#chunk.reset();
      this.#chunk.rowCount = count;
      for (const [index, column] of columns.entries()) {
        const width = WORDS[this.#types[index]?.typeId ?? -1] ?? 1;
        duckdb.copy_data_to_vector(
          duckdb.data_chunk_get_vector(this.#chunk.chunk, index),
          0,
          column.buffer as ArrayBuffer,
          column.byteOffset + start * width * 4,
          count * width * 4,
        );
      }
      this.#appender.appendDataChunk(this.#chunk);
    }
  }

  close(): void {
    this.#appender.closeSync();
  }
}
