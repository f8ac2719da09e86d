import { readFileSync } from 'node:fs';
import { RESOURCE_CAP, SESSION_CAP } from '../cloudtrail/usage-facts.ts';
import type { CloudTrailTable } from './athena-table.ts';
import { chainSql, hopsSql } from './sql/chain-sql.ts';
import { logsSql } from './sql/logs-sql.ts';
import { recordSql, requestsUnseen } from './sql/record-sql.ts';

/** The relations that are asked, each by one query that reads the log once. */
export const RELATIONS = [
  'coverage',
  'totals',
  'activity',
  'sessions',
  'session-activity',
  'leftovers',
] as const;
export type Relation = (typeof RELATIONS)[number];

/** A query as Athena takes it: positional parameters, as literals. */
export interface AthenaQuery {
  readonly name: Relation;
  readonly sql: string;
  /** By name, for people; the same values as `values`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** In the order of the question marks. Texts stand in single quotes, as ExecutionParameters wants them. */
  readonly values: readonly string[];
}

export type QueryParameters = Readonly<
  Record<'from_day' | 'to_day' | 'from' | 'start' | 'end', string | bigint>
>;

/** What a relation selects from, in order: each a file of queries/athena. */
const BENEATH: Readonly<Record<Relation, readonly string[]>> = {
  coverage: ['staged', 'copies'],
  totals: ['staged', 'copies', 'events'],
  activity: ['staged', 'copies', 'events'],
  sessions: ['staged', 'copies', 'events', 'parts', 'issuances'],
  'session-activity': ['staged', 'copies', 'events', 'parts', 'issuances'],
  leftovers: ['staged', 'copies', 'events'],
};

/**
 * Relations that tell nothing of what requests hold. Copies of an event that differ in that alone are alike to them, so
 * that their queries need not look into requests at all, which is most of the work.
 */
const BLIND: readonly Relation[] = ['coverage', 'totals', 'leftovers'];

const CAPS: Readonly<Record<string, string>> = {
  resource_cap: String(RESOURCE_CAP),
  session_cap: String(SESSION_CAP),
};

/**
 * The text of a relation's query over a table. Every relation beneath is used once, because Trino reads a log again for
 * every use of a `WITH` name.
 */
export function relationQuery(
  name: Relation,
  table: CloudTrailTable,
  parameters: QueryParameters,
): AthenaQuery {
  const values: string[] = [];
  const named: Record<string, string> = {};
  // Athena allows parameters only in WHERE ("Use parameterized queries"), which is where the files have them.
  const bind = (template: string): string =>
    template.replace(/\$([a-z_]+)(?!")/g, (found, parameter: string) => {
      if (!Object.hasOwn(parameters, parameter)) return found;
      const value = parameters[parameter as keyof QueryParameters];
      named[parameter] = String(value);
      values.push(typeof value === 'bigint' ? String(value) : `'${value.replaceAll("'", "''")}'`);
      return '?';
    });
  const template = composed(name, BENEATH[name]).replace('{{logs}}', () => logsSql(table));
  // The first line tells the queries apart in Athena's history.
  const sql = `-- paredown ${name}\n${compiled(bind(template), name)}`;
  return { name, sql, parameters: named, values };
}

/** A relation over a table `staged` that is there, its parameters by name: for another engine to be compared with. */
export function relationOverStaged(name: Relation): string {
  return compiled(composed(name, BENEATH[name].slice(1)), name);
}

function composed(name: Relation, beneath: readonly string[]): string {
  const withs = beneath.map((file) => `"${file}" AS (\n${fileText(file)}\n)`);
  return `WITH ${withs.join(',\n')}\n${fileText(name)}`;
}

function compiled(template: string, name: Relation): string {
  const inserts: Readonly<Record<string, string>> = {
    ...recordSql(),
    ...(BLIND.includes(name) && requestsUnseen()),
    ...CAPS,
    chain: chainSql(),
    hops: hopsSql(),
  };
  return template.replace(/\{\{(\w+)\}\}/g, (_, insert: string) => {
    const text = inserts[insert];
    if (text === undefined) throw new Error(`queries/athena names {{${insert}}}, which nothing compiles`);
    return text;
  });
}

/** A file of queries/athena without its comments, which Athena's limit on the length of a query would count. */
function fileText(name: string): string {
  const text = readFileSync(new URL(`../../../queries/athena/${name}.sql`, import.meta.url), 'utf8');
  const lines = text.split('\n').filter((line) => !/^\s*--/.test(line));
  return lines.join('\n').trimEnd();
}
