import { describe, expect, it } from 'vitest';
import {
  type CloudTrailTable,
  cloudTrailTable,
  parseTableName,
  type TableMetadata,
} from '../../../src/collect/athena/athena-table.ts';
import { projectedRegions, projectionGap } from '../../../src/collect/athena/projection.ts';
import { RELATIONS, relationQuery } from '../../../src/collect/athena/query-text.ts';
import { parseHiveType } from '../../../src/collect/athena/sql/hive-type.ts';
import { TABLE_COLUMNS } from '../../../src/collect/athena/table-columns.ts';
import { UserError } from '../../../src/domain/errors.ts';

const PARAMETERS = { from_day: "2026/01/01'; --", to_day: '2026/04/01', from: 1n, start: 2n, end: 3n };
/** Athena service quotas: the longest query, in bytes. */
const LONGEST_QUERY = 262_144;

function metadata(changes: Partial<TableMetadata> = {}): TableMetadata {
  return {
    columns: TABLE_COLUMNS.map(([name, type]) => ({ name, type })),
    partitionKeys: ['account', 'region', 'timestamp'],
    properties: {},
    ...changes,
  };
}

const NAME = { database: 'audit', table: 'cloudtrail_logs' };
const table = (changes: Partial<TableMetadata> = {}): CloudTrailTable =>
  cloudTrailTable(NAME, metadata(changes));

describe('relationQuery', () => {
  it.each(RELATIONS)('reads the log once for %s, within the length that Athena takes', (relation) => {
    const { sql } = relationQuery(relation, table(), PARAMETERS);
    // Trino reads a table again for every use of a WITH name.
    for (const name of ['staged', 'copies', 'events', 'parts', 'issuances']) {
      expect(
        sql.match(new RegExp(`(?:\\bFROM|\\bJOIN|,)\\s+\\(?${name}\\b`, 'g'))?.length ?? 0,
        name,
      ).toBeLessThanOrEqual(1);
    }
    expect(sql.match(/"audit"\."cloudtrail_logs"/g)).toHaveLength(1);
    expect(Buffer.byteLength(sql)).toBeLessThan(LONGEST_QUERY);
    expect(sql).not.toMatch(/\{\{|\$(from|to|start|end)\b/);
  });

  it.each(RELATIONS)('has parameters of %s in WHERE alone, bound in their order', (relation) => {
    const { sql, values, parameters } = relationQuery(relation, table(), PARAMETERS);
    const code = sql.replaceAll(/'(?:[^']|'')*'/g, "''");
    const places = [...code.matchAll(/\?/g)].map(({ index }) => code.slice(0, index));
    expect(places.length).toBe(values.length);
    for (const before of places) {
      const last = before.match(
        /\b(SELECT|FROM|WHERE|GROUP BY|ORDER BY|OVER)\b(?![\s\S]*\b(SELECT|FROM|WHERE|GROUP BY|ORDER BY|OVER)\b)/,
      );
      expect(last?.[1]).toBe('WHERE');
    }
    expect(values).toEqual(["'2026/01/01''; --'", "'2026/04/01'", '1', '3', '2']);
    expect(parameters).toMatchObject({ from_day: PARAMETERS.from_day, start: '2' });
  });

  it('asks a table without a partition by day for all of it', () => {
    const { sql, values } = relationQuery('coverage', table({ partitionKeys: [] }), PARAMETERS);
    expect(values).toEqual(['1', '3', '2']);
    expect(sql).toContain('CAST(NULL AS VARCHAR) AS path_account');
  });
});

describe('cloudTrailTable', () => {
  it('needs the columns that facts depend on, and does without the rest', () => {
    const without = (name: string) =>
      metadata({ columns: metadata().columns.filter((column) => column.name !== name) });
    expect(() => cloudTrailTable(NAME, without('eventcategory'))).toThrow(
      /lacks eventcategory, which the review reads/,
    );
    expect(() => cloudTrailTable(NAME, { ...metadata(), columns: [] })).toThrow(UserError);
    const { paths } = cloudTrailTable(NAME, without('managementevent'));
    expect(paths.has('managementevent')).toBe(false);
    expect(paths.has('useridentity.sessioncontext.sourceidentity')).toBe(true);
  });

  it('knows a partition by day under its usual names', () => {
    expect(table({ partitionKeys: ['Region', 'DAY'] })).toMatchObject({
      dayKey: 'day',
      regionKey: 'region',
      accountKey: null,
    });
  });
});

describe('parseTableName', () => {
  it('takes a table, alone or with its database', () => {
    expect(parseTableName('logs', 'default')).toEqual({ database: 'default', table: 'logs' });
    expect(parseTableName('a-b.logs_1', 'default')).toEqual({ database: 'a-b', table: 'logs_1' });
  });

  it.each(['', 'a.b.c', 'a"b', 'a b', "x'; DROP TABLE y", '.x', 'x.', 'a\n'])('refuses %j', (text) => {
    expect(() => parseTableName(text, 'default')).toThrow(UserError);
  });
});

describe('projection', () => {
  const projected = (properties: Record<string, string>) =>
    table({ properties: { 'projection.enabled': 'TRUE', ...properties } });

  it('tells what of the days asked for it leaves out', () => {
    const gap = (range: string) =>
      projectionGap(projected({ 'projection.timestamp.range': range }), '2026/01/01', '2026/04/01');
    expect(gap('2025/12/31,NOW')).toBeNull();
    expect(gap('2026/01/01, 2026/04/01')).toBeNull();
    expect(gap('2026/01/02,NOW')).toContain('starts at 2026/01/02');
    expect(gap('2025/01/01,2026/03/31')).toContain('ends at 2026/03/31');
    // Relative to now, which only Athena knows; what is missing then shows as days without events.
    expect(gap('NOW-3YEARS,NOW')).toBeNull();
    expect(projectionGap(table(), '2026/01/01', '2026/04/01')).toBeNull();
  });

  it('tells the regions the table covers', () => {
    expect(
      projectedRegions(projected({ 'projection.region.values': 'us-east-1, eu-west-1,us-east-1' })),
    ).toEqual(['eu-west-1', 'us-east-1']);
    expect(projectedRegions(projected({}))).toBeNull();
  });
});

describe('parseHiveType', () => {
  it('reads structs, lists and what is in them', () => {
    const type = parseHiveType('struct<A:string, b: array<struct<c:string>>, d:map<string,string>>');
    expect(type?.kind === 'struct' && [...type.fields.keys()]).toEqual(['a', 'b', 'd']);
    expect(parseHiveType('struct<a:string')).toBeNull();
    expect(parseHiveType('string')).toEqual({ kind: 'other', name: 'string' });
  });
});
