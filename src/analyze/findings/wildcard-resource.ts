import { oncePer } from '../../domain/once-per.ts';
import type { Statement } from '../../domain/policy.ts';
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
  find: (context) => {
    const { catalog } = context;
    const scopable = catalog.sensitiveActions.filter(
      (action) =>
        catalog.sensitivity(action)?.severity === 'critical' &&
        (catalog.action(action)?.resourceArns.length ?? 0) > 0,
    );
    const allowedBy = oncePer(
      (statement: Statement): ReadonlySet<string> =>
        new Set(scopable.filter((action) => statementMatchesAction(statement, action))),
    );
    return perPrincipal(({ principal, analysis }, { collected }) => {
      if (!analysis.agent.isAgent) return null;
      const critical = analysis.permissions.filter(
        ({ granted, severity }) => granted && severity === 'critical',
      );
      const evidence = carriedAllows(principal, collected)
        .filter(({ statement }) => isUnlimited(statement) && !allowsEverything(statement))
        .flatMap(({ statement, place }) => {
          const allowed = allowedBy(statement);
          const open = critical.filter(({ action }) => allowed.has(action)).map(({ action }) => action);
          return open.length === 0 ? [] : [`${place}: ${some(open, 6).join(', ')}`];
        });
      return evidence.length === 0
        ? null
        : {
            detail: `${evidence.length} statements allow critical actions on \`*\` without a condition.`,
            evidence,
          };
    })(context);
  },
};
