import { UserError } from '../../domain/errors.ts';
import { parseTableName } from './athena-table.ts';
import { TABLE_COLUMNS } from './table-columns.ts';

/** Where a trail delivers, and what of it a table covers. */
export interface TableOrder {
  /** `TABLE` or `DATABASE.TABLE`. */
  readonly table: string;
  readonly database: string;
  readonly bucket: string;
  /** Before `AWSLogs/`, as the trail has it; null = none. */
  readonly prefix: string | null;
  /** Of an organization trail, `o-...`; null = a trail of one account. */
  readonly organization: string | null;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  /** First day, `yyyy-mm-dd`. */
  readonly since: string;
}

/** What may stand in the statement, by field: nothing of it can end a text in it. */
const FORMS: Readonly<Record<'bucket' | 'prefix' | 'organization' | 'account' | 'region' | 'since', RegExp>> =
  {
    // Amazon S3 User Guide, "General purpose bucket naming rules".
    bucket: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    prefix: /^[A-Za-z0-9!_.*()/=-]{1,200}$/,
    // AWS Organizations API reference, Organization: Id.
    organization: /^o-[a-z0-9]{10,32}$/,
    account: /^\d{12}$/,
    region: /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/,
    since: /^\d{4}-\d{2}-\d{2}$/,
  };

/**
 * The statement that makes a table of CloudTrail logs with partition projection over account, region and day, so that a
 * query reads only the days it asks for and no partition has to be added (Athena User Guide, "Create the table for
 * CloudTrail logs in Athena using partition projection" and "Partition projection").
 *
 * @throws UserError that says what is not what it should be
 */
export function tableDdl(order: TableOrder): string {
  const { bucket, organization, accounts, regions, since } = order;
  const { database, table } = parseTableName(order.table, order.database);
  const prefix = order.prefix?.replace(/^\/+|\/+$/g, '') || null;
  check('bucket', bucket, 'a name of an S3 bucket');
  if (prefix !== null) check('prefix', prefix, 'a prefix of letters, digits and / ! _ . * ( ) = -');
  if (organization !== null) check('organization', organization, 'an organization id, o-...');
  for (const account of accounts) check('account', account, 'an account id of 12 digits');
  for (const region of regions) check('region', region, 'a region, e.g. eu-west-1');
  check('since', since, 'a day, yyyy-mm-dd');
  if (Number.isNaN(Date.parse(since))) throw new UserError(`"${since}" is no day of the calendar.`);
  if (accounts.length === 0)
    throw new UserError('Give --accounts: the accounts whose logs the table covers.');
  if (regions.length === 0) throw new UserError('Give --regions: all regions the trail records.');
  const folder = ['s3:/', bucket, prefix, 'AWSLogs', organization].filter((part) => part !== null).join('/');
  const properties = {
    'projection.enabled': 'true',
    'projection.account.type': 'enum',
    'projection.account.values': sorted(accounts),
    'projection.region.type': 'enum',
    'projection.region.values': sorted(regions),
    'projection.timestamp.type': 'date',
    'projection.timestamp.format': 'yyyy/MM/dd',
    'projection.timestamp.interval': '1',
    'projection.timestamp.interval.unit': 'DAYS',
    'projection.timestamp.range': `${since.replaceAll('-', '/')},NOW`,
    'storage.location.template': `${folder}/\${account}/CloudTrail/\${region}/\${timestamp}`,
  };
  return `CREATE EXTERNAL TABLE \`${database}\`.\`${table}\` (
${TABLE_COLUMNS.map(([name, type]) => `  ${name} ${type}`).join(',\n')}
)
PARTITIONED BY (
  \`account\` string,
  \`region\` string,
  \`timestamp\` string
)
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat'
OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
LOCATION '${folder}/'
TBLPROPERTIES (
${Object.entries(properties)
  .map(([key, value]) => `  '${key}' = '${value}'`)
  .join(',\n')}
)
`;
}

function check(form: keyof typeof FORMS, value: string, what: string): void {
  if (!FORMS[form].test(value)) throw new UserError(`"${value}" is not ${what}.`);
}

function sorted(values: readonly string[]): string {
  return [...new Set(values)].sort().join(',');
}
