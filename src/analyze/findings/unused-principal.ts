import { UNUSED_ACCOUNTS } from './controls.ts';
import { type FindingRule, perPrincipal } from './finding-rule.ts';

export const unusedPrincipal: FindingRule = {
  type: 'UnusedPrincipal',
  severity: 'medium',
  title: 'Was not used in the window',
  rationale: 'An identity nobody uses is one nobody watches.',
  evidence: 'The last use that IAM tells, and how much it may do.',
  remedy: 'Delete it, or say in an exception who needs it and when (break-glass, yearly jobs).',
  controls: UNUSED_ACCOUNTS,
  find: perPrincipal(({ principal, analysis }, { window }) => {
    const lastUsed = principal.lastUsed?.date ?? null;
    const judged = analysis.permissions.filter(({ granted, severity }) => granted && severity !== null);
    const isProven = judged.length > 0 && judged.some(({ usage }) => usage === 'unused');
    if (analysis.calls > 0 || !isProven) return null;
    if (lastUsed !== null && lastUsed >= window.start) return null;
    if (principal.createDate === null || principal.createDate > window.start) return null;
    return {
      detail: 'No call of it is in the log, and IAM tells of no use in the window.',
      evidence: [
        `last used according to IAM: ${lastUsed ?? 'never in the tracking period'}`,
        `granted: ${analysis.grants.actions} actions, ${analysis.grants.sensitive} of them sensitive`,
      ],
    };
  }),
};
