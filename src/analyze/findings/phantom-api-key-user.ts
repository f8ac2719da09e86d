import { LONG_LIVED_CREDENTIALS } from './controls.ts';
import { type FindingRule, perPrincipal } from './finding-rule.ts';

/** Users the console creates for long-term AI API keys and never cleans up (IAM User Guide, id_credentials_api_keys). */
const PHANTOM_USERS = [
  { prefix: 'AeaApiKey-', service: 'Claude Platform on AWS' },
  { prefix: 'BedrockAPIKey-', service: 'Amazon Bedrock' },
] as const;

export const phantomApiKeyUser: FindingRule = {
  type: 'PhantomApiKeyUser',
  severity: 'high',
  title: 'A user that exists only to carry a long-term AI API key',
  rationale:
    'The key does not expire unless asked to, is no session, and outlives the person who clicked for it.',
  evidence: 'The user name that the console gives such users, and when it was made.',
  remedy:
    'Move the caller to short-term keys or a role, delete the service-specific credential, then the user; an SCP on iam:CreateServiceSpecificCredential keeps it from coming back.',
  controls: LONG_LIVED_CREDENTIALS,
  find: perPrincipal(({ principal, analysis }) => {
    const kind = PHANTOM_USERS.find(({ prefix }) => principal.name.startsWith(prefix));
    if (principal.type !== 'user' || kind === undefined) return null;
    return {
      detail: `Created for a long-term API key of ${kind.service}; ${analysis.calls} calls in the window.`,
      evidence: [`user name ${principal.name}`, `created ${principal.createDate ?? 'at an unknown time'}`],
    };
  }),
};
