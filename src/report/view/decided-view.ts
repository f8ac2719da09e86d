import type { AssessmentRecommendation } from '../assessment-schema.ts';
import { USAGE_WORDS } from '../words.ts';
import { formatAmount, formatDay } from './format.ts';
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

/** What the evidence says of a removal that rests on a decision. */
export function decidedEvidence({
  usage,
  lastBefore,
}: NonNullable<AssessmentRecommendation['decided']>[number]): string {
  const said = USAGE_WORDS[usage].toLowerCase();
  return lastBefore === undefined
    ? said
    : `${said}; last attempt ${formatDay(lastBefore)}, before the window`;
}

/** One group for each principal, reason and verdict, in the order of the removals. */
export function decidedView({ decided = [] }: AssessmentRecommendation): DecidedView {
  const groups = groupBy(decided, ({ principalArn, reason, usage, lastBefore }) => [
    JSON.stringify([principalArn, reason, usage, lastBefore]),
  ]);
  return {
    words:
      decided.length === 0
        ? ''
        : `${formatAmount(decided.length, 'removal')} here ${decided.length === 1 ? 'rests' : 'rest'} on a person's decision (never list), not on evidence of no use`,
    groups: [...groups.values()].flatMap((removals) => {
      const [first] = removals;
      if (first === undefined) return [];
      const { reason, principalArn } = first;
      const evidence = decidedEvidence(first);
      return [{ reason, principalArn, evidence, actions: removals.map(({ action }) => action) }];
    }),
  };
}
