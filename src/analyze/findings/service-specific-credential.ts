import { LONG_LIVED_CREDENTIALS } from './controls.ts';
import { type FindingRule, perPrincipal } from './finding-rule.ts';

const DAY = 86_400_000;

export const serviceSpecificCredential: FindingRule = {
  type: 'ServiceSpecificCredential',
  severity: 'high',
  title: 'A long-term API key of an AI service',
  rationale:
    'A bearer token that anyone who reads it can use, without a signature, and for ever unless it was given an end.',
  evidence:
    'Each active credential with its service, age and end, and the calls of its user. AWS tells no last use of one.',
  remedy:
    'Replace it by short-term keys (12 hours at most) or SigV4 with a role; then `aws iam delete-service-specific-credential`.',
  controls: LONG_LIVED_CREDENTIALS,
  find: perPrincipal(({ principal, analysis }, { collected, window }) => {
    const held = (collected.credentials?.serviceSpecific ?? []).filter(
      ({ userName, account, active }) =>
        active && principal.type === 'user' && userName === principal.name && account === principal.account,
    );
    return held.length === 0
      ? null
      : {
          detail: `${held.length} active credential${held.length === 1 ? '' : 's'}; ${analysis.calls} calls of the user in the window.`,
          evidence: held.map(({ id, service, created, expires }) => {
            const age = Math.floor((Date.parse(window.end) - Date.parse(created)) / DAY);
            return `${id} for ${service}: ${age} days old, ${expires === null ? 'without an end' : `ends ${expires}`}`;
          }),
        };
  }),
};
