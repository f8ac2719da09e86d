import { z } from 'zod';
import { DECISIONS } from '../domain/review.ts';
import { count, day, list, record, share, text, time } from './schema-parts.ts';

/** Exceptions that were given to the run, with what became of each. */
export const exceptionsSchema = list(
  record({
    account: text,
    principal: text,
    action: text,
    statement: text,
    owner: text,
    approver: text,
    reason: text,
    ticket: text,
    granted: day,
    expires: day,
    status: z.enum(['active', 'expired', 'unmatched']),
    detail: text,
    actions: list(text),
  }),
);

/** Reviewers' answers; `key` names a proposal or finding of this assessment unless it is among `unknownKeys`. */
export const decisionsSchema = record({
  items: list(
    record({
      key: text,
      decision: z.enum(DECISIONS),
      reviewer: text,
      role: text,
      date: day,
      reason: text,
    }),
  ),
  managementAcknowledgement: record({ name: text, role: text, date: day }).nullable(),
  /** Keys of proposals and findings nobody has answered. */
  unanswered: list(text),
  /** Answers to what this assessment does not ask. */
  unknownKeys: list(text),
});

/** The earlier review this one was compared with. */
export const previousSchema = record({
  manifestSha256: text.nullable(),
  asOf: time,
  changes: record({
    exposureBefore: share,
    exposureNow: share,
    principalsAdded: count,
    principalsRemoved: count,
    newlyUnused: count,
    newlyGranted: count,
    remediated: count,
    regressed: count,
  }),
});
