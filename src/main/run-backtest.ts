import { backtest } from '../backtest/index.ts';
import type { SensitivePack } from '../catalog/index.ts';
import type { CollectProgress, Sources } from '../collect/sources.ts';
import type { Backtest } from '../domain/backtest.ts';
import { UserError } from '../domain/errors.ts';
import type { Target } from '../domain/recommendation.ts';
import type { Question } from '../pipeline.ts';
import { type SnapshotRequest, withSnapshot } from './with-snapshot.ts';

export interface BacktestRequest
  extends Sources,
    SnapshotRequest,
    Pick<Question, 'scope' | 'regions' | 'agents' | 'breakGlassTags'> {
  readonly packs: readonly SensitivePack[];
  /** A day `yyyy-mm-dd`, or the fraction of the history that comes before the cut. */
  readonly split: string | number;
  readonly windows: readonly number[];
  readonly targets: readonly Target[];
}

/** All there is before the end of the request's window: the history is as long as the log. */
const LONG_AGO = '1970-01-01T00:00:00Z';

/**
 * Tests proposals against the log's own later part.
 * @throws UserError when grants or logs are missing or the split does not fit; SourceError when a source fails
 */
export async function runBacktest(
  asked: BacktestRequest,
  progress: ((progress: CollectProgress) => void) | null,
): Promise<Backtest> {
  const request = await withSnapshot(asked);
  if (request.authorizationDetails.length === 0 || request.cloudTrail.length === 0) {
    throw new UserError(
      'A backtest replays the log on the policies: give --authorization-details and --cloudtrail.',
    );
  }
  const [{ collect }, { loadCatalog }] = await Promise.all([
    import('../collect/index.ts'),
    import('../collect/catalog-files.ts'),
  ]);
  const { end } = request.window;
  const days = Math.ceil((Date.parse(end) - Date.parse(LONG_AGO)) / 86_400_000);
  const sources = { ...request, window: { start: LONG_AGO, end, days } };
  const collected = await collect(progress === null ? sources : { ...sources, progress });
  return backtest(collected, loadCatalog({ packs: request.packs }), request);
}
