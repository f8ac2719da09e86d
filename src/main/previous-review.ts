import { join } from 'node:path';
import { UserError } from '../domain/errors.ts';
import type { PreviousReview } from '../domain/review.ts';
import { readFolder } from '../publish/read-folder.ts';
import { type Assessment, compare, parseAssessment } from '../report/index.ts';

/** An earlier review as its folder has it. */
export interface EarlierReview {
  readonly assessment: Assessment;
  readonly manifestSha256: string | null;
}

/** @throws UserError when the folder holds no assessment */
export function readReview(folder: string): EarlierReview {
  const files = readFolder(folder);
  const file = files.get('assessment.json');
  if (file === undefined)
    throw new UserError(`${folder} holds no assessment.json: give the folder of the review before.`);
  return {
    assessment: parseAssessment(file, join(folder, 'assessment.json')),
    manifestSha256: files.get('pack/manifest.json')?.sha256 ?? null,
  };
}

/** What changed since, for the report of the newer review. */
export const previousReview = (
  { assessment, manifestSha256 }: EarlierReview,
  newer: Assessment,
): PreviousReview => ({
  manifestSha256,
  asOf: assessment.asOf,
  changes: compare(assessment, newer).changes,
});
