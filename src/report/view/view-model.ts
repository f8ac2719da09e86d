import type { Assessment, AssessmentPrincipal, Summary } from '../assessment-schema.ts';
import { COUNT_WORDS } from '../count-words.ts';
import { coveringExceptions, detailAlone } from '../excepted.ts';
import { sensitiveWith } from '../summary.ts';
import { anchors } from './anchors.ts';
import { type BacktestView, backtestView } from './backtest-view.ts';
import { type CoverageView, coverageView } from './coverage-view.ts';
import { type Decision, decisionQueue } from './decision-queue.ts';
import { formatAmount, formatCategory, formatCount, formatTime } from './format.ts';
import { groupBy } from './group-by.ts';
import { MadeViews } from './permission-view.ts';
import { type FindingView, type PrincipalView, principalView } from './principal-view.ts';
import { type RecommendationView, recommendationViews } from './recommendation-view.ts';
import { type ReviewView, reviewView } from './review-view.ts';
import { compareBy, severityRank } from './severity.ts';
import { type SwitchOn, switchOn } from './switch-on.ts';
import { type WorkspacesView, workspacesView } from './workspaces-view.ts';

/** An agent in one of the two lists a reviewer reads first. */
export interface AgentLine {
  readonly anchor: string;
  readonly name: string;
  readonly account: string;
  readonly count: string;
  readonly actions: readonly string[];
  readonly more: string;
  /** The first of the actions, for a list of one line each. */
  readonly lead: readonly string[];
  readonly leadMore: string;
}

/** A long list: what is shown at once, and the rest behind a fold. */
export interface Folded<Item> {
  readonly top: readonly Item[];
  readonly rest: readonly Item[];
  readonly restWords: string;
}

/** Everything that is shown, worded and formatted; a reporter lays it out and computes nothing. */
export interface ViewModel extends ReviewView {
  readonly tool: Assessment['tool'];
  readonly asOf: string;
  readonly window: { readonly start: string; readonly end: string; readonly days: string };
  readonly target: string;
  readonly arguments: readonly string[];
  readonly catalog: Assessment['catalog'];
  readonly inputs: readonly {
    readonly kind: string;
    readonly location: string;
    readonly sha256: string;
    readonly records: string;
  }[];
  readonly coverage: CoverageView;
  readonly backtest: BacktestView;
  readonly workspaces: WorkspacesView;
  readonly inputWords: string;
  readonly counts: { readonly [Key in keyof Summary]: string };
  readonly countRows: readonly {
    readonly name: keyof Summary;
    readonly label: string;
    readonly value: string;
  }[];
  readonly scope: string;
  readonly excluded: Assessment['population']['excluded'];
  readonly agentsUnused: Folded<AgentLine>;
  readonly agentsUnknown: Folded<AgentLine>;
  /** Why critical permissions of agents cannot be judged, most first, and what to do about it. */
  readonly switchOn: readonly SwitchOn[];
  readonly queue: Folded<Decision>;
  readonly principals: readonly PrincipalView[];
  readonly sharedRecommendations: readonly RecommendationView[];
  readonly accountFindings: readonly FindingView[];
}

/** Decisions shown before the fold; a page or so. */
const QUEUE_TOP = 25;
/** Agents shown before the fold: what fits the first screen. */
const AGENTS_TOP = 6;
/** Actions named in the short lists before "and n more". */
const NAMED = 6;
const LEAD = 2;

