import { basename, dirname } from 'node:path';
import type { SensitivePack } from './catalog/index.ts';
import type { AthenaSource } from './collect/athena/athena-source.ts';
import type { CollectProgress } from './collect/sources.ts';
import type { Collected } from './domain/collected.ts';
import { UserError } from './domain/errors.ts';
import type { ReviewAnswers } from './domain/review.ts';
import { type Evidence, listed, packEvidence, readEvidence } from './main/evidence.ts';
import { previousReview, readReview } from './main/previous-review.ts';
import { withSnapshot } from './main/with-snapshot.ts';
import { assess, deliver, type Question, type StageListener, type Validator } from './pipeline.ts';
import { earlierFiles } from './publish/earlier-files.ts';
import { removeStale } from './publish/remove-stale.ts';
import { readTemplates } from './publish/template-files.ts';
import { requireFolder, writeEach, writeFiles } from './publish/write-files.ts';
import { type Assessment, type Comparison, comparisonFiles, withReview } from './report/index.ts';

export { type TableOrder, tableDdl } from './collect/athena/table-ddl.ts';
export type { CollectProgress } from './collect/sources.ts';
export { type AwsOrder, collectFromAws } from './main/collect-from-aws.ts';
export { openPullRequests, type Proposal, planPullRequests } from './main/pull-requests.ts';
export { type BacktestRequest, runBacktest } from './main/run-backtest.ts';
export { verifyPack } from './main/verify-pack.ts';
export type { StageListener } from './pipeline.ts';

/** A run, complete: what is asked, of which evidence. */
export interface RunRequest extends Question {
  /** Files, folders and globs, as a person named them. */
  readonly authorizationDetails: readonly string[];
  readonly lastAccessed: readonly string[];
  readonly cloudTrail: readonly string[];
  readonly trails: readonly string[];
  /** To check the signatures of CloudTrail's digest files; absent = none. */
  readonly publicKeys?: readonly string[];
  /** Service and resource control policies; absent = none. */
  readonly scps?: readonly string[];
  readonly credentialReports?: readonly string[];
  readonly serviceSpecificCredentials?: readonly string[];
  /** CloudTrail logs as a table in Athena, instead of files; absent = none. */
  readonly athena?: AthenaSource;
  /** Snapshot that `collect --aws` filled; absent = none. */
  readonly snapshot?: string;
  /** Whether its event history is part of the log; absent = it is. */
  readonly useHistory?: boolean;
  /** A person's own categories of sensitive actions, beside the catalog's. */
  readonly packs: readonly SensitivePack[];
  /** Ask IAM Access Analyzer about every proposal. */
  readonly awsValidate?: boolean;
  /** AWS's own settings, for evidence that is read from AWS; absent = none are set. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Of the AWS configuration files; absent = the usual chain. */
  readonly profile?: string;
  /** Where what was read of logs is kept for the next run, when they are of so many stored bytes; absent = nowhere. */
  readonly cache?: { readonly folder: string; readonly from: number };
  /** Result of the review before, to say what changed; absent = not compared. */
  readonly previousFolder?: string;
}

