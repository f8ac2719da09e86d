import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { collectCloudTrail } from '../../src/collect/cloudtrail/collect-cloudtrail.ts';
import type { UsageFacts } from '../../src/domain/collected.ts';
import { readJsonReference } from '../support/read-json-reference.ts';
import { hasSharedData, sharedData } from '../support/shared-data.ts';

const SAMPLE = fileURLToPath(new URL('../../samples/cloudtrail', import.meta.url));
const EVER = { start: '1971-01-01T00:00:00Z', end: '2100-01-01T00:00:00Z', days: 47_117 };

/** The local engine against plain DuckDB, which reads the files and answers the relations by other SQL. */
describe('the local engine tells what read_json tells', () => {
  async function compare(folder: string): Promise<number> {
    const files = logsIn(folder);
    const { usage } = await collectCloudTrail(files, EVER);
    const reference = comparable(await readJsonReference(files, EVER));
    expect(comparable(usage)).toEqual(reference);
    return reference.activity.length;
  }

  it('of the sample', async () => {
    expect(await compare(SAMPLE)).toBeGreaterThan(3_000);
  });

  it.skipIf(!hasSharedData)('of the stratus and flaws logs', async () => {
    expect(await compare(sharedData('ct-stratus-detonation'))).toBeGreaterThan(50);
    expect(await compare(sharedData('ct-flaws-slice-umccr'))).toBeGreaterThan(50);
  });
});

/** Logs that hold records: DuckDB fails on the broken ones, and knows no file without records. */
function logsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.json(\.gz)?$/.test(name) && !/CloudTrail-(Digest|Insight)/.test(name))
    .map((name) => join(folder, name))
    .filter(isWhole)
    .sort();
}

function isWhole(file: string): boolean {
  try {
    const bytes = readFileSync(file);
    const json = JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')) as object;
    return Array.isArray(json) || ((json as { Records?: unknown[] }).Records?.length ?? 0) > 0;
  } catch {
    return false;
  }
}

/** Order is a matter of collation, and only the local engine knows files without records. */
function comparable({
  activity,
  sessions,
  sessionActivity = [],
  coverage,
  leftovers,
  accounting,
  ...span
}: UsageFacts) {
  const ordered = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort();
  return {
    activity: ordered(activity),
    sessions: ordered(sessions),
    sessionActivity: ordered(sessionActivity),
    coverage: ordered(coverage.filter(({ events }) => events > 0)),
    leftovers: ordered(leftovers),
    records: accounting.records,
    span: [span.firstEvent, span.lastEvent],
  };
}
