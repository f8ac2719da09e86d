import { type AgentOverride, analyze } from './analyze/index.ts';
import { backtest, isLongEnough } from './backtest/index.ts';
import type { Backtest } from './domain/backtest.ts';
import type { Catalog } from './domain/catalog.ts';
import type { Collected } from './domain/collected.ts';
import type { FileText } from './domain/file-text.ts';
import type { NeverRule } from './domain/never.ts';
import type { AwsValidation, ProposalForm, Target, VerifiedRecommendation } from './domain/recommendation.ts';
import type { ExceptionEntry, ExceptionOutcome, PreviousReview, ReviewAnswers } from './domain/review.ts';
import type { Window } from './domain/window.ts';
import type { DocumentedNeed } from './domain/workspaces.ts';
import { propose } from './propose/index.ts';
import {
  type Assessment,
  buildAssessment,
  type FileDigest,
  type PackEvidence,
  packFiles,
  reportFiles,
  type Templates,
} from './report/index.ts';
import { policyTests, verify, withAwsValidation } from './verify/index.ts';

/** What a judgement depends on besides the evidence. */
export interface Question {
  readonly window: Window;
  readonly scope: 'agents' | 'all';
  readonly target: Target;
  /** Null: those the evidence mentions. */
  readonly regions: readonly string[] | null;
  readonly agents: readonly AgentOverride[];
  readonly breakGlassTags: readonly string[];
  /** Workspace ids or ARNs that are production; absent = none. */
  readonly productionWorkspaces?: readonly string[];
  /** Who needs which workspace, and who says so; absent = nobody. */
  readonly documentedNeeds?: readonly DocumentedNeed[];
  /** What some principals must never be able to do; absent = nothing. */
  readonly never?: readonly NeverRule[];
  /** Absent = `replace`. */
  readonly form?: ProposalForm;
  /** Whether proposals are also tested against the later part of the window; null: for few principals; absent = no. */
  readonly withBacktest?: boolean | null;
  /** What AWS answered about the proposals; absent = it was not asked, or is to be asked now. */
  readonly awsValidation?: Readonly<Record<string, AwsValidation>>;
  /** People's decisions to keep something; absent = none. */
  readonly exceptions?: readonly ExceptionEntry[];
  /** Reviewers' answers to an earlier assessment of the same evidence; absent = none. */
  readonly decisions?: ReviewAnswers;
  /** What changed since the review before; absent = it was not compared. */
  readonly previous?: PreviousReview;
  readonly tool: { readonly name: string; readonly version: string };
  /** The command line that repeats the run. */
  readonly arguments: readonly string[];
}

/** Asks AWS about proposals; answers by the id of the recommendation. */
export type Validator = (
  recommendations: readonly VerifiedRecommendation[],
) => Promise<Readonly<Record<string, AwsValidation>>>;

/** The two ends of the pipeline, chosen by main; what was written is told, in order. */
export type Source = () => Promise<Collected>;
export type Destination = (
  files: Iterable<readonly [path: string, text: FileText]>,
) => Promise<readonly FileDigest[]>;

/** Where the time of a run goes. `assess` is a backtest if any, the policy tests and the assessment. */
export const STAGES = ['collect', 'analyze', 'propose', 'verify', 'assess', 'report'] as const;
/** Told when a stage begins; the one before is over then. */
export type StageListener = (stage: (typeof STAGES)[number]) => void;

/** collect, analyze, and unless only a judgement is asked for, propose and verify: everything there is to decide. */
export async function assess(
  collect: Source,
  catalog: Catalog,
  question: Question,
  extent: 'judge' | 'propose',
  validate?: Validator,
  begin: StageListener = () => {},
): Promise<Assessment> {
  const { window, target } = question;
  const collected = await collect();
  begin('analyze');
  const analysis = analyze(collected, catalog, {
    ...question,
    extent: target === 'sensitive' ? 'sensitive' : 'all',
  });
  const recommend = (): readonly VerifiedRecommendation[] => {
    begin('propose');
    const proposed = propose(collected, analysis, catalog, {
      ...question,
      exceptions: (analysis.exceptions ?? []).filter(({ status }) => status === 'active').map(keeping),
      asOf: window.end,
    });
    begin('verify');
    return verify(collected, analysis, proposed, catalog, question);
  };
  const proved = extent === 'judge' ? [] : recommend();
  const inScope = analysis.principals.filter((principal) => principal.inScope).length;
  begin('assess');
  const tested = extent === 'judge' ? {} : backtested(collected, catalog, question, inScope);
  const answers = question.awsValidation ?? (await validate?.(proved)) ?? {};
  const recommendations = withAwsValidation(proved, answers);
  return buildAssessment({
    ...question,
    ...tested,
    collected,
    analysis,
    recommendations,
    policyTests: policyTests(collected, analysis, recommendations, catalog, question.never),
    asOf: window.end,
    catalogSources: catalog.sources,
  });
}

/** A window with no room for any trial says nothing, and nothing is said of it. */
function backtested(
  collected: Collected,
  catalog: Catalog,
  question: Question,
  inScope: number,
): { readonly backtest?: Backtest } {
  const { withBacktest = false, target } = question;
  const options = { ...question, split: BACKTEST_SPLIT, windows: BACKTEST_DAYS, targets: [target] };
  const isAsked = withBacktest ?? inScope <= FEW_PRINCIPALS;
  return isAsked && isLongEnough(collected, options)
    ? { backtest: backtest(collected, catalog, options) }
    : {};
}

/** A backtest proposes and replays four times over: for more it has to be asked for. */
const FEW_PRINCIPALS = 100;
/** As `paredown backtest` does unless it is told otherwise. */
const BACKTEST_SPLIT = 2 / 3;
const BACKTEST_DAYS = [30, 60, 90] as const;

/** As propose takes an exception: it keeps what the statement grants and nothing else that its pattern matches. */
const keeping = ({ principal, action, actions, reason, ticket, approver, expires }: ExceptionOutcome) => ({
  principalArn: principal,
  action,
  actions: new Set(actions),
  reason: `${reason} (${ticket}, approved by ${approver}, until ${expires})`,
});

/** report and publish: shows what was decided, now or long ago; decides nothing. */
export async function deliver(
  assessment: Assessment,
  templates: Templates,
  publish: Destination,
  evidence?: PackEvidence,
): Promise<void> {
  const written = await publish(reportFiles(assessment, templates));
  await publish(packFiles(assessment, written, evidence));
}
