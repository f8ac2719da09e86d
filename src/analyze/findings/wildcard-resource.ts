import { statementMatchesAction } from '../../iam/index.ts';
import { LEAST_PRIVILEGE } from './controls.ts';
import { type FindingRule, perPrincipal, some } from './finding-rule.ts';
import { allowsEverything, carriedAllows, isUnlimited } from './statements.ts';

export const wildcardResource: FindingRule = {
  type: 'WildcardResource',
  severity: 'medium',
  title: 'Critical actions on every resource, though they can be scoped',
  rationale: 'Where an action supports resources, `*` also reaches those the agent has nothing to do with.',
  evidence: 'Each statement with the critical actions it allows on every resource though they can be scoped.',
  remedy: 'Name the resources the agent works on; target `scoped` proposes those the log shows.',
  controls: LEAST_PRIVILEGE,
  find: perPrincipal(({ principal, analysis }, { collected, catalog }) => {
    if (!analysis.agent.isAgent) return null;
    const critical = analysis.permissions.filter(
      ({ action, granted, severity }) =>
        granted && severity === 'critical' && (catalog.action(action)?.resourceArns.length ?? 0) > 0,
    );
    const evidence = carriedAllows(principal, collected)
      .filter(({ statement }) => isUnlimited(statement) && !allowsEverything(statement))
      .flatMap(({ statement, place }) => {
        const open = critical.filter(({ action }) => statementMatchesAction(statement, action));
        return open.length === 0
          ? []
          : [
              `${place}: ${some(
                open.map(({ action }) => action),
                6,
              ).join(', ')}`,
            ];
      });
    return evidence.length === 0
      ? null
      : {
          detail: `${evidence.length} statements allow critical actions on \`*\` without a condition.`,
          evidence,
        };
  }),
};
