import { TABLE_COLUMNS } from '../../../src/collect/athena/table-columns.ts';
import { askTrino } from './trino-client.ts';

/** Members that the CloudTrail input format hands over as JSON text (Athena User Guide, "CloudTrail SerDe"). */
const AS_TEXT = new Set([
  'requestparameters',
  'responseelements',
  'additionaleventdata',
  'serviceeventdetails',
]);
/** Characters of JSON in one INSERT, below Trino's limit on a query. */
const BATCH = 300_000;

export interface LoggedRecord {
  readonly record: Readonly<Record<string, unknown>>;
  /** Path of the file it stands in, and what a partition of the S3 layout says. */
  readonly file: string;
  readonly account?: string | null;
  readonly region?: string | null;
  readonly day?: string;
}

/** A table like the one `paredown athena ddl` makes, in Trino's memory, with the records as the SerDe reads them. */
export async function loadTable(
  address: string,
  table: string,
  records: readonly LoggedRecord[],
): Promise<void> {
  const columns = TABLE_COLUMNS.map(([name, type]) => [name, trinoType(type)] as const);
  const all = [
    ...columns,
    ...['$path', 'account', 'region', 'timestamp'].map((name) => [name, 'varchar'] as const),
  ];
  await askTrino(address, `DROP TABLE IF EXISTS "${table}"`);
  await askTrino(
    address,
    `CREATE TABLE "${table}" (${all.map(([name, type]) => `"${name}" ${type}`).join(', ')})`,
  );
  const rows = records.map(({ record, file, account, region, day }) => {
    const members = new Map(Object.entries(record).map(([key, value]) => [key.toLowerCase(), value]));
    const values = columns.map(([name]) => asRead(members.get(name), AS_TEXT.has(name)));
    return [...values, file, account ?? '', region ?? '', day ?? '2026/01/01'];
  });
  const type = `ARRAY(ROW(${all.map(([name, kind]) => `"${name}" ${kind}`).join(', ')}))`;
  let [batch, length]: [string[], number] = [[], 0];
  const flush = async () => {
    if (batch.length === 0) return;
    const json = `[${batch.join(',')}]`.replaceAll("'", "''");
    await askTrino(
      address,
      `INSERT INTO "${table}" SELECT * FROM UNNEST(CAST(json_parse('${json}') AS ${type}))`,
    );
    [batch, length] = [[], 0];
  };
  for (const row of rows) {
    const text = JSON.stringify(row);
    if (length + text.length > BATCH) await flush();
    batch.push(text);
    length += text.length;
  }
  await flush();
}

/** Scalars become text, names of members lower case, what has no fixed form JSON text. */
function asRead(value: unknown, isText: boolean): unknown {
  if (value === undefined || value === null) return null;
  if (isText) return JSON.stringify(value);
  if (Array.isArray(value)) return value.map((item) => asRead(item, false));
  if (typeof value !== 'object') return String(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key.toLowerCase(), asRead(member, false)]),
  );
}

function trinoType(type: string): string {
  return type
    .replace(/\s+/g, ' ')
    .replaceAll('struct<', 'row(')
    .replaceAll('array<', 'array(')
    .replaceAll('map<string,string>', 'map(varchar,varchar)')
    .replaceAll('>', ')')
    .replaceAll(/(\w+): /g, '"$1" ')
    .replaceAll('string', 'varchar');
}
