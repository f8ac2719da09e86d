import { UserError } from '../domain/errors.ts';
import type { Handler } from './command.ts';
import { parseInstant } from './values.ts';

const ROLE = /^(?:arn:aws[a-z-]*:iam::\d{12}:role\/(?:.*\/)?)?([\w+=,.@-]{1,64})$/;
const SESSION = /^arn:aws[a-z-]*:sts::\d{12}:assumed-role\/([\w+=,.@-]{1,64})\//;
const POLICY_NAME = 'AWSRevokeOlderSessions';

/**
 * `paredown contain`: the inline Deny that ends every session a role has now, as the IAM console's "Revoke sessions"
 * writes it (IAM User Guide, id_roles_use_revoke-sessions). Reads no evidence and calls nothing: in an incident it
 * must answer at once, and applying it is a person's decision.
 */
export const contain: Handler = async ({ positionals, flags }, io) => {
  const wanted = positionals.principal ?? '';
  if (/:user\//.test(wanted)) {
    throw new UserError(
      `${wanted} is a user: its access keys carry no issue time. Deactivate them with \`aws iam update-access-key --status Inactive\` and \`aws iam update-service-specific-credential --status Inactive\`.`,
    );
  }
  const role = SESSION.exec(wanted)?.[1] ?? ROLE.exec(wanted)?.[1];
  if (role === undefined) {
    throw new UserError(`"${wanted}" is neither the name nor the ARN of a role, nor of a session of one.`);
  }
  if (wanted.includes(':role/aws-service-role/')) {
    throw new UserError(
      'The sessions of a service-linked role cannot be revoked: its policy belongs to the service.',
    );
  }
  const before = parseInstant(typeof flags.before === 'string' ? flags.before : io.now());
  io.print(
    JSON.stringify(
      {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Deny',
            Action: ['*'],
            Resource: ['*'],
            Condition: { DateLessThan: { 'aws:TokenIssueTime': before } },
          },
        ],
      },
      null,
      2,
    ),
  );
  for (const line of advice(role, wanted, before)) io.say(line);
  return 0;
};

function advice(role: string, wanted: string, before: string): readonly string[] {
  const identityCenter = role.startsWith('AWSReservedSSO_')
    ? [
        'IAM Identity Center owns this role: revoke the user sessions there too, or it writes the policy over.',
      ]
    : [];
  return [
    'Nothing was changed. To apply it, save the document above as revoke.json and run:',
    `  aws iam put-role-policy --role-name ${role} --policy-name ${POLICY_NAME} --policy-document file://revoke.json`,
    `It denies everything to every session of ${wanted} issued before ${before}, the people's too; sessions issued later`,
    'are not touched, so whoever can assume the role can come back: change the trust policy as well.',
    'Sessions that these sessions got from other roles stay valid: contain those roles in the same way.',
    ...identityCenter,
    `To undo: aws iam delete-role-policy --role-name ${role} --policy-name ${POLICY_NAME}`,
  ];
}
