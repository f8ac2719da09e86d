import { lastSeenBefore, type Permission, type PrincipalAnalysis } from '../domain/analysis.ts';
import type { NeverRule } from '../domain/never.ts';
import type { Principal } from '../domain/principal.ts';
import type { DecidedRemoval } from '../domain/recommendation.ts';
import { neverRuleFor, neverRulesOf } from '../iam/index.ts';

/**
 * Granted actions on the principal's never list that nothing shows in use, whatever else the evidence says. A used
 * one is never among them: a decision does not make use go away, so it is a finding. Neither is one limited to some
 * resources: what is removed is removed whole.
 */
export function neverUsed(
  principal: Principal,
  analysis: PrincipalAnalysis,
  never: readonly NeverRule[],
): ReadonlyMap<string, { readonly permission: Permission; readonly rule: NeverRule }> {
  const rules = neverRulesOf(principal, never);
  if (rules.length === 0) return new Map();
  return new Map(
    analysis.permissions.flatMap((permission) => {
      const rule = isShownInUse(permission) ? null : neverRuleFor(permission.action, rules);
      return rule === null || !permission.granted ? [] : [[permission.action, { permission, rule }]];
    }),
  );
}

function isShownInUse({ usage, calls, conflict, witnesses }: Permission): boolean {
  return (
    usage === 'used' ||
    calls > 0 ||
    conflict !== null ||
    witnesses.some(({ saw }) => saw === 'use' || saw === 'possible-use')
  );
}

/** Of the actions removed from a principal, those that rest on a decision alone; sorted. */
export function decidedRemovals(
  principal: Principal,
  analysis: PrincipalAnalysis,
  removed: Iterable<string>,
  never: readonly NeverRule[],
): readonly DecidedRemoval[] {
  const candidates = neverUsed(principal, analysis, never);
  return [...removed].sort().flatMap((action) => {
    const found = candidates.get(action);
    const usage = found?.permission.usage;
    if (found === undefined || (usage !== 'unknown' && usage !== 'denied-only')) return [];
    const lastBefore = lastSeenBefore(found.permission);
    return [
      {
        principalArn: principal.arn,
        action,
        usage,
        ...(lastBefore === null ? {} : { lastBefore }),
        reason: found.rule.reason,
      },
    ];
  });
}
