import type { WorkspaceReach } from '../../domain/workspaces.ts';
import { LEAST_PRIVILEGE } from './controls.ts';
import { type FindingRule, perPrincipal } from './finding-rule.ts';

export const productionWorkspaceReach: FindingRule = {
  type: 'ProductionWorkspaceReach',
  severity: 'high',
  title: 'Reaches a production workspace without a documented need',
  rationale:
    'A workspace named as production in the configuration holds what customers and agents said; reach that nobody asked for is found by no one.',
  evidence: 'Each production workspace with what it can do there, and which of that the log shows.',
  remedy:
    'Limit the Claude Platform statements to the workspaces it works in, or name the need in `documentedNeeds` with an owner and a reason.',
  controls: LEAST_PRIVILEGE,
  find: (context) => {
    const needless = context.workspaces.filter(
      ({ production, documentedNeed }) => production && documentedNeed === null,
    );
    const byPrincipal = new Map<string, WorkspaceReach[]>();
    for (const row of needless) {
      const others = byPrincipal.get(row.principalArn);
      if (others === undefined) byPrincipal.set(row.principalArn, [row]);
      else others.push(row);
    }
    return perPrincipal(({ principal }) => {
      const reached = byPrincipal.get(principal.arn);
      return reached === undefined
        ? null
        : {
            detail: `It reaches ${reached.length} production workspace${reached.length === 1 ? '' : 's'}.`,
            evidence: reached.map(({ workspace, access }) => {
              const words = access.map(({ capability, used }) => `${capability}${used ? ' (used)' : ''}`);
              return `${workspace}: ${words.join(', ')}`;
            }),
          };
    })(context);
  },
};
