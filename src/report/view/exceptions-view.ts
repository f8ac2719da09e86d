import type { Assessment } from '../assessment-schema.ts';
import { compareBy } from './severity.ts';

const STATUSES = {
  expired: 'Expired',
  unmatched: 'Matches nothing',
  active: 'In force',
} as const;
const ORDER = Object.keys(STATUSES);

export interface ExceptionView {
  readonly status: string;
  readonly statusTitle: string;
  readonly principal: string;
  readonly action: string;
  readonly statement: string;
  readonly detail: string;
  readonly reason: string;
  readonly people: string;
  readonly ticket: string;
  readonly period: string;
}

/** Every exception that was given, those that keep nothing any more on top. */
export function exceptionViews({ exceptions = [] }: Assessment): readonly ExceptionView[] {
  return [...exceptions]
    .sort(
      compareBy(
        ({ status }) => ORDER.indexOf(status),
        ({ expires }) => expires,
        ({ principal }) => principal,
        ({ action }) => action,
        ({ statement }) => statement,
        ({ ticket }) => ticket,
      ),
    )
    .map(
      ({
        status,
        principal,
        action,
        statement,
        detail,
        reason,
        owner,
        approver,
        ticket,
        granted,
        expires,
      }) => ({
        status,
        statusTitle: STATUSES[status],
        principal,
        action,
        statement,
        detail,
        reason,
        people: `owner ${owner}, approved by ${approver}`,
        ticket,
        period: `${granted} to ${expires}`,
      }),
    );
}
