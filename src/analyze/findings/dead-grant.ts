import { ACCOUNT_SCOPED_ACTIONS } from '../../catalog/index.ts';
import { foldCase } from '../../domain/fold-case.ts';
import { LEAST_PRIVILEGE } from './controls.ts';
import { type FindingRule, perPrincipal, some } from './finding-rule.ts';
import { carriedAllows } from './statements.ts';

export const deadGrant: FindingRule = {
  type: 'DeadGrant',
  severity: 'low',
  title: 'Grants actions that have no effect',
  rationale:
    'A grant that does nothing hides what the policy really means, and comes alive if the action ever does.',
  evidence: 'Each grant with the reason it does nothing.',
  remedy:
    'Delete the patterns: access through the AWS MCP server is governed by the actions of the services behind it, and account-wide Claude Platform actions need `Resource: "*"`.',
  controls: LEAST_PRIVILEGE,
  find: perPrincipal(({ principal, analysis }, { collected }) => {
    // `aws-mcp:*` no longer has any effect (AWS agent toolkit user guide).
    const retired = analysis.permissions
      .filter(({ action, granted }) => granted && foldCase(action).startsWith('aws-mcp:'))
      .map(({ action }) => `${action}: of the retired aws-mcp namespace`);
    const misplaced = carriedAllows(principal, collected).flatMap(({ statement, place }) => {
      const { action, resource } = statement;
      const onWorkspaces =
        resource?.negated === false &&
        resource.patterns.every(
          (arn) => arn.includes(':aws-external-anthropic:') && arn.includes(':workspace/'),
        );
      if (action.negated || !onWorkspaces) return [];
      return ACCOUNT_SCOPED_ACTIONS.filter((name) =>
        action.patterns.some((pattern) => foldCase(pattern) === foldCase(name)),
      ).map((name) => `${place}: ${name} is account-wide and names workspaces`);
    });
    const dead = [...retired, ...misplaced];
    return dead.length === 0
      ? null
      : { detail: `${dead.length} grants have no effect.`, evidence: some(dead) };
  }),
};
