import type { AssessmentRecommendation } from '../assessment-schema.ts';
import { USAGE_WORDS } from '../words.ts';
import { formatAmount } from './format.ts';
import { groupBy } from './group-by.ts';

/** Removals that rest on a person's word and not on evidence, by that word. */
export interface DecidedView {
  /** `2 of these rest on a decision, not on evidence of no use`; empty when none does. */
  readonly words: string;
  readonly groups: readonly {
    readonly reason: string;
    readonly principalArn: string;
    readonly evidence: string;
    readonly actions: readonly string[];
  }[];
}

/** One group for each principal, reason and verdict, in the order of the removals. */
export function decidedView({ decided = [] }: AssessmentRecommendation): DecidedView {
  const groups = groupBy(decided, ({ principalArn, reason, usage }) => [
    JSON.stringify([principalArn, reason, usage]),
  ]);
  return {
    words:
      decided.length === 0
        ? ''
        : `${formatAmount(decided.length, 'removal')} here ${decided.length === 1 ? 'rests' : 'rest'} on a person's decision (never list), not on evidence of no use`,
    groups: [...groups.values()].flatMap((removals) => {
      const [first] = removals;
      if (first === undefined) return [];
      const { reason, principalArn, usage } = first;
      const evidence = USAGE_WORDS[usage].toLowerCase();
      return [{ reason, principalArn, evidence, actions: removals.map(({ action }) => action) }];
    }),
  };
}
