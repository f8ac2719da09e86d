import type { Severity } from '../../domain/catalog.ts';
import { ACCESS_REVIEW, LEAST_PRIVILEGE } from './controls.ts';
import { type FindingRule, perPrincipal, some } from './finding-rule.ts';

const ORDER: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

export const unusedSensitivePermissions: FindingRule = {
  type: 'UnusedSensitivePermissions',
  severity: 'high',
  title: 'Holds sensitive permissions it does not use',
  rationale:
    'A complete witness saw no use in the whole window: what nobody uses only serves an attacker or an accident.',
  evidence: "The unused permissions, worst first; the principal's section has the witnesses of each.",
  remedy: 'Apply the verified proposal, or record an exception with an owner and an expiry.',
  controls: [...LEAST_PRIVILEGE, ...ACCESS_REVIEW],
  find: perPrincipal(({ analysis }) => {
    const unused = analysis.permissions.filter(
      ({ granted, severity, usage }) => granted && severity !== null && usage === 'unused',
    );
    const severity = ORDER.find((level) => unused.some((permission) => permission.severity === level));
    if (severity === undefined) return null;
    const critical = unused.filter((permission) => permission.severity === 'critical').length;
    const worstFirst = ORDER.flatMap((level) => unused.filter((permission) => permission.severity === level));
    return {
      severity,
      detail: `${unused.length} of ${analysis.grants.sensitive} granted sensitive permissions are unused, ${critical} of them critical.`,
      evidence: some(worstFirst.map((permission) => `${permission.action} (${permission.severity})`)),
    };
  }),
};
