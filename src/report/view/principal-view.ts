import type { Assessment, AssessmentFinding, AssessmentPrincipal } from '../assessment-schema.ts';
import { sensitiveWith } from '../summary.ts';
import { UNMANAGEABLE_WORDS } from '../words.ts';
import { type Sparkline, sparkline } from './charts.ts';
import { formatAmount, formatCount, formatShare } from './format.ts';
import {
  type BlockedView,
  blockedViews,
  type MadeViews,
  type PermissionsView,
  permissionsView,
  rowsOf,
} from './permission-view.ts';
import type { RecommendationView } from './recommendation-view.ts';
import { type SessionsView, sessionsView } from './sessions-view.ts';
import { SEVERITIES, worst } from './severity.ts';

export interface FindingView extends AssessmentFinding {
  readonly anchor: string;
  /** A sentence for each exception that covers it. */
  readonly excepted: readonly string[];
}

/** Shares of 0 to 100 as text, and as tenths for a bar of width 1000. */
export interface ExposureView {
  readonly before: string;
  readonly after: string;
  readonly unknown: string;
  readonly beforeWidth: number;
  readonly afterWidth: number;
  readonly unknownWidth: number;
}

export interface PrincipalView {
  readonly anchor: string;
  readonly arn: string;
  readonly uniqueId: string;
  readonly name: string;
  readonly type: string;
  readonly account: string;
  readonly inScope: boolean;
  readonly isAgent: boolean;
  readonly agent: string;
  readonly agentEvidence: AssessmentPrincipal['agent']['evidence'];
  readonly unmanageable: string;
  /** The worst of what is unused. */
  readonly severity: string;
  /** Of all that is unused or cannot be judged, worst first, spaces between: what a filter by severity asks. */
  readonly severities: string;
  readonly exposure: ExposureView;
  readonly usedOfGranted: string;
  readonly counts: {
    readonly used: string;
    readonly unused: string;
    readonly unknown: string;
    readonly deniedOnly: string;
  };
  readonly activity: string;
  readonly sparkline: Sparkline;
  readonly callers: readonly string[];
  readonly sessions: SessionsView | null;
  /** Rows of all the tables of its permissions together. */
  readonly rows: number;
  readonly blocked: readonly BlockedView[];
  /** Made anew each time: those of thousands of principals together take more memory than all else. */
  readonly permissions: () => PermissionsView;
  readonly otherUnused: readonly string[];
  readonly otherUnusedCount: string;
  readonly findings: readonly FindingView[];
  readonly recommendations: readonly RecommendationView[];
  readonly shared: readonly RecommendationView[];
  readonly statuses: readonly { readonly status: string; readonly title: string }[];
}

/** A principal ready to be laid out. */
export type PrincipalSection = Omit<PrincipalView, 'permissions'> & { readonly permissions: PermissionsView };

export const principalSection = (view: PrincipalView): PrincipalSection => ({
  ...view,
  permissions: view.permissions(),
});

const CONFIDENCE = { certain: '', strong: ', strong evidence', hint: ', by a hint', none: '' };
const KIND = { 'ai-agent': 'AI agent', workload: 'Workload' };

export function principalView(
  principal: AssessmentPrincipal,
  anchor: string,
  window: Assessment['window'],
  findings: readonly FindingView[],
  recommendations: readonly RecommendationView[],
  made: MadeViews,
): PrincipalView {
  const unused = sensitiveWith(principal, 'unused');
  const unknown = sensitiveWith(principal, 'unknown');
  const used = formatCount(sensitiveWith(principal, 'used').length);
  const { calls, deniedCalls, activeDays, grants, agent, exposure } = principal;
  const statuses = new Map(recommendations.map(({ status, statusTitle }) => [status, statusTitle]));
  return {
    anchor,
    arn: principal.arn,
    uniqueId: principal.uniqueId,
    name: principal.name,
    type: principal.type,
    account: principal.account,
    inScope: principal.inScope,
    isAgent: agent.isAgent,
    agent: agent.isAgent
      ? `${KIND[agent.kind ?? 'workload']}${CONFIDENCE[agent.confidence]}`
      : 'Not an agent',
    agentEvidence: agent.evidence,
    unmanageable: principal.unmanageable === null ? '' : UNMANAGEABLE_WORDS[principal.unmanageable],
    severity: worst(unused.map(({ severity }) => severity)) ?? '',
    severities: SEVERITIES.filter((severity) =>
      [...unused, ...unknown].some((permission) => permission.severity === severity),
    ).join(' '),
    exposure: {
      before: formatShare(exposure.before),
      after: formatShare(exposure.after),
      unknown: formatShare(exposure.unknown),
      beforeWidth: Math.round(exposure.before * 10),
      afterWidth: Math.round(exposure.after * 10),
      unknownWidth: Math.round(exposure.unknown * 10),
    },
    usedOfGranted: `${used} of ${formatAmount(grants.sensitive, 'sensitive permission')} used; ${formatAmount(grants.actions, 'action')} granted in all${effectiveWords(grants)}`,
    counts: {
      used,
      unused: formatCount(unused.length),
      unknown: formatCount(unknown.length),
      deniedOnly: formatCount(sensitiveWith(principal, 'denied-only').length),
    },
    activity: `${formatAmount(calls, 'call')} on ${formatAmount(activeDays.length, 'day')}, ${formatCount(deniedCalls)} denied`,
    sparkline: sparkline(activeDays, window),
    sessions: sessionsView(principal.sessions),
    callers: principal.callers.map(
      ({ userAgentFamily, via, sessions, calls: made }) =>
        `${userAgentFamily ?? 'no user agent'}${via === null ? '' : ` through ${via}`}: ${formatAmount(made, 'call')} in ${formatAmount(sessions, 'session')}`,
    ),
    rows: rowsOf(principal.permissions),
    blocked: blockedViews(principal.permissions),
    permissions: () => permissionsView(principal, made),
    otherUnused: principal.otherUnused,
    otherUnusedCount: formatAmount(principal.otherUnused.length, 'other unused action'),
    findings,
    recommendations: recommendations.filter(({ shared }) => !shared),
    shared: recommendations.filter(({ shared }) => shared),
    statuses: [...statuses].map(([status, title]) => ({ status, title })),
  };
}

/** What service control policies leave of the grants; nothing when none was given. */
function effectiveWords({ actions, sensitive, effective }: AssessmentPrincipal['grants']): string {
  if (effective === undefined) return '';
  if (effective.actions === actions && effective.sensitive === sensitive)
    return '; no service control policy blocks one for certain';
  return `; service control policies leave ${formatAmount(effective.actions, 'action')}, ${formatCount(effective.sensitive)} sensitive`;
}
