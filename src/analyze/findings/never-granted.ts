import type { Severity } from '../../domain/catalog.ts';
import type { NeverRule } from '../../domain/never.ts';
import { intersects, neverRulesOf } from '../../iam/index.ts';
import { LEAST_PRIVILEGE } from './controls.ts';
import {
  type FindingContext,
  type FindingRule,
  type FindingSubject,
  type Found,
  some,
} from './finding-rule.ts';

const ORDER: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

export const neverGranted: FindingRule = {
  type: 'NeverGranted',
  severity: 'critical',
  title: 'Grants what it must never be able to do',
  rationale: 'A person decided that this principal must not have these actions; its policies grant them.',
  evidence:
    'The rule of the configuration with its reason, the granted actions it covers, and those that were used.',
  remedy:
    'Apply the proposal, which removes what is not used; move the use of the rest to another principal, or change the never list.',
  controls: LEAST_PRIVILEGE,
  find: (context) =>
    context.subjects.flatMap((subject) =>
      neverRulesOf(subject.principal, context.never).flatMap((rule) => found(subject, rule, context) ?? []),
    ),
};

/** One finding a rule and principal. Its severity is that of the worst action; of actions without one, critical. */
function found(
  { principal, grants, analysis }: FindingSubject,
  rule: NeverRule,
  context: FindingContext,
): Found | null {
  const granted = new Set(
    rule.actions
      .flatMap((pattern) => context.catalog.expand(pattern))
      .filter((action) => grants.has(action) && mayReach(grants.sourcesOf(action).resources, rule.resources)),
  );
  // Patterns of services that the catalog does not know.
  for (const { pattern } of grants.unknownPatterns) {
    const meets = rule.actions.some((action) => intersects(action, pattern, { caseInsensitive: true }));
    if (meets) granted.add(pattern);
  }
  if (granted.size === 0) return null;
  const actions = [...granted].sort();
  const used = analysis.permissions.filter(({ action, usage }) => usage === 'used' && granted.has(action));
  const severities = actions.map((action) => context.catalog.sensitivity(action)?.severity ?? 'critical');
  const where = rule.resources.length === 0 ? '' : ` on ${rule.resources.join(', ')}`;
  return {
    principal,
    account: principal.account,
    severity: ORDER.find((severity) => severities.includes(severity)) ?? 'critical',
    detail:
      `Never: ${rule.actions.join(', ')}${where} (${rule.reason}). ${actions.length} such actions are granted, ` +
      `${used.length} of them used.`,
    evidence: [
      ...some(used.map(({ action }) => `${action}: used, so the proposal keeps it`)),
      ...some(actions.filter((action) => !used.some((each) => each.action === action))),
    ],
  };
}

/** @param patterns under which the action is granted; null: there is no list (NotResource) */
function mayReach(patterns: readonly string[] | null, resources: readonly string[]): boolean {
  if (patterns === null || resources.length === 0) return true;
  return patterns.some((pattern) =>
    resources.some((resource) => intersects(pattern, resource, { caseInsensitive: false })),
  );
}
