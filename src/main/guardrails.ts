import { analyze } from '../analyze/index.ts';
import { POLICY_LIMITS, policySize } from '../iam/index.ts';
import type { CollectProgress, RunRequest } from '../main.ts';
import { type Guardrail, guardrails as propose } from '../propose/index.ts';
import { type GuardrailEffect, guardrailEffect } from '../verify/index.ts';
import { gather } from './gather.ts';

/** A guardrail with what it would do to the calls of the window. */
export interface JudgedGuardrail extends Guardrail {
  readonly characters: number;
  readonly limit: number;
  /** Authorised calls of the window that were replayed under it. */
  readonly replayed: number;
  /** Those it would deny, or might; empty: nothing seen in the window is denied. */
  readonly effects: readonly GuardrailEffect[];
}

/**
 * Drafts the guardrails of the accounts and replays the window under each of them.
 * @throws UserError when grants or log are missing
 */
export async function guardrails(
  request: RunRequest,
  progress: ((progress: CollectProgress) => void) | null,
): Promise<readonly JudgedGuardrail[]> {
  const { collected, catalog } = await gather(request, progress);
  const analysis = analyze(collected, catalog, { ...request, extent: 'sensitive' });
  const productionWorkspaces = request.productionWorkspaces ?? [];
  return propose(collected, analysis, catalog, { productionWorkspaces }).map((one) => {
    const holders = analysis.principals.filter(
      ({ account, agent, inScope, unmanageable }) =>
        inScope && agent.kind === 'ai-agent' && unmanageable === null && account === one.account,
    );
    const { replayed, effects } = guardrailEffect(
      {
        kind: one.kind,
        document: one.document,
        principalArns: one.kind === 'scp' ? null : holders.map(({ principalArn }) => principalArn),
      },
      collected,
      catalog,
    );
    const limit = one.kind === 'scp' ? POLICY_LIMITS.serviceControl : POLICY_LIMITS.managed;
    return {
      ...one,
      characters: policySize(one.document),
      limit: limit.characters,
      replayed,
      effects,
    };
  });
}
