import { ACCESS_REVIEW } from './controls.ts';
import { type FindingRule, perPrincipal, some } from './finding-rule.ts';

export const conflictingEvidence: FindingRule = {
  type: 'ConflictingEvidence',
  severity: 'low',
  title: 'Two witnesses disagree',
  rationale: 'One of the sources is incomplete or late; the permission is kept until it is known which.',
  evidence: 'For each action what CloudTrail and what IAM last accessed say.',
  remedy:
    'Fetch a new last-accessed report and check the trail of the days named; the permission stays meanwhile.',
  controls: ACCESS_REVIEW,
  find: perPrincipal(({ analysis }) => {
    const conflicts = analysis.permissions.filter(({ conflict }) => conflict !== null);
    return conflicts.length === 0
      ? null
      : {
          detail: `For ${conflicts.length} actions CloudTrail and IAM last accessed tell different stories.`,
          evidence: some(conflicts.map(({ action, conflict }) => `${action}: ${conflict}`)),
        };
  }),
};
