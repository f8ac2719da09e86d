import type { Finding, Permission, PrincipalAnalysis } from '../../domain/analysis.ts';
import { exceptionSentence, mutedBy } from '../../domain/exception-words.ts';
import type { ExceptionOutcome } from '../../domain/review.ts';

/** Which permissions a finding is about, for the types that are about permissions. */
const ABOUT: Readonly<Record<string, (permission: Permission) => boolean>> = {
  UnusedSensitivePermissions: ({ granted, severity, usage }) =>
    granted && severity !== null && usage === 'unused',
  UnjudgedCriticalPermissions: ({ granted, severity, usage }) =>
    granted && severity === 'critical' && usage === 'unknown',
};

/**
 * Findings with what exceptions say about them: one whose every permission is excepted is muted, one of which some are
 * names those. Administrator access is excepted only as such, by the action `*`. None is left out.
 */
export function muteFindings(
  findings: readonly Finding[],
  principals: readonly PrincipalAnalysis[],
  outcomes: readonly ExceptionOutcome[],
): readonly Finding[] {
  const active = outcomes.filter(({ status }) => status === 'active');
  if (active.length === 0) return findings;
  return findings.map((finding) => {
    const own = active.filter(({ principal }) => principal === finding.principalArn);
    if (own.length === 0) return finding;
    if (finding.type === 'AdministratorAccess') {
      const whole = own.filter(({ action }) => action === '*' || action === '*:*');
      return whole.length === 0 ? finding : muted(finding, whole);
    }
    const about = ABOUT[finding.type];
    if (about === undefined) return finding;
    const actions = principals
      .filter(({ principalArn }) => principalArn === finding.principalArn)
      .flatMap(({ permissions }) => permissions.filter(about).map(({ action }) => action));
    const covering = own.filter((exception) => actions.some((action) => exception.actions.includes(action)));
    const covered = actions.filter((action) =>
      covering.some((exception) => exception.actions.includes(action)),
    );
    if (covered.length === 0) return finding;
    if (covered.length === actions.length) return muted(finding, covering);
    return {
      ...finding,
      evidence: [...finding.evidence, ...covering.map((each) => mutedBy([each]))],
    };
  });
}

function muted(finding: Finding, exceptions: readonly ExceptionOutcome[]): Finding {
  const note = mutedBy(exceptions);
  const excepted = [...new Set(exceptions.map(exceptionSentence))];
  return { ...finding, detail: `${finding.detail} ${note}`, muted: note, excepted };
}
