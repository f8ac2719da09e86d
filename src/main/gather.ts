import type { Catalog } from '../domain/catalog.ts';
import type { Collected } from '../domain/collected.ts';
import { UserError } from '../domain/errors.ts';
import type { CollectProgress, RunRequest } from '../main.ts';
import { withSnapshot } from './with-snapshot.ts';

/** Grants and logs, for commands that need what calls were about and not only verdicts. */
export async function gather(
  asked: RunRequest,
  progress: ((progress: CollectProgress) => void) | null,
): Promise<{ readonly collected: Collected; readonly catalog: Catalog }> {
  const request = await withSnapshot(asked);
  if (
    request.authorizationDetails.length === 0 ||
    (request.cloudTrail.length === 0 && request.athena === undefined)
  ) {
    throw new UserError(
      'Give --authorization-details (the policies) and --cloudtrail (the calls), or a paredown.yaml that names them: ' +
        'an assessment.json does not hold what each session called.',
    );
  }
  // DuckDB's library is 70 MB: only a command that reads evidence loads it.
  const [{ collect }, { loadCatalog }] = await Promise.all([
    import('../collect/index.ts'),
    import('../collect/catalog-files.ts'),
  ]);
  const collected = await collect(progress === null ? request : { ...request, progress });
  return { collected, catalog: loadCatalog({ packs: request.packs }) };
}
