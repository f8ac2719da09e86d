import type { Severity } from '../domain/catalog.ts';
import type { Assessment, AssessmentPermission, AssessmentPrincipal, Summary } from './assessment-schema.ts';
import { exceptionsGiven } from './excepted.ts';

/** A permission that counts: granted by an identity policy and sensitive. */
export const isGrantedSensitive = (permission: AssessmentPermission): boolean =>
  permission.granted && permission.severity !== null;

/** By usage, of lists of permissions: every format asks the same of thousands of principals, and some share theirs. */
const SENSITIVE = new WeakMap<
  AssessmentPrincipal['permissions'],
  Map<AssessmentPermission['usage'], readonly AssessmentPermission[]>
>();

/** Sensitive permissions of the principal with this usage, and of this severity when one is given. */
export function sensitiveWith(
  { permissions }: AssessmentPrincipal,
  usage: AssessmentPermission['usage'],
  severity?: Severity,
): readonly AssessmentPermission[] {
  let byUsage = SENSITIVE.get(permissions);
  if (byUsage === undefined) {
    byUsage = groupBy(permissions.filter(isGrantedSensitive));
    SENSITIVE.set(permissions, byUsage);
  }
  const found = byUsage.get(usage) ?? [];
  return severity === undefined ? found : found.filter((permission) => permission.severity === severity);
}

function groupBy(
  permissions: readonly AssessmentPermission[],
): Map<AssessmentPermission['usage'], readonly AssessmentPermission[]> {
  const groups = new Map<AssessmentPermission['usage'], AssessmentPermission[]>();
  for (const permission of permissions) {
    const group = groups.get(permission.usage);
    if (group === undefined) groups.set(permission.usage, [permission]);
    else group.push(permission);
  }
  return groups;
}

/** The counts every format shows. Principals out of scope are analysed only for a shared policy and never counted. */
export function summarize(
  assessment: Pick<Assessment, 'population' | 'principals' | 'findings' | 'recommendations' | 'exceptions'>,
): Summary {
  const { population, findings, recommendations } = assessment;
  const principals = assessment.principals.filter(({ inScope }) => inScope);
  const agents = principals.filter(({ agent }) => agent.isAgent);
  const having = (usage: AssessmentPermission['usage'], severity?: Severity): number =>
    principals.reduce((sum, principal) => sum + sensitiveWith(principal, usage, severity).length, 0);
  const found = (severity: Severity): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const recommended = (status: Assessment['recommendations'][number]['status']) =>
    recommendations.filter((recommendation) => recommendation.status === status);
  return {
    principals: population.total,
    principalsInScope: population.inScope,
    principalsExcluded: population.excluded.length,
    agents: agents.length,
    agentsWithCriticalUnused: agents.filter((agent) => sensitiveWith(agent, 'unused', 'critical').length > 0)
      .length,
    agentsWithCriticalUnknown: agents.filter(
      (agent) => sensitiveWith(agent, 'unknown', 'critical').length > 0,
    ).length,
    sensitiveGranted: having('used') + having('unused') + having('unknown') + having('denied-only'),
    used: having('used'),
    unused: having('unused'),
    unknown: having('unknown'),
    deniedOnly: having('denied-only'),
    unusedCritical: having('unused', 'critical'),
    unusedHigh: having('unused', 'high'),
    unusedMedium: having('unused', 'medium'),
    unusedLow: having('unused', 'low'),
    findings: findings.length,
    findingsCritical: found('critical'),
    findingsHigh: found('high'),
    findingsMedium: found('medium'),
    findingsLow: found('low'),
    ...(exceptionsGiven(assessment)
      ? { findingsExcepted: findings.filter(({ muted }) => muted !== undefined).length }
      : {}),
    recommendationsVerified: recommended('verified').length,
    recommendationsFailed: recommended('failed').length,
    recommendationsNotProposed: recommended('not-proposed').length,
    removals: recommended('verified').reduce((sum, { removed }) => sum + removed.length, 0),
  };
}
