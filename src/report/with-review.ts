import type { PreviousReview, ReviewAnswers } from '../domain/review.ts';
import { type Assessment, assessmentSchema } from './assessment-schema.ts';
import { decisionItems } from './decision-items.ts';
import { inSchemaOrder } from './in-schema-order.ts';

/** The assessment with what people said about it and what changed since the review before; undefined leaves as it is. */
export function withReview(
  assessment: Assessment,
  answers: ReviewAnswers | undefined,
  previous: PreviousReview | undefined,
): Assessment {
  const { decisions: oldDecisions, previous: oldPrevious, ...rest } = assessment;
  const decisions = answers === undefined ? oldDecisions : decisionsOf(assessment, answers);
  const since = previous ?? oldPrevious;
  if (IN_ORDER.has(assessment) && decisions === oldDecisions && since === oldPrevious) return assessment;
  // Its fields stand in the order of the schema: whether it was just decided or read from a file, its text is the same.
  const ordered = inSchemaOrder(assessmentSchema, {
    ...rest,
    ...(decisions === undefined ? {} : { decisions }),
    ...(since === undefined ? {} : { previous: since }),
  });
  IN_ORDER.add(ordered);
  return ordered;
}

/** What was put in order before: for a large organisation that is millions of objects. */
const IN_ORDER = new WeakSet<Assessment>();

function decisionsOf(assessment: Assessment, answers: ReviewAnswers): NonNullable<Assessment['decisions']> {
  const keys = decisionItems(assessment).map(({ key }) => key);
  const asked = new Set(keys);
  const answered = new Set(answers.items.map(({ key }) => key));
  return {
    items: answers.items,
    managementAcknowledgement: answers.managementAcknowledgement,
    unanswered: keys.filter((key) => !answered.has(key)),
    unknownKeys: answers.items.map(({ key }) => key).filter((key) => !asked.has(key)),
  };
}
