import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Collected } from '../../src/domain/collected.ts';
import { SourceError, UserError } from '../../src/domain/errors.ts';
import { ACCOUNT, collectFrom, folderOf, gzipped, logOf, recordOf } from '../collect/support.ts';
import { digestsOf, publicKeysJson } from '../support/digests.ts';
import { type Fault, type FaultyProxy, startFaultyProxy, xmlError } from '../support/faulty-proxy.ts';
import { awsEnvironment, type Moto, motoCommand, NO_MOTO, startMoto } from '../support/moto.ts';

/** Logs of a real S3 API (moto) through the real SDK; a proxy between them counts and breaks. */
const BUCKET = 'trail-bucket';
const SOURCE = `s3://${BUCKET}/`;
const WINDOW = { start: '2026-01-14T00:00:00Z', end: '2026-01-16T00:00:00Z', days: 2 };
const OTHER = '444455556666';

const keyOf = (
  day: string,
  n: number,
  { account = ACCOUNT, region = 'eu-west-1', above = '' } = {},
): string =>
  `${above}AWSLogs/${account}/CloudTrail/${region}/${day.replaceAll('-', '/')}/${account}_CloudTrail_${region}_${day.replaceAll('-', '')}T10${n}0Z_x${n}.json.gz`;
const contentOf = (day: string, id: string, account = ACCOUNT, region = 'eu-west-1'): string =>
  logOf(recordOf(id, { eventTime: `${day}T10:10:00Z`, recipientAccountId: account, awsRegion: region }));

/** Each with a record: a day before the window, its two days, the delivery day after it, and one day more. */
const DAYS = ['2026-01-13', '2026-01-14', '2026-01-15', '2026-01-16', '2026-01-17'] as const;
const LOGS = [
  ...DAYS.map((day, n) => ({ key: keyOf(day, n), content: contentOf(day, `own-${n}`) })),
  {
    key: keyOf('2026-01-15', 7, { region: 'us-east-1' }),
    content: contentOf('2026-01-15', 'region', ACCOUNT, 'us-east-1'),
  },
  { key: keyOf('2026-01-15', 8, { account: OTHER }), content: contentOf('2026-01-15', 'other', OTHER) },
];
const IN_WINDOW = LOGS.filter(({ key }) => !key.includes('/13/') && !key.includes('/17/'));

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** `paredown run` over the bucket, in a folder of its own. */
function paredown(
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<{ readonly code: number | null; readonly stderr: string }> {
  writeFileSync(
    join(folder, 'account.json'),
    JSON.stringify({ RoleDetailList: [], UserDetailList: [], GroupDetailList: [], Policies: [] }),
  );
  const words = [
    'run',
    '--authorization-details',
    'account.json',
    '--cloudtrail',
    SOURCE,
    '--as-of',
    '2026-01-16',
    '--window',
    '2',
    '--no-cache',
  ];
  const child = spawn(process.execPath, [cli, ...words], { cwd: folder, env: environment });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stderr })));
}

