import { DEPENDENCIES } from '../../catalog/index.ts';
import { foldCase } from '../../domain/fold-case.ts';
import { LEAST_PRIVILEGE } from './controls.ts';
import { type FindingRule, perPrincipal } from './finding-rule.ts';

export const missingDependency: FindingRule = {
  type: 'MissingDependency',
  severity: 'low',
  title: 'Lacks an action that its other actions need',
  rationale: 'The grants that need it fail, and the usual mend is a policy wider than the one action.',
  evidence: 'The action that is missing and the actions that need it.',
  remedy: 'Add the action named below, or take away what needs it.',
  controls: LEAST_PRIVILEGE,
  find: perPrincipal(({ analysis, grants }) => {
    const missing = DEPENDENCIES.flatMap(({ action, neededBy, reason }) => {
      const needs = analysis.permissions.some(
        ({ action: other, granted }) => granted && foldCase(other).startsWith(neededBy),
      );
      return needs && !grants.has(action) ? [`${action}: ${reason}`] : [];
    });
    return missing.length === 0
      ? null
      : { detail: `${missing.length} actions are missing that others need.`, evidence: missing };
  }),
};
