import { parseAwsTime } from '../files/aws-time.ts';
import { contentHash } from './content-hash.ts';
import { isObject, textAt } from './fields.ts';
import type { RecordOrigin } from './record-origin.ts';
import { stageWhat, whoOf } from './stage-what.ts';
import { stageCaller } from './staged-caller.ts';
import type { StagedRow } from './staged-row.ts';

export type StagedRecord =
  | { readonly kind: 'row'; readonly row: StagedRow }
  | { readonly kind: 'unreadable'; readonly reason: string };

/**
 * Reduces one parsed record to a staged row: who called and what was called, each by itself, so that a reader may stage
 * them apart and each only once. Pure: nothing but the record and its origin decides.
 */
export function stageRecord(record: unknown, origin: RecordOrigin): StagedRecord {
  if (!isObject(record)) return { kind: 'unreadable', reason: 'is not an object' };
  const caller = stageCaller(record);
  const staged = stageWhat(record, caller, origin);
  if (staged.kind === 'unreadable') return staged;
  return {
    kind: 'row',
    row: {
      ...whoOf(caller, staged.leftover),
      ...staged.what,
      issuedKey: staged.issuedKey,
      eventId: textAt(record, 'eventID') ?? contentHash(record),
      sharedEventId: textAt(record, 'sharedEventID'),
      time: parseAwsTime(record.eventTime),
    },
  };
}