describe.skipIf(motoCommand === null)(`logs in S3 (${motoCommand === null ? NO_MOTO : 'moto'})`, () => {
  let moto: Moto;
  let proxy: FaultyProxy;
  let s3: S3Client;
  let cache: string;

  const put = (key: string, body: Buffer | string, signature?: string) =>
    s3.send(
      new PutObjectCommand({
        Bucket: BUCKET,
        Key: key,
        Body: body,
        ...(signature !== undefined && { Metadata: { signature, 'signature-algorithm': 'SHA256withRSA' } }),
      }),
    );

  beforeAll(async () => {
    moto = await startMoto();
    proxy = await startFaultyProxy(moto.endpoint);
    const environment = { ...awsEnvironment(proxy.endpoint), AWS_MAX_ATTEMPTS: '2' };
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    s3 = new S3Client({ endpoint: moto.endpoint, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
    await s3.send(new CreateBucketCommand({ Bucket: 'other-things' }));
    for (const { key, content } of LOGS) await put(key, gzipped(content));
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    s3?.destroy();
    await proxy?.stop();
    await moto?.stop();
  });
  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'paredown-test-'));
    proxy.asked.length = 0;
    proxy.fault = () => null;
  });
  afterEach(() => rmSync(cache, { recursive: true, force: true }));

  const read = (source = SOURCE, publicKeys: string[] = []): Promise<Collected> =>
    collectFrom({
      cloudTrail: [source],
      publicKeys,
      window: WINDOW,
      environment: process.env,
      cache: { folder: cache, from: 0 },
    });
  const downloads = (): string[] =>
    proxy.asked
      .filter(
        ({ method, url }) => method === 'GET' && /\.json\.gz(\?|$)/.test(url) && !url.includes('list-type'),
      )
      .map(({ url }) => url.replace(`/${BUCKET}/`, '').replace(/\?.*/, ''))
      .sort();

  it('are what the same files in a folder are, and only the days of the window are touched', async () => {
    const collected = await read();
    const folder = await folderOf(
      Object.fromEntries(IN_WINDOW.map(({ key, content }) => [key, gzipped(content)])),
    );
    const { usage } = await collectFrom({ cloudTrail: [folder], window: WINDOW });
    const { usage: fromS3, unreadable, inputs } = collected;
    expect(fromS3?.activity).toEqual(usage?.activity);
    expect(fromS3?.activity.length).toBeGreaterThan(0);
    expect(fromS3?.coverage).toEqual(usage?.coverage);
    expect(fromS3?.accounting).toEqual(usage?.accounting);
    expect(unreadable).toEqual([]);
    expect(inputs).toMatchObject([{ kind: 'cloudtrail', location: SOURCE, records: 5 }]);
    expect(downloads()).toEqual(IN_WINDOW.map(({ key }) => key).sort());
    const listed = proxy.asked.filter(({ url }) => url.includes('start-after='));
    expect(listed).toHaveLength(3);
    for (const { url } of listed)
      expect(url).toMatch(/start-after=AWSLogs\/\d+\/CloudTrail\/[a-z0-9-]+\/2026\/01\/14\//);
  });

  it.each([
    ['AWSLogs', `s3://${BUCKET}/AWSLogs`, 5],
    ['an account', `s3://${BUCKET}/AWSLogs/${ACCOUNT}/`, 4],
    ['a region', `s3://${BUCKET}/AWSLogs/${ACCOUNT}/CloudTrail/us-east-1/`, 1],
    ['a month', `s3://${BUCKET}/AWSLogs/${ACCOUNT}/CloudTrail/eu-west-1/2026/01/`, 3],
    ['a day', `s3://${BUCKET}/AWSLogs/${ACCOUNT}/CloudTrail/eu-west-1/2026/01/15/`, 1],
  ])('are read from %s', async (_what, source, files) => {
    expect((await read(source)).usage?.accounting.files.used).toBe(files);
  });

  it('are read from an organisation below a prefix, and from a folder of no layout', async () => {
    const organization = keyOf('2026-01-15', 1, { above: 'team/' }).replace(
      'AWSLogs/',
      'AWSLogs/o-abcdefghij/',
    );
    await put(organization, gzipped(contentOf('2026-01-15', 'org')));
    await put('export/part-1.json.gz', gzipped(contentOf('2026-01-15', 'export')));
    expect((await read(`s3://${BUCKET}/team/`)).usage?.accounting.files.used).toBe(1);
    expect((await read(`s3://${BUCKET}/export`)).usage?.accounting.files.used).toBe(1);
  });

  it('are downloaded once: the second run has them, and an object that was replaced is read again', async () => {
    const first = await read();
    proxy.asked.length = 0;
    const second = await read();
    expect(downloads()).toEqual([]);
    expect(second).toEqual(first);
    const [{ key, content }] = IN_WINDOW as [(typeof LOGS)[0]];
    await put(key, gzipped(contentOf('2026-01-14', 'replaced').replace('GetBucketPolicy', 'GetBucketAcl')));
    proxy.asked.length = 0;
    const third = await read();
    expect(downloads()).toEqual([key]);
    expect(third.usage?.activity.map(({ eventName }) => eventName)).toContain('GetBucketAcl');
    await put(key, gzipped(content));
  });

  it('are held against their digests, the newest by the signature in its metadata', async () => {
    const day = '2026-01-15';
    const logs = LOGS.filter(({ key }) => key.includes('/eu-west-1/2026/01/15/') && key.includes(ACCOUNT));
    const digests = digestsOf(day, [logs, []]);
    for (const { key, file, signature } of digests) await put(key, file, signature);
    const keys = join(await folderOf({ 'keys.json': publicKeysJson() }), 'keys.json');
    const source = `s3://${BUCKET}/AWSLogs/${ACCOUNT}/`;
    const first = await read(source, [keys]);
    expect(first.usage?.integrity?.[0]).toMatchObject({
      region: 'eu-west-1',
      files: { verified: 1, changed: 0, missing: 0 },
      digests: { signed: 2, unsigned: 0 },
    });
    proxy.asked.length = 0;
    expect(await read(source, [keys])).toEqual(first);
    expect(downloads()).toEqual([]);
    for (const { key } of digests) await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: key }));
  });

  const FILE = keyOf('2026-01-15', 2);

  it('that are denied are gaps of their account, region and day', async () => {
    proxy.fault = ({ url }) => (url.includes(FILE) ? xmlError(403, 'AccessDenied') : null);
    const { unreadable, usage } = await read();
    expect(unreadable).toEqual([
      {
        kind: 'cloudtrail',
        location: `s3://${BUCKET}/${FILE}`,
        reason: expect.stringMatching(/^could not be downloaded: not allowed \(AccessDenied/),
        account: ACCOUNT,
        region: 'eu-west-1',
        day: '2026-01-15',
      },
    ]);
    expect(usage?.accounting.files).toMatchObject({ used: 4, unreadable: 1 });
    proxy.fault = () => null;
    proxy.asked.length = 0;
    expect((await read()).unreadable).toEqual([]);
    expect(downloads()).toEqual([FILE]);
  });

  it.each([
    ['throttled once', (before: number) => (before === 0 ? xmlError(503, 'SlowDown') : null)],
    ['failing once', (before: number) => (before === 0 ? xmlError(500, 'InternalError') : null)],
    ['cut off once', (before: number) => (before === 0 ? ('cut' as const) : null)],
  ])('are asked for again when %s', async (_what, fault) => {
    proxy.fault = ({ url, method }, before) =>
      method === 'GET' && url.includes(FILE) ? fault(before) : null;
    const { unreadable, usage } = await read();
    expect(unreadable).toEqual([]);
    expect(usage?.accounting.files.used).toBe(5);
  });

  it.each([
    ['throttled for ever', xmlError(503, 'SlowDown'), /throttled after all retries/],
    ['cut off for ever', 'cut' as const, /could not be downloaded/],
    ['replaced meanwhile', xmlError(412, 'PreconditionFailed'), /was replaced while the log was being read/],
  ])('are gaps when %s', async (_what, fault, reason) => {
    proxy.fault = ({ url }) => (url.includes(FILE) ? fault : null);
    const { unreadable } = await read();
    expect(unreadable).toMatchObject([
      { location: `s3://${BUCKET}/${FILE}`, reason: expect.stringMatching(reason) },
    ]);
  });

  it('of a bucket in another region are asked there', async () => {
    const moved: Fault = {
      status: 301,
      body: '<Error><Code>PermanentRedirect</Code><Message>Elsewhere</Message></Error>',
      headers: { 'x-amz-bucket-region': 'eu-central-1' },
    };
    proxy.fault = ({ region }) => (region === 'eu-central-1' ? null : moved);
    const { usage, unreadable } = await read();
    expect(unreadable).toEqual([]);
    expect(usage?.accounting.files.used).toBe(5);
  });

  it('are summed up by a run, which ends with 4 when one could not be had', async () => {
    proxy.fault = ({ url }) => (url.includes(FILE) ? xmlError(403, 'AccessDenied') : null);
    const result = await paredown(cache, process.env);
    expect(result.code).toBe(4);
    expect(result.stderr).toContain(
      'Log files: not verified, because there is no CloudTrail digest file among them.',
    );
    expect(result.stderr).toContain(
      `Could not read cloudtrail s3://${BUCKET}/${FILE}: could not be downloaded: not allowed`,
    );
  });

  it('without credentials end a run with 5, and say what to do', async () => {
    const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _key, ...without } = process.env;
    const result = await paredown(cache, without);
    expect(result.code).toBe(5);
    expect(result.stderr).toMatch(
      /^paredown: s3:\/\/trail-bucket\/: AWS does not accept the credentials .*Sign in again/,
    );
    expect(result.stderr).not.toMatch(/\n\s+at /);
  });

  it('of a region that cannot be listed are a gap of the region', async () => {
    proxy.fault = ({ url }) =>
      url.includes('prefix=AWSLogs/111122223333/CloudTrail/us-east-1/')
        ? xmlError(403, 'AccessDenied')
        : null;
    const { unreadable } = await read();
    expect(unreadable).toMatchObject([
      {
        account: ACCOUNT,
        region: 'us-east-1',
        day: null,
        reason: expect.stringMatching(/^could not be listed: not allowed/),
      },
    ]);
  });

  it('that nobody may list are a gap of everything', async () => {
    proxy.fault = () => xmlError(403, 'AccessDenied');
    const { unreadable, usage } = await read();
    expect(unreadable).toMatchObject([{ location: SOURCE, account: null, region: null, day: null }]);
    expect(usage?.activity).toEqual([]);
  });

  it('whose list is broken off are a gap', async () => {
    const page = '<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>';
    proxy.fault = ({ url }) =>
      url.includes('start-after=') && url.includes('us-east-1') ? { status: 200, body: page } : null;
    const { unreadable } = await read();
    expect(unreadable).toMatchObject([
      { region: 'us-east-1', reason: expect.stringMatching(/there is more and not where/) },
    ]);
  });

  it.each([
    ['while listing', (url: string) => url.includes('list-type')],
    ['while downloading', (url: string) => url.includes(FILE)],
  ])('end with exit code 5 when the token expires %s', async (_what, isHit) => {
    proxy.fault = ({ url }) => (isHit(url) ? xmlError(400, 'ExpiredToken') : null);
    const failed = await read().then(
      () => null,
      (error: unknown) => error,
    );
    expect(failed).toBeInstanceOf(SourceError);
    expect(failed).toMatchObject({ exitCode: 5, message: expect.stringMatching(/Sign in again/) });
  });

  it.each([
    ['s3://no-such-bucket-here/', /There is no bucket no-such-bucket-here/],
    ['s3://other-things/', /holds no AWSLogs\/ folder/],
    [`s3://${BUCKET}/nothing/here/`, /holds no AWSLogs\/ folder/],
    ['s3://Bad_Bucket/x', /names no bucket/],
  ])('of %s are a mistake in what was typed', async (source, message) => {
    const failed = await read(source).then(
      () => null,
      (error: unknown) => error,
    );
    expect(failed).toBeInstanceOf(UserError);
    expect((failed as Error).message).toMatch(message);
  });
});
