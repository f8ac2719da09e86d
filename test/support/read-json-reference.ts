import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance, listValue } from '@duckdb/node-api';
import { factsOf } from '../../src/collect/athena/facts-of-rows.ts';
import { RELATIONS, relationOverStaged } from '../../src/collect/athena/query-text.ts';
import { readLogPath } from '../../src/collect/cloudtrail/log-path.ts';
import { stageRecord } from '../../src/collect/cloudtrail/stage-record.ts';
import type { StagedRow } from '../../src/collect/cloudtrail/staged-row.ts';
import type { UsageFacts } from '../../src/domain/collected.ts';
import type { Window } from '../../src/domain/window.ts';

/** Members of a record that facts are made of; each as JSON, so that nothing of its form is lost. */
const MEMBERS = [
  'eventVersion',
  'userIdentity',
  'eventSource',
  'eventName',
  'awsRegion',
  'userAgent',
  'errorCode',
  'errorMessage',
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'resources',
  'eventType',
  'recipientAccountId',
  'eventCategory',
  'managementEvent',
];
const TIMED = ['eventTime TIMESTAMP', 'eventID VARCHAR', 'sharedEventID VARCHAR'];
/** As staged rows name them, in the order of the columns that queries/athena/staged.sql answers. */
const STAGED: readonly (readonly [column: string, field: keyof StagedRow])[] = [
  ['account', 'account'],
  ['region', 'region'],
  ['category', 'category'],
  ['resource_type', 'resourceType'],
  ['event_source', 'eventSource'],
  ['event_name', 'eventName'],
  ['principal_arn', 'principalArn'],
  ['principal_id', 'principalId'],
  ['outcome', 'outcome'],
  ['features', 'features'],
  ['resources', 'resources'],
  ['via', 'via'],
  ['session_name', 'sessionName'],
  ['source_identity', 'sourceIdentity'],
  ['access_key_id', 'accessKeyId'],
  ['user_agent_family', 'userAgentFamily'],
  ['issued_key', 'issuedKey'],
  ['issued_tags', 'issuedTags'],
  ['leftover_reason', 'leftoverReason'],
  ['leftover_key', 'leftoverKey'],
];

/**
 * Usage facts by plain DuckDB: `read_json` with explicit columns reads the files, SQL finds the kinds of records,
 * `stageRecord` reduces each kind, and the relations of queries/athena run over them in DuckDB's dialect. It shares
 * neither the scanner nor the SQL of the local engine, which is held to it. Files are `{"Records": [...]}` or bare lists,
 * every record has an eventID and a time in CloudTrail's form.
 */
export async function readJsonReference(files: readonly string[], window: Window): Promise<UsageFacts> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  try {
    await connection.run(DIALECT);
    await connection.run(
      `CREATE TABLE records (file VARCHAR, event VARCHAR, shared VARCHAR, event_ms BIGINT, kind VARCHAR)`,
    );
    const bare = files.filter(isBare);
    const wrapped = files.filter((file) => !isBare(file));
    const struct = `STRUCT(${[...TIMED, ...MEMBERS.map((name) => `${name} JSON`)].join(', ')})`;
    const kind = `to_json({${MEMBERS.map((name) => `${name}: r.${name}`).join(', ')}})::VARCHAR`;
    for (const [list, column, options] of [
      [wrapped, 'Records', 'records = true'],
      // A bare list is one value, which DuckDB calls json.
      [bare, 'json', 'records = false'],
    ] as const) {
      if (list.length === 0) continue;
      await connection.run(
        `INSERT INTO records
         SELECT filename, r.eventID, r.sharedEventID, epoch_ms(r.eventTime), ${kind}
         FROM (SELECT filename, unnest(${column}) AS r FROM read_json($files, format = 'unstructured', ${options},
           auto_detect = false, filename = true, maximum_object_size = 67108864, columns = {${column}: '${struct}[]'}))`,
        { files: listValue([...list]) },
      );
    }
    await connection.run(
      `CREATE TABLE kinds (file VARCHAR, kind VARCHAR, ${STAGED.map(([name]) => `${name} VARCHAR`).join(', ')})`,
    );
    const kinds = (await connection.runAndReadAll('SELECT DISTINCT file, kind FROM records')).getRowsJS();
    const appender = await connection.createAppender('kinds');
    for (const [file, kind] of kinds as string[][]) {
      const members = JSON.parse(kind ?? '') as Record<string, unknown>;
      const present = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
      const place = readLogPath(file ?? '');
      const staged = stageRecord({ ...present, eventTime: '2000-01-01T00:00:00Z', eventID: 'any' }, place);
      if (staged.kind !== 'row') throw new Error(`${file}: ${staged.reason}`);
      appender.appendVarchar(file ?? '');
      appender.appendVarchar(kind ?? '');
      for (const [, field] of STAGED) {
        const value = staged.row[field];
        if (value === null) appender.appendNull();
        else appender.appendVarchar(String(value));
      }
      appender.endRow();
    }
    appender.closeSync();
    const columns = STAGED.map(([name]) => `kinds.${name}`).join(', ');
    await connection.run(
      `CREATE VIEW staged AS SELECT records.file, event, nullif(shared, '') AS shared, event_ms, ${columns}
       FROM records JOIN kinds USING (file, kind)`,
    );
    const bounds = { start: BigInt(Date.parse(window.start)), end: BigInt(Date.parse(window.end)) };
    const answers: Record<string, Record<string, string | null>[]> = {};
    for (const relation of RELATIONS) {
      const sql = inDuckDb(relationOverStaged(relation)).replaceAll('$start', String(bounds.start));
      const rows = (await connection.runAndReadAll(sql)).getRowObjectsJS();
      answers[relation] = rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name, value === null ? null : String(value)]),
        ),
      );
    }
    const { left: _, ...facts } = factsOf(answers);
    return facts;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function isBare(file: string): boolean {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).subarray(0, 100).toString('utf8');
  return text.trimStart().startsWith('[');
}

/** Functions of Trino as macros. */
const DIALECT = `
  CREATE MACRO iff(condition, yes) AS (CASE WHEN condition THEN yes END), (condition, yes, no) AS (CASE WHEN condition THEN yes ELSE no END);
  CREATE MACRO json_format(json) AS json::VARCHAR;
`;

/** What DuckDB writes in other words than Trino. */
function inDuckDb(sql: string): string {
  return sql
    .replaceAll(/\bIF\(/g, 'iff(')
    .replaceAll(/date_add\('day', (.*?), DATE '1970-01-01'\)/g, "(DATE '1970-01-01' + ($1)::INTEGER)")
    .replaceAll('event_ms / 86400000', 'event_ms // 86400000')
    .replaceAll(/AS ROW\(([^)]*)\)/g, 'AS STRUCT($1)')
    .replaceAll('arbitrary(', 'any_value(')
    .replaceAll(
      /element_at\(filter\(chain, issuer -> (.*?)\), -1\)/g,
      'list_filter(chain, lambda issuer: $1)[-1]',
    )
    .replaceAll(
      /json_format\(CAST\(transform\(CAST\(json_parse\(chain\[1\]\.tags\).*?\) AS JSON\)\)/gs,
      `to_json(list_transform(from_json(chain[1].tags, '[["VARCHAR"]]'), lambda tag: tag[1]))::VARCHAR`,
    )
    .replaceAll(
      /CROSS JOIN UNNEST\(ARRAY\['call', 'issuance'\]\) AS parts\(part\)/g,
      "CROSS JOIN (VALUES ('call'), ('issuance')) AS parts(part)",
    );
}
