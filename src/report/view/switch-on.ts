import type { UnknownReason } from '../../domain/analysis.ts';
import type { AssessmentPrincipal } from '../assessment-schema.ts';
import { sensitiveWith } from '../summary.ts';
import { REASON_WORDS } from '../words.ts';
import { formatAmount } from './format.ts';
import { compareBy } from './severity.ts';

/** Why critical permissions of these agents cannot be judged, most first, and what would settle it. */
export function switchOn(
  agents: readonly AssessmentPrincipal[],
): readonly { readonly title: string; readonly remedy: string; readonly words: string }[] {
  const reasons = new Map<UnknownReason, { permissions: number; agents: Set<AssessmentPrincipal> }>();
  for (const agent of agents) {
    for (const permission of sensitiveWith(agent, 'unknown', 'critical')) {
      for (const reason of permission.reasons) {
        const known = reasons.get(reason) ?? { permissions: 0, agents: new Set() };
        reasons.set(reason, known);
        known.permissions++;
        known.agents.add(agent);
      }
    }
  }
  return [...reasons]
    .sort(
      compareBy(
        ([, { permissions }]) => -permissions,
        ([reason]) => reason,
      ),
    )
    .map(([reason, { permissions, agents: holders }]) => ({
      title: REASON_WORDS[reason].title,
      remedy: REASON_WORDS[reason].remedy,
      words: `${formatAmount(permissions, 'permission')}, ${formatAmount(holders.size, 'agent')}`,
    }));
}
