import { BIGINT, INTEGER, UHUGEINT, VARCHAR } from '@duckdb/node-api';
import { KIND_COLUMNS } from './staged-row.ts';

const TYPES = { INTEGER, BIGINT, UHUGEINT, VARCHAR } as const;
/** Columns of a table in the order rows are appended. */
export type Columns = readonly (readonly [name: string, type: keyof typeof TYPES])[];

/** One row per record; of ids that are no UUID the text is in `odd_ids`, `shared` is 0 and `event_ms` -2^62 for none. */
export const STAGED: Columns = [
  ['operation', 'INTEGER'],
  ['event', 'UHUGEINT'],
  ['shared', 'UHUGEINT'],
  ['event_ms', 'BIGINT'],
  ['kind', 'INTEGER'],
  ['file', 'INTEGER'],
  ['position', 'INTEGER'],
];
/** Files read, with what the S3 layout of their path tells; `records` as they stood in the file. */
export const FILES: Columns = [
  ['file', 'INTEGER'],
  ['input', 'INTEGER'],
  ['location', 'VARCHAR'],
  ['account', 'VARCHAR'],
  ['region', 'VARCHAR'],
  ['day', 'VARCHAR'],
  ['records', 'INTEGER'],
];
export const ODD_IDS: Columns = [
  ['event', 'UHUGEINT'],
  ['text', 'VARCHAR'],
];
export const TEXTS: Columns = [
  ['code', 'INTEGER'],
  ['text', 'VARCHAR'],
];
export const KIND_CODES: Columns = [
  ['kind', 'INTEGER'],
  ...KIND_COLUMNS.map(([column]) => [column, 'INTEGER'] as const),
];

/**
 * The table `kinds`: what rows have in common, in words. `place` numbers what coverage is told by, so that counting it
 * compares one integer.
 */
export const KINDS = `CREATE TABLE kinds AS
SELECT kind, dense_rank() OVER (ORDER BY account, region, category, resource_type)::INTEGER AS place,
  ${KIND_COLUMNS.map(([column]) => column).join(', ')}
FROM (
  SELECT kind, ${KIND_COLUMNS.map(([column]) => `of_${column}.text AS ${column}`).join(', ')}
  FROM kind_codes AS codes
  ${KIND_COLUMNS.map(([column]) => `LEFT JOIN texts AS of_${column} ON of_${column}.code = codes.${column}`).join('\n  ')}
)`;

export function definitions(columns: Columns): string {
  return columns.map(([name, type]) => `${name} ${type}`).join(', ');
}

export function typesOf(columns: Columns) {
  return columns.map(([, type]) => TYPES[type]);
}
