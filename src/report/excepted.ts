import { exceptionSentence } from '../domain/exception-words.ts';
import type { ExceptionOutcome } from '../domain/review.ts';
import type { Assessment, AssessmentFinding } from './assessment-schema.ts';

/** Whether exceptions were given: where none were, nothing is said of them. */
export const exceptionsGiven = ({
  exceptions,
  findings,
}: Pick<Assessment, 'exceptions' | 'findings'>): boolean =>
  exceptions !== undefined || findings.some(({ muted }) => muted !== undefined);

const inForce = ({ exceptions = [] }: Pick<Assessment, 'exceptions'>): readonly ExceptionOutcome[] =>
  exceptions.filter(({ status }) => status === 'active');

/**
 * A sentence for each exception that covers a finding; none when it is not covered, or in part, which its evidence says.
 * An assessment made before they stood apart has them as one.
 */
export const coveringExceptions = ({
  muted,
  excepted,
}: Pick<AssessmentFinding, 'muted' | 'excepted'>): readonly string[] =>
  excepted ?? (muted === undefined ? NONE : [muted]);

/** The detail without the words about exceptions that end it, for formats that say them apart. */
export const detailAlone = ({ detail, muted }: Pick<AssessmentFinding, 'detail' | 'muted'>): string =>
  muted !== undefined && detail.endsWith(` ${muted}`) ? detail.slice(0, -muted.length - 1) : detail;

/** A sentence for each exception in force by which a principal keeps a permission. */
export type KeepingExceptions = (principalArn: string, action: string) => readonly string[];

export function keepingExceptions(assessment: Pick<Assessment, 'exceptions'>): KeepingExceptions {
  const byPrincipal = new Map<string, Map<string, string[]>>();
  for (const exception of inForce(assessment)) {
    const byAction = byPrincipal.get(exception.principal) ?? new Map<string, string[]>();
    byPrincipal.set(exception.principal, byAction);
    const sentence = exceptionSentence(exception);
    for (const action of exception.actions) {
      byAction.set(action, [...(byAction.get(action) ?? []), sentence]);
    }
  }
  return (principalArn, action) => byPrincipal.get(principalArn)?.get(action) ?? NONE;
}

const NONE: readonly string[] = [];
