import { LEAST_PRIVILEGE } from './controls.ts';
import { type FindingRule, perPrincipal } from './finding-rule.ts';

const ACTION = 'bedrock-agentcore:GetWorkloadAccessTokenForUserId';

export const unverifiedUserToken: FindingRule = {
  type: 'UnverifiedUserToken',
  severity: 'high',
  title: 'Can act for any user without proof of who it is',
  rationale:
    'GetWorkloadAccessTokenForUserId takes a user id on trust; the JWT variant verifies it with the identity provider. AWS advises to deny it in production (AgentCore developer guide, runtime permissions).',
  evidence: 'The policies and statements that grant it, and whether the log shows it in use.',
  remedy: `Deny ${ACTION} and use GetWorkloadAccessTokenForJWT.`,
  controls: LEAST_PRIVILEGE,
  find: perPrincipal(({ analysis }) => {
    const held = analysis.permissions.find(({ action, granted }) => action === ACTION && granted);
    return held === undefined
      ? null
      : {
          detail: `It holds ${ACTION}; by the evidence it is ${held.usage}.`,
          evidence: held.grantedBy.map(({ policy, statement }) => `${policy}, statement ${statement}`),
        };
  }),
};
