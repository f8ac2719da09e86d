import type { SensitivePack } from './catalog/index.ts';
import type { CollectProgress } from './collect/sources.ts';
import { UserError } from './domain/errors.ts';
import { assess, deliver, type Question } from './pipeline.ts';
import { readTemplates } from './publish/template-files.ts';
import { writeFiles } from './publish/write-files.ts';
import type { Assessment } from './report/index.ts';

export type { CollectProgress } from './collect/sources.ts';

/** A run, complete: what is asked, of which evidence. */
export interface RunRequest extends Question {
  /** Files, folders and globs, as a person named them. */
  readonly authorizationDetails: readonly string[];
  readonly lastAccessed: readonly string[];
  readonly cloudTrail: readonly string[];
  readonly trails: readonly string[];
  /** A person's own categories of sensitive actions, beside the catalog's. */
  readonly packs: readonly SensitivePack[];
}

function requireEvidence(request: RunRequest): void {
  if (request.authorizationDetails.length === 0) {
    throw new UserError(
      'There are no grants to judge. Give --authorization-details a file with the output of ' +
        '`aws iam get-account-authorization-details`.',
    );
  }
  if (request.cloudTrail.length === 0 && request.lastAccessed.length === 0) {
    throw new UserError(
      'There is no evidence of use. Give --cloudtrail a folder of logs, --last-accessed the output of ' +
        '`aws iam get-service-last-accessed-details`, or both.',
    );
  }
}

/**
 * Reads the evidence and decides. `judge` stops at verdicts and findings; `propose` goes on to verified proposals.
 * @throws UserError when grants or evidence are missing or a path is wrong; SourceError when a source fails
 */
export async function decide(
  request: RunRequest,
  extent: 'judge' | 'propose',
  progress: ((progress: CollectProgress) => void) | null,
): Promise<Assessment> {
  requireEvidence(request);
  // DuckDB's library is 70 MB: only a command that reads evidence loads it.
  const [{ collect }, { loadCatalog }] = await Promise.all([
    import('./collect/index.ts'),
    import('./collect/catalog-files.ts'),
  ]);
  const sources = progress === null ? request : { ...request, progress };
  return assess(() => collect(sources), loadCatalog({ packs: request.packs }), request, extent);
}

/** Writes assessment.json, the reports and the policies into `folder`. */
export async function publish(assessment: Assessment, folder: string): Promise<void> {
  await deliver(assessment, readTemplates(), async (files) => writeFiles(folder, files));
}
