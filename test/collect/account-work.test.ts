import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { AwsSession } from '../../src/collect/aws/aws-session.ts';
import { AccountWork } from '../../src/collect/aws/fetch/account-work.ts';
import { SnapshotFolder } from '../../src/collect/aws/snapshot/snapshot-folder.ts';
import { SourceError } from '../../src/domain/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'paredown-work-'));
afterAll(() => rmSync(folder, { recursive: true }));

const request = {
  accounts: null,
  organization: false,
  roleName: null,
  regions: null,
  scope: 'all',
  eventHistory: true,
  windowDays: 90,
};
const snapshot = new SnapshotFolder(join(folder, 'snapshot'), {
  runId: 'run',
  startedAt: '2026-07-01T00:00:00Z',
  asOf: null,
  request,
  fresh: false,
});
const work = (account: string) =>
  new AccountWork(new AwsSession({ runId: 'run', environment: {} }), account, snapshot, []);

it('names documents of an account', () => {
  const path = work('111122223333').path('trails', 'eu-west-1', 'arn_aws_cloudtrail_main.status.json');
  expect(path).toBe('accounts/111122223333/trails/eu-west-1/arn_aws_cloudtrail_main.status.json');
});

it.each([
  ['..', ['x.json']],
  ['111122223333', ['access-keys', '../../../x.json']],
  ['111122223333', ['trails', '..', 'x.json']],
  ['111122223333', ['trails', '', 'x.json']],
  ['111122223333', ['CloudTrail', 'eu-west-1\0', 'x.json']],
])('follows no name of AWS out of the folder: %s %j', (account, parts) => {
  expect(() => work(account).path(...parts)).toThrow(SourceError);
});
