import { statementMatchesAction } from '../../iam/index.ts';
import { LEAST_PRIVILEGE } from './controls.ts';
import { type FindingRule, perPrincipal, some } from './finding-rule.ts';
import { carriedAllows, isUnlimited } from './statements.ts';

export const spendWithoutLimit: FindingRule = {
  type: 'SpendWithoutLimit',
  severity: 'medium',
  title: 'Can spend on AI without a limit',
  rationale:
    'Model calls, batch jobs and fine-tuning on every model or workspace are what stolen agent credentials are sold for.',
  evidence: 'Each statement that allows an action with a price on every resource.',
  remedy:
    'Name the models, inference profiles or workspaces it needs, and set a budget alarm; deny provisioned throughput and customisation jobs to agents.',
  controls: [...LEAST_PRIVILEGE, 'OWASP Agentic 2026 ASI02'],
  find: perPrincipal(({ principal, analysis }, { collected }) => {
    if (!analysis.agent.isAgent) return null;
    const spending = analysis.permissions.filter(
      ({ granted, sensitivity }) => granted && sensitivity.includes('ai-spend'),
    );
    const open = carriedAllows(principal, collected)
      .filter(({ statement }) => isUnlimited(statement))
      .flatMap(({ statement, place }) => {
        const actions = spending.filter(({ action }) => statementMatchesAction(statement, action));
        return actions.length === 0
          ? []
          : [
              `${place}: ${some(
                actions.map(({ action }) => action),
                6,
              ).join(', ')}`,
            ];
      });
    return open.length === 0
      ? null
      : {
          detail: `${open.length} statements allow actions that cost money on every resource.`,
          evidence: open,
        };
  }),
};
