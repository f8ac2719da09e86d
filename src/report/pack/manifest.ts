import type { QueryRecord } from '../../domain/collected.ts';
import type { Assessment } from '../assessment-schema.ts';
import { sha256 } from '../sha256.ts';
import { compareBy } from '../view/severity.ts';
import { printJson } from '../view/visible.ts';
import type { FileDigest } from './file-digest.ts';
import { queryPath } from './query-files.ts';

export const MANIFEST = 'pack/manifest.json';

/**
 * The text of `pack/manifest.json`: SHA-256 and size in bytes of every file, and what they were made from. It lists
 * all but itself and the statement, which holds its hash.
 */
export function manifest(
  assessment: Assessment,
  files: readonly FileDigest[],
  queries: readonly QueryRecord[],
): string {
  const { tool, asOf, window, target, catalog, inputs, summary, population, coverage } = assessment;
  const failed = population.failed ?? [];
  return printJson({
    schemaVersion: 1,
    tool,
    asOf,
    window,
    target,
    arguments: assessment.arguments,
    catalog,
    inputs,
    queries: queries.map(({ name, sql, parameters, rows, sha256: resultSha256, execution }) => ({
      name,
      file: queryPath(name),
      textSha256: sha256(sql),
      parameters,
      rows,
      resultSha256,
      ...(execution !== undefined && { execution }),
    })),
    population: {
      total: population.total,
      judged: population.inScope - failed.length,
      failed,
      excluded: population.excluded,
    },
    coverage: {
      verdict: coverage.verdict,
      notes: coverage.notes,
      events: coverage.events,
      duplicates: coverage.duplicates,
      firstEvent: coverage.firstEvent,
      lastEvent: coverage.lastEvent,
      accounting: coverage.accounting,
    },
    previous: assessment.previous?.manifestSha256 ?? null,
    counts: summary,
    files: [...files].sort(compareBy(({ path }) => path)),
  });
}
