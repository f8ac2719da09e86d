import { HUMAN_USE } from './controls.ts';
import { type FindingRule, perPrincipal, some } from './finding-rule.ts';

export const sharedByHumanAndAgent: FindingRule = {
  type: 'SharedByHumanAndAgent',
  severity: 'high',
  title: 'One role for people and an agent',
  rationale:
    'Permissions are per role: what the person needs the agent holds too, until the role is divided.',
  evidence:
    'The sessions of each kind by name, with what told them apart; the sessions table splits what each kind did.',
  remedy:
    'Give the agent its own role; until then a Deny on what only people need, with `aws:ViaAWSMCPService` or a session tag as condition.',
  controls: HUMAN_USE,
  find: perPrincipal(({ sessions }) => {
    const { agent, person } = sessions;
    if (agent.length === 0 || person.length === 0) return null;
    const calls = (list: typeof agent): number => list.reduce((sum, { session }) => sum + session.calls, 0);
    return {
      detail: `${agent.length} agent sessions made ${calls(agent)} calls and ${person.length} sessions of people made ${calls(person)}.`,
      evidence: some(
        [...agent, ...person].map(
          ({ session, kind, why }) => `${kind}: ${session.sessionName ?? 'no session name'} (${why})`,
        ),
        10,
      ),
    };
  }),
};
