import type { QueryRecord } from '../../domain/collected.ts';
import type { Assessment } from '../assessment-schema.ts';
import { digestOf, type FileDigest } from './file-digest.ts';
import { MANIFEST, manifest } from './manifest.ts';
import { queryFiles } from './query-files.ts';
import { PACK_README, packReadme } from './readme.ts';
import { STATEMENT, statement } from './statement.ts';

/** What of the evidence stands in the folder beside the report; the report only lists it. */
export interface PackEvidence {
  /** Packed facts and options, which may be compressed. */
  readonly files: readonly FileDigest[];
  readonly queries: readonly QueryRecord[];
}

export const NO_EVIDENCE: PackEvidence = { files: [], queries: [] };

/**
 * The files of `pack/` that follow from all the others, in an order in which each can hash those before it.
 * @param written the other files of the report, in their order
 */
export function packFiles(
  assessment: Assessment,
  written: readonly FileDigest[],
  evidence: PackEvidence = NO_EVIDENCE,
): ReadonlyMap<string, string> {
  const files = new Map([...queryFiles(evidence.queries), [PACK_README, packReadme()]]);
  const digests = [...files].map(([path, text]) => digestOf(path, text));
  const listed = [...evidence.files, ...written, ...digests];
  const manifestText = manifest(assessment, listed, evidence.queries);
  files.set(MANIFEST, manifestText);
  files.set(STATEMENT, statement(assessment, [...listed, digestOf(MANIFEST, manifestText)]));
  return files;
}
