import type { PrincipalAnalysis } from '../../domain/analysis.ts';
import { type Guardrail, guardrail } from './guardrail.ts';

/** What no agent needs to do to itself or to what watches it. */
const NEVER = [
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:CreateServiceSpecificCredential',
  'iam:DeleteRolePermissionsBoundary',
  'iam:DeleteUserPermissionsBoundary',
  'iam:PutRolePermissionsBoundary',
  'iam:PutUserPermissionsBoundary',
  'iam:UpdateAssumeRolePolicy',
];

/**
 * One boundary per account for its AI agents: the services they used or whose use cannot be judged, and never their own
 * boundary or static credentials. A boundary grants nothing; it is the most the agents can ever be given.
 */
export function agentBoundary(agents: readonly PrincipalAnalysis[]): readonly Guardrail[] {
  const accounts = [...new Set(agents.map(({ account }) => account))].sort();
  return accounts.flatMap((account) => {
    const own = agents.filter((agent) => agent.account === account);
    const services = new Set(
      own.flatMap(({ permissions }) =>
        permissions
          .filter(({ usage }) => usage === 'used' || usage === 'unknown')
          .map(({ action }) => action.slice(0, action.indexOf(':')))
          .filter((service) => /^[a-z0-9-]+$/.test(service)),
      ),
    );
    const used = new Set(
      own.flatMap(({ permissions }) =>
        permissions.filter(({ usage }) => usage === 'used').map(({ action }) => action),
      ),
    );
    const never = NEVER.filter((action) => !used.has(action));
    if (services.size === 0) return [];
    return [
      guardrail('boundary', `agents-${account}`, account, [
        {
          sid: 'ServicesInUse',
          explanation: `Agents of account ${account} can be given access to these ${services.size} services and no others.`,
          basis: `used, or not to be judged, by ${own.map(({ name }) => name).join(', ')}`,
          statement: {
            Effect: 'Allow',
            Action: [...services].sort().map((service) => `${service}:*`),
            Resource: '*',
          },
        },
        {
          sid: 'NeverThemselves',
          explanation:
            'They cannot take off their boundary, change who may assume a role, or make long-term credentials.',
          basis: 'none of these was seen in use by them',
          statement: { Effect: 'Deny', Action: never, Resource: '*' },
        },
      ]),
    ];
  });
}
