import type { Analysis, PrincipalAnalysis } from '../domain/analysis.ts';
import type { ReplayedActivity } from '../verify/index.ts';

/**
 * The analysis as of someone who takes no evidence for evidence of no use. Of the actions that it does not list, only
 * those called later can break, so they are enough.
 *
 * @param called actions called after the split, by principal ARN
 */
export function withoutUnknown(
  analysis: Analysis,
  called: ReadonlyMap<string, ReadonlySet<string>>,
): Analysis {
  return {
    ...analysis,
    principals: analysis.principals.map((principal) => assumeUnused(principal, called)),
  };
}

function assumeUnused(
  principal: PrincipalAnalysis,
  called: ReadonlyMap<string, ReadonlySet<string>>,
): PrincipalAnalysis {
  const listed = new Set(principal.permissions.map(({ action }) => action));
  const later = [...(called.get(principal.principalArn) ?? [])].filter((action) => !listed.has(action));
  return {
    ...principal,
    permissions: principal.permissions.map((permission) =>
      permission.usage === 'unknown'
        ? { ...permission, usage: 'unused' as const, reasons: [], conflict: null }
        : permission,
    ),
    otherUnused: [...new Set([...principal.otherUnused, ...later])].sort(),
  };
}

/** Actions that the replayed activity exercised or may have, by principal ARN. */
export function calledActions(
  replayed: readonly Pick<ReplayedActivity, 'principal' | 'actions'>[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const called = new Map<string, Set<string>>();
  for (const { principal, actions } of replayed) {
    const known = called.get(principal.arn) ?? new Set<string>();
    for (const action of actions) known.add(action);
    called.set(principal.arn, known);
  }
  return called;
}
