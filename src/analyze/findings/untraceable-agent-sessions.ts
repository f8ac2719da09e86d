import { LOGGING } from './controls.ts';
import { type FindingRule, perPrincipal } from './finding-rule.ts';

export const untraceableAgentSessions: FindingRule = {
  type: 'UntraceableAgentSessions',
  severity: 'medium',
  title: 'Agent sessions carry neither session tags nor a source identity',
  rationale:
    'Then the log names the role and not the task, user or prompt behind a call: what an agent did for whom cannot be told.',
  evidence:
    'The calls by agent sessions that carry neither, of all their calls, and examples of their names.',
  remedy:
    'Have the caller set a source identity or session tags (agent, task, user) when it assumes the role, and require them in the trust policy.',
  controls: LOGGING,
  find: perPrincipal(({ analysis, sessions }) => {
    if (analysis.agent.kind !== 'ai-agent') return null;
    const bare = sessions.agent.filter(
      ({ session }) =>
        session.sessionName !== null && session.sourceIdentity === null && session.tags.length === 0,
    );
    if (bare.length === 0) return null;
    const calls = bare.reduce((sum, { session }) => sum + session.calls, 0);
    const all = sessions.agent.reduce((sum, { session }) => sum + session.calls, 0);
    const names = [...new Set(bare.map(({ session }) => session.sessionName ?? ''))].sort();
    return {
      detail: `${calls} of ${all} calls by agent sessions say nothing about the task or user behind them.`,
      evidence: [`${names.length} session names, for example ${names.slice(0, 3).join(', ')}`],
    };
  }),
};
