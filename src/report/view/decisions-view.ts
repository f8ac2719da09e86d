import type { Assessment } from '../assessment-schema.ts';
import { decisionItems } from '../decision-items.ts';
import { formatAmount, formatCount } from './format.ts';

export interface AnswerView {
  readonly key: string;
  readonly question: string;
  readonly decision: string;
  readonly who: string;
  readonly date: string;
  readonly reason: string;
}

/** Reviewers' answers; `given` is false when none came with the run. */
export interface DecisionsView {
  readonly given: boolean;
  readonly words: string;
  readonly acknowledgement: string;
  readonly answers: readonly AnswerView[];
  readonly open: readonly { readonly key: string; readonly question: string }[];
}

export function decisionsView(shown: Assessment): DecisionsView {
  const { decisions } = shown;
  if (decisions === undefined) {
    return { given: false, words: '', acknowledgement: '', answers: [], open: [] };
  }
  const questions = new Map(decisionItems(shown).map(({ key, question }) => [key, question]));
  const { items, unanswered, unknownKeys, managementAcknowledgement: by } = decisions;
  const stale =
    unknownKeys.length === 0
      ? ''
      : `; ${formatAmount(unknownKeys.length, 'answer')} to what is no longer asked`;
  return {
    given: true,
    words: `${formatCount(items.length - unknownKeys.length)} decided, ${formatCount(unanswered.length)} open${stale}.`,
    acknowledgement:
      by === null
        ? 'Management has not acknowledged it (PCI DSS 4.0.1, 7.2.5.1).'
        : `Acknowledged by ${by.name}, ${by.role}, on ${by.date}.`,
    answers: items.map(({ key, decision, reviewer, role, date, reason }) => ({
      key,
      question: questions.get(key) ?? 'This assessment no longer asks it.',
      decision,
      who: `${reviewer}, ${role}`,
      date,
      reason,
    })),
    open: unanswered.map((key) => ({ key, question: questions.get(key) ?? '' })),
  };
}