/** Pure; the same assessment gives the same view. It is one of `visibleAssessment`. */
export function viewModel(shown: Assessment): ViewModel {
  const recommendations = recommendationViews(shown);
  const sortedFindings = [...shown.findings].sort(
    compareBy(
      ({ severity }) => severityRank(severity),
      ({ account }) => account,
      ({ principalArn }) => principalArn ?? '',
      ({ type }) => type,
      ({ title }) => title,
      ({ detail }) => detail,
    ),
  );
  const findingAnchors = anchors(
    'f',
    sortedFindings.map(({ type, principalArn, title, detail }) =>
      JSON.stringify([type, principalArn, title, detail]),
    ),
  );
  const findings = sortedFindings.map(
    (finding, index): FindingView => ({
      ...finding,
      anchor: findingAnchors[index] ?? '',
      detail: detailAlone(finding),
      excepted: coveringExceptions(finding),
    }),
  );
  const ranked = [...shown.principals].sort(
    compareBy(
      ({ inScope }) => (inScope ? 0 : 1),
      ({ exposure }) => -exposure.before,
      ({ agent }) => (agent.isAgent ? 0 : 1),
      ({ arn }) => arn,
      ({ uniqueId }) => uniqueId,
    ),
  );
  const principalAnchors = anchors('p', ranked.map(keyOf));
  const anchorOf = new Map(ranked.map((principal, index) => [principal, principalAnchors[index] ?? '']));
  const anchor = (principal: AssessmentPrincipal): string => anchorOf.get(principal) ?? '';
  const recommendationsOf = groupBy(recommendations, ({ principals }) => principals);
  const findingsOf = groupBy(findings, ({ principalArn }) => (principalArn === null ? [] : [principalArn]));
  // Of two principals with one ARN (one recreated under a new unique id) the first shows what is said of the ARN.
  const first = new Map([...ranked].reverse().map((principal) => [principal.arn, principal]));
  const agents = ranked.filter(({ inScope, agent }) => inScope && agent.isAgent);
  const { window, population } = shown;
  const agentLines = (usage: 'unused' | 'unknown'): Folded<AgentLine> =>
    folded(
      agents.flatMap((agent) => agentLine(agent, usage, anchor(agent))),
      AGENTS_TOP,
      'agent',
    );
  const counts = formatCounts(shown.summary);
  const made = new MadeViews();
  return {
    ...reviewView(shown),
    tool: shown.tool,
    asOf: formatTime(shown.asOf),
    window: {
      start: formatTime(window.start),
      end: formatTime(window.end),
      days: formatAmount(window.days, 'day'),
    },
    target: shown.target,
    arguments: shown.arguments,
    catalog: shown.catalog,
    inputs: shown.inputs.map((input) => ({ ...input, records: formatCount(input.records) })),
    coverage: coverageView(shown),
    backtest: backtestView(shown),
    workspaces: workspacesView(shown),
    inputWords: inputWords(shown.inputs),
    counts,
    countRows: COUNT_NAMES.flatMap((name) => {
      const value = counts[name];
      return value === undefined ? [] : [{ name, label: COUNT_WORDS[name], value }];
    }),
    scope: `${formatAmount(population.inScope, 'principal')} in scope + ${formatCount(population.excluded.length)} excluded = ${formatCount(population.total)}`,
    excluded: population.excluded,
    agentsUnused: agentLines('unused'),
    agentsUnknown: agentLines('unknown'),
    switchOn: switchOn(shown.unjudged, agents),
    queue: folded(decisionQueue(shown, recommendations, findings, anchor), QUEUE_TOP, 'decision'),
    principals: ranked.map((principal) =>
      principalView(
        principal,
        anchor(principal),
        window,
        (first.get(principal.arn) === principal ? findingsOf.get(principal.arn) : null) ?? [],
        (first.get(principal.arn) === principal ? recommendationsOf.get(principal.arn) : null) ?? [],
        made,
      ),
    ),
    // A proposal of one principal stands in its section; any other has a place of its own.
    sharedRecommendations: recommendations.filter(
      ({ principals, shared }) => shared || !principals.some((arn) => first.has(arn)),
    ),
    accountFindings: findings.filter(({ principalArn }) => principalArn === null || !first.has(principalArn)),
  };
}

const folded = <Item>(items: readonly Item[], top: number, noun: string): Folded<Item> => ({
  top: items.slice(0, top),
  rest: items.slice(top),
  restWords: formatAmount(items.length - top, `more ${noun}`),
});

const keyOf = ({ arn, uniqueId }: AssessmentPrincipal): string => `${arn} ${uniqueId}`;

const COUNT_NAMES = Object.keys(COUNT_WORDS) as readonly (keyof Summary)[];

/** `cloudtrail (1), last accessed (2)`. */
function inputWords(inputs: Assessment['inputs']): string {
  const kinds = new Map<string, number>();
  for (const { kind } of inputs) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const words = [...kinds].map(([kind, number]) => `${formatCategory(kind)} (${formatCount(number)})`);
  return words.length === 0 ? 'none' : words.join(', ');
}

const formatCounts = (summary: Summary): ViewModel['counts'] =>
  Object.fromEntries(
    Object.entries(summary).map(([name, value]) => [name, formatCount(value)]),
  ) as unknown as ViewModel['counts'];

function agentLine(
  principal: AssessmentPrincipal,
  usage: 'unused' | 'unknown',
  anchor: string,
): readonly AgentLine[] {
  const permissions = sensitiveWith(principal, usage, 'critical');
  if (permissions.length === 0) return [];
  const named = (most: number) => ({
    actions: permissions.slice(0, most).map(({ action }) => action),
    more: permissions.length > most ? `and ${formatCount(permissions.length - most)} more` : '',
  });
  const lead = named(LEAD);
  return [
    {
      anchor,
      name: principal.name,
      account: principal.account,
      count: formatCount(permissions.length),
      ...named(NAMED),
      lead: lead.actions,
      leadMore: lead.more,
    },
  ];
}
