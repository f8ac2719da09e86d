import type { Severity } from '../../domain/catalog.ts';
import type { Assessment, AssessmentPrincipal } from '../assessment-schema.ts';
import { sensitiveWith } from '../summary.ts';
import { REASON_WORDS } from '../words.ts';
import { formatAmount, formatShare } from './format.ts';
import type { FindingView } from './principal-view.ts';
import type { RecommendationView } from './recommendation-view.ts';
import { NO_SETTLEMENTS, type Settlements, settlements } from './settlements.ts';
import { compareBy, severityRank, worst } from './severity.ts';

/** What can be done at once comes first. */
const KINDS = ['Proposal', 'Finding', 'Cannot be judged'] as const;

/** Of a finding that somebody decided to keep. */
export const EXCEPTED = { status: 'excepted', statusTitle: 'Excepted' } as const;

/** One thing somebody has to decide. */
export interface Decision {
  readonly anchor: string;
  readonly severity: Severity;
  readonly kind: (typeof KINDS)[number];
  readonly status: string;
  readonly statusTitle: string;
  readonly title: string;
  readonly detail: string;
  readonly who: string;
  readonly isAgent: boolean;
  readonly exposure: string;
  /** Which findings a proposal mends, and which proposals mend a finding. */
  readonly settles: Settlements;
}

interface Ranked extends Decision {
  readonly weight: number;
}

/**
 * Everything to decide, worst first: by severity, then the exposure of the principal, then agents before others.
 * Recommendations, findings, and critical permissions that evidence cannot judge. Findings that an exception covers come
 * last: somebody has decided.
 */
export function decisionQueue(
  assessment: Assessment,
  recommendations: readonly RecommendationView[],
  findings: readonly FindingView[],
  anchorOf: (principal: AssessmentPrincipal) => string,
): readonly Decision[] {
  const byArn = new Map(assessment.principals.map((principal) => [principal.arn, principal]));
  const of = (arns: readonly string[]): readonly AssessmentPrincipal[] =>
    arns.flatMap((arn) => byArn.get(arn) ?? []);
  const settlesOf = settlements(assessment, recommendations, findings);
  const ranked: Ranked[] = [
    ...recommendations.flatMap((recommendation): Ranked[] => {
      const principals = of(recommendation.principals);
      const severity = recommendationSeverity(recommendation, principals);
      // Nothing proposed and nothing sensitive unused: nobody has to decide anything.
      if (severity === null) return [];
      return [
        {
          ...standing(principals),
          anchor: recommendation.anchor,
          severity,
          kind: 'Proposal',
          status: recommendation.status,
          statusTitle: recommendation.statusTitle,
          title: recommendationTitle(recommendation, principals),
          detail: recommendation.statusMeaning,
          who: recommendation.shared
            ? `${formatAmount(recommendation.principals.length, 'principal')} share it`
            : (principals[0]?.name ?? recommendation.id),
          settles: settlesOf(recommendation.anchor),
        },
      ];
    }),
    ...findings.map((finding): Ranked => {
      const principals = of(finding.principalArn === null ? [] : [finding.principalArn]);
      return {
        ...standing(principals),
        anchor: finding.anchor,
        severity: finding.severity,
        kind: 'Finding',
        ...(finding.excepted.length === 0
          ? { status: '', statusTitle: '', detail: finding.remedy }
          : { ...EXCEPTED, detail: finding.excepted.join('; ') }),
        title: finding.title,
        who: principals[0]?.name ?? finding.principalArn ?? `account ${finding.account}`,
        settles: settlesOf(finding.anchor),
      };
    }),
    ...assessment.principals.flatMap((principal): Ranked[] => {
      const unknown = principal.inScope ? sensitiveWith(principal, 'unknown', 'critical') : [];
      if (unknown.length === 0) return [];
      const reasons = [...new Set(unknown.flatMap((permission) => permission.reasons))].sort();
      return [
        {
          ...standing([principal]),
          anchor: anchorOf(principal),
          severity: 'critical',
          kind: 'Cannot be judged',
          status: '',
          statusTitle: '',
          title: `${formatAmount(unknown.length, 'critical permission')} may or may not be used`,
          detail: reasons.map((reason) => REASON_WORDS[reason].remedy).join(' '),
          who: principal.name,
          settles: NO_SETTLEMENTS,
        },
      ];
    }),
  ];
  return ranked
    .sort(
      compareBy(
        ({ status }) => (status === EXCEPTED.status ? 1 : 0),
        ({ severity }) => severityRank(severity),
        ({ weight }) => -weight,
        ({ isAgent }) => (isAgent ? 0 : 1),
        ({ who }) => who,
        ({ kind }) => KINDS.indexOf(kind),
        ({ title }) => title,
        ({ anchor }) => anchor,
      ),
    )
    .map(({ weight: _, ...decision }) => decision);
}

function standing(principals: readonly AssessmentPrincipal[]) {
  const weight = Math.max(0, ...principals.map(({ exposure }) => exposure.before));
  return {
    weight,
    exposure: principals.length === 0 ? '' : formatShare(weight),
    isAgent: principals.some(({ agent }) => agent.isAgent),
  };
}

/** The worst of what it removes; of what stays unused when it removes nothing. */
function recommendationSeverity(
  { removed }: RecommendationView,
  principals: readonly AssessmentPrincipal[],
): Severity | null {
  const gone = new Set(removed);
  const counted = new Set<Severity | null>();
  for (const principal of principals) {
    for (const { action, severity } of sensitiveWith(principal, 'unused')) {
      if (!counted.has(severity) && (gone.size === 0 || gone.has(action))) counted.add(severity);
    }
  }
  return worst([...counted]) ?? (gone.size > 0 ? 'low' : null);
}

function recommendationTitle(
  { status, removed, removedCount, shared }: RecommendationView,
  principals: readonly AssessmentPrincipal[],
): string {
  const where = shared ? ' from a shared policy' : '';
  if (status === 'verified') return `Remove ${removedCount}${where}`;
  if (status === 'failed') return `Proposal to remove ${removedCount}${where} failed verification`;
  const unused = principals.reduce((sum, principal) => sum + sensitiveWith(principal, 'unused').length, 0);
  return removed.length > 0
    ? `${removedCount} not proposed for removal`
    : `${formatAmount(unused, 'unused sensitive permission')}, no change proposed`;
}
