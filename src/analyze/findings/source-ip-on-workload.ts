import { foldCase } from '../../domain/fold-case.ts';
import { TRUST } from './controls.ts';
import { type FindingRule, perPrincipal, some } from './finding-rule.ts';
import { carriedAllows } from './statements.ts';

export const sourceIpOnWorkload: FindingRule = {
  type: 'SourceIpOnWorkload',
  severity: 'low',
  title: 'A workload is limited by aws:SourceIp',
  rationale:
    'Calls that a service makes on its behalf, or through a VPC endpoint, carry another address or none: the limit breaks the workload or is worked around, and it does not tie the role to what runs it.',
  evidence: "Each statement whose condition is on the caller's address.",
  remedy:
    'Use aws:SourceVpc, aws:SourceVpce or aws:ViaAWSService beside it, or tie the trust policy to the workload.',
  controls: TRUST,
  find: perPrincipal(({ principal, analysis }, { collected }) => {
    if (!analysis.agent.isAgent) return null;
    const trust = (principal.trustPolicy?.statements ?? []).map((statement) => ({
      statement,
      place: `trust policy, statement ${statement.index}`,
    }));
    const limited = [...carriedAllows(principal, collected), ...trust].filter(({ statement }) =>
      statement.conditions.some(({ key }) => foldCase(key) === 'aws:sourceip'),
    );
    return limited.length === 0
      ? null
      : {
          detail: `${limited.length} statements depend on the caller's address.`,
          evidence: some(limited.map(({ place }) => place)),
        };
  }),
};