function requireEvidence(request: RunRequest): void {
  if (request.authorizationDetails.length === 0) {
    throw new UserError(
      'There are no grants to judge. Give --authorization-details a file with the output of ' +
        '`aws iam get-account-authorization-details`.',
    );
  }
  if (request.athena !== undefined && request.cloudTrail.length > 0) {
    throw new UserError(
      '--athena and --cloudtrail exclude each other: a call that is in both would count twice. Give one of them.',
    );
  }
  if (request.cloudTrail.length === 0 && request.athena === undefined && request.lastAccessed.length === 0) {
    throw new UserError(
      'There is no evidence of use. Give --cloudtrail a folder of logs (or --athena a table of them), --last-accessed ' +
        'the output of `aws iam get-service-last-accessed-details`, or both.',
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
  return (await decideFrom(request, extent, progress)).assessment;
}

async function decideFrom(
  request: RunRequest,
  extent: 'judge' | 'propose',
  progress: ((progress: CollectProgress) => void) | null,
  begin: StageListener = () => {},
): Promise<{ readonly assessment: Assessment; readonly collected: Collected }> {
  const asked = await withSnapshot(request);
  requireEvidence(asked);
  begin('collect');
  // DuckDB's library is 70 MB: only a command that reads evidence loads it.
  const [{ collect }, { loadCatalog }] = await Promise.all([
    import('./collect/index.ts'),
    import('./collect/catalog-files.ts'),
  ]);
  const sources = progress === null ? asked : { ...asked, progress };
  const collected = await collect(sources);
  const catalog = loadCatalog({ packs: request.packs });
  const validate: Validator | undefined =
    request.awsValidate === true
      ? async (proved) => (await import('./collect/access-analyzer.ts')).validateWithAccessAnalyzer(proved)
      : undefined;
  const assessment = await assess(async () => collected, catalog, request, extent, validate, begin);
  return { assessment, collected };
}

/** The whole pipeline: decides, and writes assessment.json, the reports, the policies and the evidence pack. */
export async function run(
  request: RunRequest,
  folder: string,
  progress: ((progress: CollectProgress) => void) | null,
  begin: StageListener = () => {},
): Promise<Assessment> {
  // Before the long part: a wrong path is said at once.
  requireFolder(folder);
  const { previousFolder, window } = request;
  const earlier = previousFolder === undefined ? null : readReview(previousFolder, window.end);
  const { assessment, evidence } = await decideAndPack(request, earlier, progress, begin);
  await write(assessment, evidence, folder);
  return assessment;
}

/** What is left of the evidence is what is written of it: the facts need not stay in memory beside the report. */
async function decideAndPack(
  request: RunRequest,
  earlier: ReturnType<typeof readReview> | null,
  progress: ((progress: CollectProgress) => void) | null,
  begin: StageListener,
): Promise<{ readonly assessment: Assessment; readonly evidence: Evidence }> {
  const { assessment, collected } = await decideFrom(request, 'propose', progress, begin);
  begin('report');
  const previous = earlier === null ? undefined : previousReview(earlier, assessment);
  const reviewed = previous === undefined ? assessment : withReview(assessment, undefined, previous);
  const asked =
    request.awsValidate === true ? { ...request, awsValidation: awsAnswers(assessment) } : request;
  const question = previous === undefined ? asked : { ...asked, previous };
  return { assessment: reviewed, evidence: packEvidence(collected, question) };
}

/** What AWS answered, to be packed: a recomputation cannot ask again. */
function awsAnswers({ recommendations }: Assessment): NonNullable<Question['awsValidation']> {
  return Object.fromEntries(
    recommendations.flatMap(({ id, verification }) =>
      verification?.awsValidate === undefined ? [] : [[id, verification.awsValidate]],
    ),
  );
}

/**
 * Writes the report of an earlier decision again, with the packed evidence beside it when there is some.
 * @param source the folder of the earlier run, where its evidence is if it left some
 * @param decisions reviewers' answers to show; undefined leaves those there are
 * @throws UserError when the evidence was changed since: a new manifest would vouch for the change
 */
export async function publish(
  assessment: Assessment,
  source: string,
  folder: string,
  decisions?: ReviewAnswers,
): Promise<void> {
  await write(withReview(assessment, decisions, undefined), readEvidence(source, decisions), folder);
}

/** Removes what was kept of logs for later runs. */
export async function clearCache(folder: string): Promise<void> {
  (await import('./collect/cache/clear-cache.ts')).clearCache(folder);
}

/** Writes a comparison of two reviews into `folder`, for programs and for people. */
export function writeComparison(comparison: Comparison, folder: string): void {
  writeFiles(folder, comparisonFiles(comparison, readTemplates()));
}

/** Writes one text where a person asked for it. */
export function writeInto(path: string, text: string): void {
  writeFiles(dirname(path), new Map([[basename(path), text]]));
}

async function write(assessment: Assessment, evidence: Evidence, folder: string): Promise<void> {
  const earlier = earlierFiles(folder);
  const written = new Set(evidence.files.keys());
  writeFiles(folder, evidence.files);
  await deliver(
    assessment,
    readTemplates(),
    async (files) => {
      const digests = await writeEach(folder, files);
      for (const { path } of digests) written.add(path);
      return digests;
    },
    listed(evidence),
  );
  removeStale(folder, earlier, written);
}
