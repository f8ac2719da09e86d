import type { ExceptionOutcome } from './review.ts';

/** What an exception says: what is kept, until when, who approved it and why. */
const exceptionWords = ({ action, expires, approver, ticket, reason }: ExceptionOutcome): string =>
  `${action} until ${expires}, approved by ${approver} (${ticket}): ${reason}`;

/** The same with who answers for it, to stand by itself. */
export const exceptionSentence = ({
  action,
  expires,
  owner,
  approver,
  ticket,
  reason,
}: ExceptionOutcome): string =>
  `${action} until ${expires}, owner ${owner}, approved by ${approver} (${ticket}): ${reason}`;

/** `Finding.muted` of a finding that these exceptions cover. */
export const mutedBy = (exceptions: readonly ExceptionOutcome[]): string =>
  `Excepted: ${exceptions.map(exceptionWords).join(' ')}`;
