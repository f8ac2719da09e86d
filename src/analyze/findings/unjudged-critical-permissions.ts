import { ACCESS_REVIEW, LOGGING } from './controls.ts';
import { type FindingRule, perPrincipal, some } from './finding-rule.ts';

export const unjudgedCriticalPermissions: FindingRule = {
  type: 'UnjudgedCriticalPermissions',
  severity: 'medium',
  title: 'Holds critical permissions that the evidence cannot judge',
  rationale: 'No witness covers them for the whole window, so nobody can say whether they are needed.',
  evidence: 'Each permission with the reasons it cannot be judged.',
  remedy:
    'Switch on what the reasons name (data events, missing regions or days, last-accessed reports) and review again.',
  controls: [...ACCESS_REVIEW, ...LOGGING],
  find: perPrincipal(({ analysis }) => {
    const unknown = analysis.permissions.filter(
      ({ granted, severity, usage }) => granted && severity === 'critical' && usage === 'unknown',
    );
    if (unknown.length === 0) return null;
    const byReason = new Map<string, number>();
    for (const { reasons } of unknown) {
      for (const reason of reasons) byReason.set(reason, (byReason.get(reason) ?? 0) + 1);
    }
    const reasons = [...byReason].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
    return {
      detail: `${unknown.length} critical permissions are neither proven used nor proven unused: ${reasons.map(([reason, count]) => `${reason} (${count})`).join(', ')}.`,
      evidence: some(unknown.map(({ action, reasons: why }) => `${action}: ${why.join(', ')}`)),
    };
  }),
};
