import type { DuckDBConnection } from '@duckdb/node-api';
import { ColumnAppender } from './column-appender.ts';
import type { IssuedKeys } from './row-stager.ts';
import type { RunDictionary } from './run-dictionary.ts';
import {
  type Columns,
  definitions,
  ISSUED,
  typesOf,
  WHAT_CODES,
  WHO_CODES,
  withNulls,
} from './staging-tables.ts';

/** Writes the tables `whos` and `whats`, with codes turned to ranks. */
export async function writeDictionary(
  connection: DuckDBConnection,
  dictionary: RunDictionary,
  ranks: Int32Array,
): Promise<void> {
  for (const [table, rows, columns] of [
    ['whos', dictionary.whos, WHO_CODES],
    ['whats', dictionary.whats, WHAT_CODES],
  ] as const) {
    await write(connection, `${table}_codes`, columns, rows.rows, [
      numbersTo(rows.rows),
      ...rows.groupColumns(),
      ...rows.columns(ranks),
    ]);
    await connection.run(withNulls(table, columns));
  }
}

/** Writes the table `issued`, without the keys that no caller has. */
export async function writeIssued(
  connection: DuckDBConnection,
  dictionary: RunDictionary,
  ranks: Int32Array,
  issued: readonly IssuedKeys[],
): Promise<void> {
  const columns: [who: number[], what: number[], rank: number[]] = [[], [], []];
  for (const { who, what, keys } of issued) {
    for (const [index, key] of (JSON.parse(keys) as string[]).entries()) {
      const code = dictionary.knownCodeOf(key);
      if (code === null) continue;
      columns[0].push(who[index] as number);
      columns[1].push(what[index] as number);
      columns[2].push(ranks[code] as number);
    }
  }
  await write(
    connection,
    'issued',
    ISSUED,
    columns[0].length,
    columns.map((column) => Int32Array.from(column)),
  );
}

async function write(
  connection: DuckDBConnection,
  table: string,
  columns: Columns,
  rows: number,
  values: readonly Int32Array[],
): Promise<void> {
  await connection.run(`CREATE TABLE ${table} (${definitions(columns)})`);
  const appender = new ColumnAppender(await connection.createAppender(table), typesOf(columns));
  appender.append(values, rows);
  appender.close();
}

function numbersTo(end: number): Int32Array {
  const numbers = new Int32Array(end);
  for (let number = 0; number < end; number += 1) numbers[number] = number;
  return numbers;
}
