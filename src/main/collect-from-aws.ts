import type { SensitivePack } from '../catalog/index.ts';
import type { AwsCollection } from '../collect/aws/collect-aws.ts';
import type { SnapshotEvidence } from '../collect/aws/snapshot/snapshot-evidence.ts';
import type { SnapshotFile } from '../collect/aws/snapshot/snapshot-schema.ts';
import type { Sources } from '../collect/sources.ts';
import type { Question } from '../pipeline.ts';
import { type SnapshotRequest, withEvidence } from './with-snapshot.ts';

/** What it is collected for. */
export interface AwsQuestion
  extends Question,
    Omit<Sources, 'eventHistory' | 'missing' | 'doneWithout'>,
    SnapshotRequest {
  readonly packs: readonly SensitivePack[];
}

/** What to collect; what for is said by the request. */
export interface AwsOrder
  extends Pick<AwsCollection, 'asOf' | 'accounts' | 'organization' | 'role' | 'profile' | 'fresh' | 'pace'> {
  /** Null: the caller's default. */
  readonly folder: string | null;
  readonly runId: string;
  readonly startedAt: string;
}

/**
 * Collects from AWS what a run of the request needs, into a snapshot folder.
 * @throws SourceError with exit code 5 when AWS does not accept the credentials
 */
export async function collectFromAws(
  order: AwsOrder,
  folder: string,
  request: AwsQuestion,
  progress: ((line: string) => void) | null,
): Promise<SnapshotFile> {
  const { collectAws } = await import('../collect/aws/collect-aws.ts');
  return collectAws({
    ...order,
    folder,
    environment: request.environment ?? {},
    regions: request.regions,
    scope: request.scope,
    eventHistory: request.useHistory !== false,
    windowDays: request.window.days,
    tool: request.tool,
    select: async (evidence, window) => principalsToJudge({ ...request, window }, evidence),
    ...(progress !== null && { progress }),
  });
}

/**
 * Everyone in scope, and who shares a policy with one: their use decides about the policy too. Who is an agent is told
 * by all evidence but the reports that are yet to be fetched.
 */
async function principalsToJudge(
  request: AwsQuestion,
  evidence: SnapshotEvidence,
): Promise<ReadonlySet<string>> {
  const [{ collect }, { loadCatalog }, { analyze }] = await Promise.all([
    import('../collect/index.ts'),
    import('../collect/catalog-files.ts'),
    import('../analyze/index.ts'),
  ]);
  const sources = { ...request, ...withEvidence(request, evidence) };
  // For everyone the grants tell who there is.
  const needed = request.scope === 'all' ? { ...sources, cloudTrail: [], lastAccessed: [] } : sources;
  const collected = await collect(needed);
  if (request.scope === 'all') return new Set(collected.principals.map(({ arn }) => arn));
  const options = { ...request, extent: 'sensitive' as const };
  const { principals } = analyze(collected, loadCatalog({ packs: request.packs }), options);
  return new Set(principals.map(({ principalArn }) => principalArn));
}
