import { LEAST_PRIVILEGE } from './controls.ts';
import { type FindingRule, perPrincipal, some } from './finding-rule.ts';

export const deadGrant: FindingRule = {
  type: 'DeadGrant',
  severity: 'low',
  title: 'Grants actions that have no effect',
  rationale:
    'A grant that does nothing hides what the policy really means, and comes alive if the action ever does.',
  remedy:
    'Delete the patterns; access through the AWS MCP server is governed by the actions of the services behind it.',
  controls: LEAST_PRIVILEGE,
  find: perPrincipal(({ analysis }) => {
    // `aws-mcp:*` no longer has any effect (AWS agent toolkit user guide).
    const dead = analysis.permissions.filter(
      ({ action, granted }) => granted && action.toLowerCase().startsWith('aws-mcp:'),
    );
    return dead.length === 0
      ? null
      : {
          detail: `${dead.length} patterns of the retired aws-mcp namespace.`,
          evidence: some(dead.map(({ action }) => action)),
        };
  }),
};
