import { LEAST_PRIVILEGE } from './controls.ts';
import { type FindingRule, perPrincipal } from './finding-rule.ts';

export const administratorAccess: FindingRule = {
  type: 'AdministratorAccess',
  severity: 'critical',
  title: 'An agent holds administrator access',
  rationale: 'An agent can do anything within its granted entitlements, and so can whoever steers it.',
  evidence:
    'The statements that allow every action on every resource, and how many of the granted actions were called.',
  remedy:
    'Replace the statement by what the evidence shows in use; keep administration to people and break-glass roles.',
  controls: LEAST_PRIVILEGE,
  find: perPrincipal(({ principal, analysis }, { collected }) => {
    if (!analysis.agent.isAgent) return null;
    const evidence = principal.attachments.flatMap(({ policyId }) => {
      const policy = collected.policies.get(policyId);
      return (policy?.document?.statements ?? [])
        .filter(
          ({ effect, action, resource, conditions }) =>
            effect === 'Allow' &&
            conditions.length === 0 &&
            !action.negated &&
            action.patterns.some((pattern) => pattern === '*' || pattern === '*:*') &&
            resource?.negated === false &&
            resource.patterns.includes('*'),
        )
        .map(
          ({ index }) =>
            `${policy?.arn ?? policy?.name ?? policyId}, statement ${index}: every action on every resource`,
        );
    });
    return evidence.length === 0
      ? null
      : {
          detail: `${analysis.grants.actions} actions are granted; ${analysis.calls} calls were made in the window.`,
          evidence,
        };
  }),
};
