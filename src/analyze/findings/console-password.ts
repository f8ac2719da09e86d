import { HUMAN_USE } from './controls.ts';
import { type FindingRule, perPrincipal } from './finding-rule.ts';

const DAY = 86_400_000;

export const consolePassword: FindingRule = {
  type: 'ConsolePassword',
  severity: 'high',
  title: 'A person can sign in as an agent or workload',
  rationale:
    'A console password lets whoever knows it do all that the agent may, and the log then shows the agent.',
  evidence:
    'Age of the password, and from the credential report its last use and whether an MFA device is active; with one, medium.',
  remedy:
    'Delete the password (`aws iam delete-login-profile`): software signs with keys or a role. Give people identities of their own.',
  controls: HUMAN_USE,
  find: perPrincipal(({ principal, analysis }, { collected, window }) => {
    if (principal.type !== 'user' || analysis.agent.kind === null) return null;
    const held = (collected.credentials?.passwords ?? []).find(({ userArn }) => userArn === principal.arn);
    if (held === undefined) return null;
    const { lastChanged, lastUsed, mfa } = held;
    const age =
      lastChanged === null
        ? 'of unknown age'
        : `set ${Math.floor((Date.parse(window.end) - Date.parse(lastChanged)) / DAY)} days ago`;
    const isRecent = typeof lastUsed === 'string' && lastUsed >= window.start;
    return {
      detail: `A console password ${age}${isRecent ? ', used in the window' : ''}.`,
      evidence: [
        lastUsed === undefined
          ? 'give --credential-report for its last use'
          : `password ${lastUsed === null ? 'never used' : `last used ${lastUsed}`}`,
        ...(mfa === undefined ? [] : [mfa ? 'an MFA device is active' : 'no MFA device is active']),
      ],
      ...(mfa === true && { severity: 'medium' as const }),
    };
  }),
};
