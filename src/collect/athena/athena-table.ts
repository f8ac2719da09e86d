import { UserError } from '../../domain/errors.ts';
import { type HiveType, parseHiveType } from './sql/hive-type.ts';

/** A table of the Glue catalog, as GetTableMetadata tells it. */
export interface TableMetadata {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly partitionKeys: readonly string[];
  /** Table properties, partition projection among them. */
  readonly properties: Readonly<Record<string, string>>;
}

export interface TableName {
  readonly database: string;
  readonly table: string;
}

/** Letters, digits, `_` and `-`: what Athena takes between double quotes, and nothing that could end them. */
const NAME = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,127}$/;

/**
 * `TABLE` or `DATABASE.TABLE`.
 * @throws UserError for anything else: a name is the one thing of a user that stands in a query's text.
 */
export function parseTableName(text: string, database: string): TableName {
  const [first = '', second, ...rest] = text.split('.');
  const name = second === undefined ? { database, table: first } : { database: first, table: second };
  if (rest.length > 0 || !NAME.test(name.table) || !NAME.test(name.database)) {
    throw new UserError(
      `"${text}" is no name of an Athena table. Give TABLE or DATABASE.TABLE, of letters, digits, _ and -.`,
    );
  }
  return name;
}

export function quoted({ database, table }: TableName): string {
  return `"${database}"."${table}"`;
}

/** Without these the facts would be wrong; the table of AWS's own documentation has them all. */
const NEEDED = [
  'additionaleventdata',
  'awsregion',
  'errorcode',
  'errormessage',
  'eventcategory',
  'eventid',
  'eventname',
  'eventsource',
  'eventtime',
  'eventtype',
  'eventversion',
  'recipientaccountid',
  'requestparameters',
  'resources.arn',
  'resources.type',
  'responseelements',
  'sharedeventid',
  'useragent',
  'useridentity.accesskeyid',
  'useridentity.accountid',
  'useridentity.arn',
  'useridentity.invokedby',
  'useridentity.principalid',
  'useridentity.sessioncontext.sessionissuer.accountid',
  'useridentity.sessioncontext.sessionissuer.arn',
  'useridentity.sessioncontext.sessionissuer.principalid',
  'useridentity.sessioncontext.sessionissuer.type',
  'useridentity.type',
];

/** Names of a partition by day, in the order of preference: that of AWS's documentation, then what else is usual. */
const DAY_KEYS = ['timestamp', 'day', 'date', 'dt'];

/** What of a table the queries use. */
export interface CloudTrailTable {
  readonly name: TableName;
  /** Columns and fields of structs it has, with dots, in lower case. */
  readonly paths: ReadonlySet<string>;
  readonly dayKey: string | null;
  readonly accountKey: string | null;
  readonly regionKey: string | null;
  readonly properties: Readonly<Record<string, string>>;
}

/** @throws UserError when it is not a table of CloudTrail logs with all the facts need */
export function cloudTrailTable(name: TableName, metadata: TableMetadata): CloudTrailTable {
  const paths = new Set(
    metadata.columns.flatMap((column) => pathsOf(column.name.toLowerCase(), parseHiveType(column.type))),
  );
  const missing = NEEDED.filter((path) => !paths.has(path));
  if (missing.length > 0) {
    throw new UserError(
      `${name.database}.${name.table} lacks ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ` and ${missing.length - 5} more` : ''}, ` +
        'which the review reads. Make a table with `paredown athena ddl`.',
    );
  }
  const keys = metadata.partitionKeys.map((key) => key.toLowerCase());
  const firstOf = (names: readonly string[]) => names.find((key) => keys.includes(key)) ?? null;
  return {
    name,
    paths,
    dayKey: firstOf(DAY_KEYS),
    accountKey: firstOf(['account', 'accountid', 'account_id']),
    regionKey: firstOf(['region']),
    properties: metadata.properties,
  };
}

function pathsOf(path: string, type: HiveType | null): string[] {
  if (type?.kind === 'array') return pathsOf(path, type.item);
  if (type?.kind !== 'struct') return [path];
  return [...type.fields].flatMap(([field, inner]) => pathsOf(`${path}.${field}`, inner));
}
