import { LEAST_PRIVILEGE } from './controls.ts';
import { type FindingRule, perPrincipal, some } from './finding-rule.ts';

export const canChangeAgents: FindingRule = {
  type: 'CanChangeAgents',
  severity: 'high',
  title: 'Can change what agents are, remember or reach',
  rationale:
    'Whoever writes an agent, its environment, memory, vault or webhook steers what it does next, with its permissions.',
  evidence: 'The actions it holds, and those the log shows in use.',
  remedy:
    'Keep changing agents to the pipeline that deploys them; an agent that only runs needs none of these actions.',
  controls: [...LEAST_PRIVILEGE, 'OWASP Agentic 2026 ASI06'],
  find: perPrincipal(({ analysis }) => {
    const held = analysis.permissions.filter(
      ({ granted, sensitivity }) => granted && sensitivity.includes('agent-state-mutation'),
    );
    if (!analysis.agent.isAgent || held.length === 0) return null;
    const used = held.filter(({ usage }) => usage === 'used').map(({ action }) => action);
    return {
      detail: `It holds ${held.length} of these actions; ${used.length} were seen in use.`,
      evidence: [
        ...some(held.map(({ action }) => action)),
        `in use: ${used.length === 0 ? 'none seen' : some(used, 6).join(', ')}`,
      ],
    };
  }),
};
