import type { Analysis } from '../../domain/analysis.ts';
import type { GuardrailStatement } from './guardrail.ts';

/**
 * One Deny per workspace: everybody but the principals that used it or have a documented need. Workspaces nobody used
 * and nobody documented are left alone: a list of nobody would be a guess.
 */
export function workspaceAllowLists(
  { workspaces = [] }: Analysis,
  production: readonly string[],
): readonly GuardrailStatement[] {
  const arns = [...new Set(workspaces.map(({ workspace }) => workspace))]
    .filter((workspace) => workspace.includes(':workspace/') && !/[*?]/.test(workspace))
    .sort();
  return arns.flatMap((arn, index) => {
    const rows = workspaces.filter(({ workspace }) => workspace === arn);
    const named = rows.filter(
      ({ documentedNeed, access }) => documentedNeed !== null || access.some(({ used }) => used),
    );
    if (named.length === 0) return [];
    const isProduction = production.length > 0 && rows.some((row) => row.production);
    const others = rows.length - named.length;
    return [
      {
        sid: `Workspace${index + 1}`,
        explanation: `Only the principals named reach ${isProduction ? 'the production workspace ' : ''}${arn.split('/').at(-1)}; ${others} other${others === 1 ? '' : 's'} in scope could until now.`,
        basis: named
          .map(
            ({ principalArn, documentedNeed }) =>
              `${principalArn} ${documentedNeed ?? 'used it in the window'}`,
          )
          .join('; '),
        statement: {
          Effect: 'Deny',
          Action: ['aws-external-anthropic:*'],
          Resource: [arn],
          Condition: {
            ArnNotLike: { 'aws:PrincipalArn': named.map(({ principalArn }) => principalArn).sort() },
          },
        },
      },
    ];
  });
}
