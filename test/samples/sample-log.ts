import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

export const SAMPLES = fileURLToPath(new URL('../../samples', import.meta.url));

/** The parts of a CloudTrail record (eventVersion 1.11) that every one must have, whatever it is about. */
const recordSchema = z.looseObject({
  eventVersion: z.literal('1.11'),
  userIdentity: z.looseObject({
    type: z.string().optional(),
    principalId: z.string().optional(),
    arn: z.string().optional(),
    accountId: z.string().optional(),
    accessKeyId: z
      .string()
      .regex(/^A(KIA|SIA)[A-Z2-7]{16}$/)
      .optional(),
    invokedBy: z.string().optional(),
    sessionContext: z
      .looseObject({
        sessionIssuer: z.looseObject({
          type: z.literal('Role'),
          principalId: z.string().regex(/^AROA[A-Z2-7]{17}$/),
          arn: z.string().regex(/^arn:aws:iam::\d{12}:role\//),
        }),
        sourceIdentity: z.string().optional(),
      })
      .optional(),
  }),
  eventTime: z.string().regex(/^2026-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  eventSource: z.string().regex(/^[a-z0-9-]+\.amazonaws\.com$/),
  eventName: z.string().min(1),
  awsRegion: z.enum(['us-east-1', 'eu-west-1']),
  sourceIPAddress: z.string().min(1),
  userAgent: z.string().min(1),
  errorCode: z.string().optional(),
  errorMessage: z.string().optional(),
  requestParameters: z.looseObject({}).nullable(),
  responseElements: z.looseObject({}).nullable(),
  requestID: z.string().min(1),
  eventID: z.uuid(),
  readOnly: z.boolean(),
  resources: z.array(z.looseObject({ type: z.string(), ARN: z.string().startsWith('arn:aws:') })).optional(),
  eventType: z.enum(['AwsApiCall', 'AwsServiceEvent', 'AwsConsoleSignIn', 'AwsMcpEvent']),
  managementEvent: z.boolean(),
  recipientAccountId: z.string().regex(/^\d{12}$/),
  sharedEventID: z.uuid().optional(),
  eventCategory: z.enum(['Management', 'Data']),
});
export type SampleRecord = z.infer<typeof recordSchema>;

/** Paths of all files below a folder, relative to it, sorted. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();
}

/** A file's text, unpacked; null when it is a broken gzip. */
export function textOf(path: string): string | null {
  const bytes = readFileSync(path);
  if (!path.endsWith('.gz')) return bytes.toString('utf8');
  try {
    return gunzipSync(bytes).toString('utf8');
  } catch {
    return null;
  }
}

export interface LogFile {
  readonly path: string;
  /** Null: cannot be read. */
  readonly records: readonly SampleRecord[] | null;
}

/** The log files proper (no digests, no insights), each record checked against the shape above. */
export function readLog(folder: string): LogFile[] {
  return filesBelow(folder)
    .filter((path) => path.includes('/CloudTrail/'))
    .map((path) => {
      const text = textOf(join(folder, path));
      const content =
        text === null ? null : z.object({ Records: z.array(recordSchema) }).parse(JSON.parse(text));
      return { path: relative('.', path), records: content === null ? null : content.Records };
    });
}
