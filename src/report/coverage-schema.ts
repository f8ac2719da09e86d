import { z } from 'zod';
import { count, inputKind, list, record, text, witness } from './schema-parts.ts';

/** What CloudTrail's digest files say of the log files, by account and region; absent: no log, or nobody checked. */
const integrity = list(
  record({
    account: text.nullable(),
    region: text.nullable(),
    status: z.enum(['verified', 'matching', 'partial', 'not-verified', 'failed']),
    files: record({
      verified: count,
      matching: count,
      unlisted: count,
      changed: count,
      missing: count,
      unreadable: count,
    }),
    digests: record({ signed: count, unsigned: count, changed: count, missing: count, unreadable: count }),
    problems: list(record({ name: text, problem: text })),
  }),
);

/** What the evidence covers, and what it does not. */
export const coverageSchema = record({
  verdict: z.enum(['complete', 'partial', 'insufficient']),
  notes: list(text),
  events: count,
  duplicates: count,
  firstEvent: text.nullable(),
  lastEvent: text.nullable(),
  witnesses: list(
    record({
      witness,
      account: text,
      region: text,
      scope: text.nullable(),
      from: text,
      to: text,
      complete: z.boolean(),
      gaps: list(record({ from: text, to: text, reason: text })),
    }),
  ),
  unmappedEvents: list(record({ eventSource: text, eventName: text, count })),
  unreadable: list(record({ kind: inputKind, location: text, reason: text })),
  excludedFiles: list(record({ reason: text, count, example: text })),
  leftovers: list(record({ reason: text, key: text, count, example: text })),
  integrity: integrity.exactOptional(),
  accounting: record({
    files: record({ seen: count, used: count, excluded: count, unreadable: count }),
    records: record({ seen: count, distinct: count, duplicates: count, unreadable: count }),
  }).nullable(),
});
