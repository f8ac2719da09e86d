import { type Candidate, rollbackOf } from './unit.ts';

/**
 * The recommendation turned round: the documents as they were before, under an id (so a branch) of its own. What was
 * attached in place of a detached policy is detached again.
 */
export function rolledBack(recommendation: Candidate): Candidate {
  const kinds = { replace: 'replace', delete: 'create', create: 'detach', detach: 'create' } as const;
  return {
    ...recommendation,
    id: rollbackOf(recommendation.id),
    requires: [],
    changes: recommendation.changes
      .map((change) => ({ ...change, kind: kinds[change.kind], before: change.after, after: change.before }))
      .toReversed(),
  };
}
