import { BIGINT, INTEGER, UHUGEINT, UINTEGER, VARCHAR } from '@duckdb/node-api';
import { WHAT_COLUMNS, WHO_COLUMNS } from './staged-row.ts';

const TYPES = { INTEGER, UINTEGER, BIGINT, UHUGEINT, VARCHAR } as const;
/** Columns of a table in the order rows are appended. UINTEGER: a word, that is the rank of a text among all texts. */
export type Columns = readonly (readonly [name: string, type: keyof typeof TYPES])[];

/** Rows that are alike, counted; none of them is on another side of the window. */
export const COUNTED: Columns = [
  ['who', 'INTEGER'],
  ['what', 'INTEGER'],
  ['calls', 'INTEGER'],
  ['first_ms', 'BIGINT'],
  ['last_ms', 'BIGINT'],
];
/** The same of what is left over, with the least event id: an example, which of all rows would be a third of the memory. */
export const COUNTED_LEFT: Columns = [...COUNTED, ['first_event', 'UHUGEINT']];
/** What each file shows of which day, in days since the epoch (-2^31 for no time), and how many of its rows are counted. */
export const DELIVERED: Columns = [
  ['place', 'INTEGER'],
  ['day', 'INTEGER'],
  ['file', 'INTEGER'],
  ['calls', 'INTEGER'],
];
/**
 * The rows that are not counted, because their event may have come twice or has a row in one of the next two tables;
 * `event` is of ids that are no UUID a hash, `event_ms` -2^62 for none.
 */
export const STAGED: Columns = [
  ['operation', 'INTEGER'],
  ['event', 'UHUGEINT'],
  ['event_ms', 'BIGINT'],
  ['who', 'INTEGER'],
  ['what', 'INTEGER'],
  ['file', 'INTEGER'],
];
/** Rows with a `sharedEventID`. */
export const SHARED_IDS: Columns = [
  ['operation', 'INTEGER'],
  ['event', 'UHUGEINT'],
  ['event_ms', 'BIGINT'],
  ['shared', 'UHUGEINT'],
];
/** Rows that issued a session whose access key somebody used. */
export const ISSUED: Columns = [
  ['who', 'INTEGER'],
  ['what', 'INTEGER'],
  ['issued_key', 'UINTEGER'],
];
/** Rows whose event id is no UUID, with its text and the place of the record; their `operation` is negative. */
export const ODD_IDS: Columns = [
  ['operation', 'INTEGER'],
  ['event', 'UHUGEINT'],
  ['text', 'VARCHAR'],
  ['file', 'INTEGER'],
  ['position', 'INTEGER'],
];
/** Files read, with what the S3 layout of their path tells; `records` as they stood in the file. */
export const FILES: Columns = [
  ['file', 'INTEGER'],
  ['input', 'INTEGER'],
  ['location', 'VARCHAR'],
  ['account', 'UINTEGER'],
  ['region', 'UINTEGER'],
  ['day', 'VARCHAR'],
  ['records', 'INTEGER'],
];
/** Of the window, in milliseconds since the epoch; the end is exclusive. */
export const BOUNDS: Columns = [
  ['start_ms', 'BIGINT'],
  ['end_ms', 'BIGINT'],
];
/** The words that queries name. */
export const WORDS: Columns = [
  ['code', 'UINTEGER'],
  ['text', 'VARCHAR'],
];
export const WORD_MACRO = 'CREATE MACRO word(given) AS (SELECT code FROM words WHERE text = given)';
export const NAMED_WORDS: readonly string[] = [
  '[]',
  '["many"]',
  'many',
  'denied',
  'Management',
  'outside-window',
  'before the window',
  'after the window',
];

/** Callers; those alike in principal and `via` are one `actor`. */
export const WHO_CODES: Columns = [
  ['who', 'INTEGER'],
  ['actor', 'INTEGER'],
  ...WHO_COLUMNS.map(([column]) => [column, 'UINTEGER'] as const),
];
/**
 * Calls. `operation` numbers account, source and name; `place` what coverage is told by; `deed` everything but the session
 * it issued.
 */
export const WHAT_CODES: Columns = [
  ['what', 'INTEGER'],
  ['operation', 'INTEGER'],
  ['place', 'INTEGER'],
  ['deed', 'INTEGER'],
  ...WHAT_COLUMNS.map(([column]) => [column, 'UINTEGER'] as const),
];
/** A table of codes with null for 0. */
export function withNulls(table: string, codes: Columns): string {
  const columns = codes.map(([name, type]) => (type === 'UINTEGER' ? `nullif(${name}, 0) AS ${name}` : name));
  return `CREATE TABLE ${table} AS SELECT ${columns.join(', ')} FROM ${table}_codes; DROP TABLE ${table}_codes`;
}

export function definitions(columns: Columns): string {
  return columns.map(([name, type]) => `${name} ${type}`).join(', ');
}

export function typesOf(columns: Columns) {
  return columns.map(([, type]) => TYPES[type]);
}
