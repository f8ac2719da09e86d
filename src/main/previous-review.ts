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

/**
 * The review before, from its folder.
 * @param asOf of the review that is made now
 * @throws UserError when the folder holds no assessment, or one of a later time
 */
export function readReview(folder: string, asOf: string): EarlierReview {
  const files = readFolder(folder);
  const file = files.get('assessment.json');
  if (file === undefined)
    throw new UserError(`${folder} holds no assessment.json: give the folder of the review before.`);
  const assessment = parseAssessment(file, join(folder, 'assessment.json'));
  if (assessment.asOf > asOf) {
    throw new UserError(
      `${folder} is of ${assessment.asOf}, later than this review (${asOf}): what changed since would be told the wrong way round. ` +
        'Give the folder of the review before, or another --as-of.',
    );
  }
  return {
    assessment,
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
