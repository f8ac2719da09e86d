import { z } from 'zod';

/** What the snapshot was to hold: the same question resumes it, another one begins anew. */
export const snapshotRequest = z.object({
  /** Null: the account of the caller. */
  accounts: z.array(z.string()).nullable(),
  organization: z.boolean(),
  roleName: z.string().nullable(),
  /** Null: every region that is enabled. */
  regions: z.array(z.string()).nullable(),
  scope: z.string(),
  eventHistory: z.boolean(),
  windowDays: z.number(),
});
export type SnapshotRequest = z.infer<typeof snapshotRequest>;

const errorKind = z.enum([
  'credentials',
  'denied',
  'throttled',
  'timeout',
  'network',
  'malformed',
  'service',
]);

export const snapshotCall = z.object({
  runId: z.string(),
  service: z.string(),
  operation: z.string(),
  account: z.string().nullable(),
  region: z.string(),
  startedAt: z.string(),
  milliseconds: z.number(),
  attempts: z.number(),
  requestId: z.string().nullable(),
  error: z.object({ kind: errorKind, code: z.string(), message: z.string() }).nullable(),
});
export type SnapshotCall = z.infer<typeof snapshotCall>;

export const gapKind = z.enum([
  'authorization-details',
  'last-accessed',
  'cloudtrail',
  'trails',
  'public-keys',
  'credential-report',
  'service-specific-credentials',
  'user-credentials',
  'organization-policies',
]);

/** A document that is missing because a call failed. */
export const snapshotGap = z.object({
  kind: gapKind,
  /** Path in the snapshot of what is missing. */
  path: z.string(),
  call: z.string(),
  account: z.string().nullable(),
  region: z.string().nullable(),
  principalArn: z.string().nullable(),
  errorKind,
  reason: z.string(),
  /** Kept by AWS from most accounts and not asked for: said, and the collection is whole without it. */
  optional: z.boolean(),
});
export type SnapshotGap = z.infer<typeof snapshotGap>;

export const snapshotDocument = z.object({
  /** Inside the folder, with `/`. */
  path: z
    .string()
    .refine((path) => !path.startsWith('/') && !path.split('/').includes('..'), 'leaves the folder'),
  sha256: z.string(),
  /** As stored, in bytes. */
  size: z.number(),
});
export type SnapshotDocument = z.infer<typeof snapshotDocument>;

/** Days asked of the event history: of one account and region, or of regions nobody could name (`*`). */
export const snapshotHistory = z.object({
  account: z.string(),
  region: z.string(),
  days: z.array(z.string()),
  failure: z.string().nullable(),
});
export type SnapshotHistory = z.infer<typeof snapshotHistory>;

/** snapshot.json, written when a collection ends. */
export const snapshotFile = z.object({
  schemaVersion: z.literal(1),
  tool: z.object({ name: z.string(), version: z.string() }),
  /** `complete`: every call succeeded; `partial`: some failed, and `gaps` names them. */
  status: z.enum(['complete', 'partial']),
  request: snapshotRequest,
  /** End of the window that the event history was read for. */
  asOf: z.string(),
  /** Every run that fetched something, the first one first. */
  runs: z.array(z.object({ runId: z.string(), startedAt: z.string() })),
  caller: z.object({ account: z.string(), arn: z.string() }),
  accounts: z.array(z.string()),
  gaps: z.array(snapshotGap),
  eventHistory: z.array(snapshotHistory),
  documents: z.array(snapshotDocument),
  calls: z.array(snapshotCall),
});
export type SnapshotFile = z.infer<typeof snapshotFile>;

/** A line of the journal, which holds what a collection did until snapshot.json says it. */
export const journalLine = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('begin'),
    runId: z.string(),
    startedAt: z.string(),
    asOf: z.string(),
    request: snapshotRequest,
  }),
  z.object({ type: z.literal('caller'), account: z.string() }),
  z.object({ type: z.literal('document'), document: snapshotDocument }),
  z.object({ type: z.literal('call'), call: snapshotCall }),
]);
export type JournalLine = z.infer<typeof journalLine>;
