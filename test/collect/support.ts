import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import { collect, type Sources } from '../../src/collect/index.ts';
import type { Collected, UsageFacts } from '../../src/domain/collected.ts';

export const ACCOUNT = '111122223333';
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/app/deployer`;
export const ROLE_ID = 'AROAEXAMPLEDEPLOYER01';

/** A window that holds every time the tests use. */
export const EVER = { start: '2000-01-01T00:00:00Z', end: '2100-01-01T00:00:00Z', days: 36525 };

/** A folder of this test with the given files; gone when the test ends. */
export async function folderOf(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'paredown-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

export function collectFrom(sources: Partial<Sources>): Promise<Collected> {
  return collect({
    authorizationDetails: [],
    lastAccessed: [],
    cloudTrail: [],
    trails: [],
    window: EVER,
    ...sources,
  });
}

export async function usageOf(cloudTrail: string, window = EVER): Promise<UsageFacts> {
  const { usage } = await collectFrom({ cloudTrail: [cloudTrail], window });
  if (usage === null) throw new Error('no usage although logs were given');
  return usage;
}

export function logOf(...records: readonly unknown[]): string {
  return JSON.stringify({ Records: records });
}

export function gzipped(text: string): Buffer {
  return gzipSync(text);
}

type RecordFields = Readonly<Record<string, unknown>>;

/** A record as CloudTrail 1.11 writes it: a session of ROLE lists a bucket. */
export function recordOf(id: string, changes: RecordFields = {}): RecordFields {
  return {
    eventVersion: '1.11',
    userIdentity: sessionIdentity(),
    eventTime: '2026-01-15T10:20:30Z',
    eventSource: 's3.amazonaws.com',
    eventName: 'GetBucketPolicy',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '192.0.2.1',
    userAgent: 'aws-cli/2.15.0 Python/3.11',
    requestParameters: { bucketName: 'reports' },
    responseElements: null,
    requestID: `request-${id}`,
    eventID: id,
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    eventCategory: 'Management',
    recipientAccountId: ACCOUNT,
    ...changes,
  };
}

export function sessionIdentity(changes: RecordFields = {}): RecordFields {
  return {
    type: 'AssumedRole',
    principalId: `${ROLE_ID}:build-7`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/build-7`,
    accountId: ACCOUNT,
    accessKeyId: 'ASIAEXAMPLE',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: ROLE_ID,
        arn: ROLE,
        accountId: ACCOUNT,
        userName: 'deployer',
      },
    },
    ...changes,
  };
}
