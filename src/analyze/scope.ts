import type { AgentClassification } from '../domain/analysis.ts';
import type { Principal } from '../domain/principal.ts';

export interface Scope {
  readonly inScope: readonly Principal[];
  /** Analysed too, because what they use keeps a shared policy from being cut. */
  readonly sharing: readonly Principal[];
  readonly excluded: readonly { readonly principalArn: string; readonly rule: string }[];
}

/** Splits all principals: in scope + excluded = total, each exclusion with its rule. */
export function scopeOf(
  principals: readonly Principal[],
  scope: 'agents' | 'all',
  agentOf: (principal: Principal) => AgentClassification,
): Scope {
  const inScope = principals.filter((principal) => scope === 'all' || agentOf(principal).isAgent);
  const included = new Set(inScope);
  const policies = new Set(
    inScope.flatMap((principal) => principal.attachments.map(({ policyId }) => policyId)),
  );
  const rest = principals.filter((principal) => !included.has(principal));
  const sharing = rest.filter((principal) =>
    principal.attachments.some(({ policyId }) => policies.has(policyId)),
  );
  return {
    inScope,
    sharing,
    excluded: rest.map((principal) => ({
      principalArn: principal.arn,
      rule: 'not an agent: no configuration, tag, trust policy, grant or log says that an agent or workload runs it',
    })),
  };
}
