import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AthenaClient, CreateWorkGroupCommand } from '@aws-sdk/client-athena';
import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/domain/diagnosis.ts';
import {
  type Asked,
  type Fault,
  type FaultyProxy,
  startFaultyProxy,
  xmlError,
} from '../support/faulty-proxy.ts';
import { awsEnvironment, type Moto, motoCommand, NO_MOTO, startMoto } from '../support/moto.ts';

/** `paredown doctor` as a process against moto; a proxy answers what moto lacks, and refuses. */
const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const BUCKET = 'trail-bucket';
const ACCOUNT = '123456789012';

interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const jsonError = (status: number, type: string): Fault => ({
  status,
  body: JSON.stringify({ __type: type, message: `${type} by the test` }),
  headers: { 'content-type': 'application/x-amz-json-1.1' },
});

/** As IAM answers. */
const queryError = (status: number, code: string): Fault => ({
  status,
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${code} by the test</Message></Error><RequestId>R</RequestId></ErrorResponse>`,
  headers: { 'content-type': 'text/xml' },
});

describe('paredown doctor without AWS', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'paredown-test-'));
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  it('says that there are no credentials, and what to do', async () => {
    const bare = {
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    };
    const { code, stdout, stderr } = await run(['doctor'], bare, cwd);
    expect(code).toBe(5);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/Could not load credentials.*Sign in again or name other credentials/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('prints the policy of the tool', async () => {
    const { code, stdout, stderr } = await run(
      ['doctor', '--policy', '--cloudtrail', `s3://${BUCKET}/logs`],
      {},
      cwd,
    );
    expect(code).toBe(0);
    const policy = JSON.parse(stdout) as { Statement: { Action: string[]; Resource: string }[] };
    expect(policy.Statement.find(({ Action }) => Action.includes('s3:GetObject'))?.Resource).toBe(
      `arn:aws:s3:::${BUCKET}/logs/*`,
    );
    expect(stderr).toContain('Without Athena');
  });

  it.each([
    [['doctor', '--policy', '--json'], /exclude each other/],
    [['doctor', '--policy', '--cloudtrail', 's3://No_Bucket'], /names no bucket/],
    [['doctor', '--polcy'], /Unknown flag "--polcy".*--policy/],
  ])('refuses %j', async (words, message) => {
    const { code, stderr } = await run(words, {}, cwd);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe.skipIf(motoCommand === null)(`paredown doctor (${motoCommand === null ? NO_MOTO : 'moto'})`, () => {
  let moto: Moto;
  let proxy: FaultyProxy;
  let environment: Readonly<Record<string, string>>;
  const cwd = mkdtempSync(join(tmpdir(), 'paredown-test-'));

  beforeAll(async () => {
    moto = await startMoto();
    proxy = await startFaultyProxy(moto.endpoint);
    environment = { ...awsEnvironment(proxy.endpoint), AWS_MAX_ATTEMPTS: '1' };
    const settings = {
      endpoint: moto.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' },
    };
    const s3 = new S3Client({ ...settings, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
    for (const day of ['2026-01-13', '2026-01-14', '2026-01-15']) {
      const Key = `logs/AWSLogs/${ACCOUNT}/CloudTrail/eu-west-1/${day.replaceAll('-', '/')}/x.json.gz`;
      await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'x'.repeat(1000) }));
    }
    const trails = new CloudTrailClient(settings);
    await trails.send(
      new CreateTrailCommand({
        Name: 'everything',
        S3BucketName: BUCKET,
        S3KeyPrefix: 'logs',
        IsMultiRegionTrail: true,
      }),
    );
    await trails.send(new StartLoggingCommand({ Name: 'everything' }));
    await trails.send(
      new PutEventSelectorsCommand({
        TrailName: 'everything',
        EventSelectors: [
          {
            ReadWriteType: 'All',
            IncludeManagementEvents: true,
            DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }],
          },
        ],
      }),
    );
    await new AthenaClient(settings).send(
      new CreateWorkGroupCommand({
        Name: 'audit',
        Configuration: {
          EnforceWorkGroupConfiguration: true,
          BytesScannedCutoffPerQuery: 10_000_000_000,
          ResultConfiguration: { OutputLocation: 's3://results/' },
        },
      }),
    );
  });
  afterAll(async () => {
    await proxy?.stop();
    await moto?.stop();
    rmSync(cwd, { recursive: true, force: true });
  });
  beforeEach(() => {
    proxy.asked.length = 0;
    proxy.fault = lacking;
  });

  const WORDS = ['doctor', '--as-of', '2026-01-16', '--window', '3', '--athena-workgroup', 'audit'];
  const diagnose = async (code: number | null): Promise<Diagnosis> => {
    const result = await run([...WORDS, '--json'], environment, cwd);
    expect(result.stderr).toBe('');
    expect(result.code).toBe(code);
    return JSON.parse(result.stdout);
  };
  const outcomeOf = ({ calls }: Diagnosis, call: string) =>
    calls.find((tried) => tried.call === call)?.outcome;

  it('tells who is asking, what is allowed, what the trails record and how many days there are', async () => {
    const found = await diagnose(0);
    expect(found.identity).toMatchObject({ account: ACCOUNT, partition: 'aws' });
    expect(found.calls.filter(({ outcome }) => outcome === 'denied' || outcome === 'failed')).toEqual([]);
    expect(outcomeOf(found, 'iam:ListAccessKeys')).toBe('allowed');
    expect(outcomeOf(found, 'iam:GenerateCredentialReport')).toBe('not-tried');
    expect(found.trails).toMatchObject([
      {
        multiRegion: true,
        isLogging: true,
        management: { read: true, write: true, excludedSources: [] },
        data: [{ resourceType: 'AWS::S3::Object' }],
        validation: false,
        bucket: BUCKET,
        prefix: 'logs/',
        selectorsKnown: true,
      },
    ]);
    expect(found.logs).toMatchObject([
      {
        location: `s3://${BUCKET}/logs/`,
        days: [
          { account: ACCOUNT, region: 'eu-west-1', days: 3, of: 3, first: '2026-01-13', last: '2026-01-15' },
        ],
        bytesADay: 1000,
        objectsADay: 1,
        problems: [],
      },
    ]);
    expect(found.workgroup).toMatchObject({
      name: 'audit',
      enforced: true,
      output: 's3://results/',
      cutoffBytes: 10_000_000_000,
      problem: null,
    });
    expect(found.costs).toHaveLength(2);
    expect(found.shortfalls).toMatchObject([
      { isGap: false, missing: expect.stringMatching(/delivers no digest files/) },
    ]);
  });

  it('changes nothing: no request makes, starts or deletes anything', async () => {
    await diagnose(0);
    expect(proxy.asked.length).toBeGreaterThan(20);
    const operations = proxy.asked.map(({ operation }) => operation).filter((operation) => operation !== '');
    expect(
      operations.filter(
        (operation) => !/^(Get|List|Describe|Lookup|GenerateServiceLastAccessedDetails)/.test(operation),
      ),
    ).toEqual([]);
    expect(proxy.asked.filter(({ method }) => method === 'PUT' || method === 'DELETE')).toEqual([]);
  });

  it('says it in words', async () => {
    const { code, stdout } = await run(WORDS, environment, cwd);
    expect(code).toBe(0);
    expect(stdout).toContain(`in account ${ACCOUNT}, region us-east-1.`);
    expect(stdout).toMatch(/\n {2}allowed {4}iam:GetAccountAuthorizationDetails +who is granted what\n/);
    expect(stdout).toContain('management events: read and write');
    expect(stdout).toContain('data events: AWS::S3::Object');
    expect(stdout).toMatch(/eu-west-1 {2}3 of 3 days, 2026-01-13 to 2026-01-15/);
    expect(stdout).toContain('results: s3://results/; its settings win over those of a query');
    expect(stdout).toMatch(/under \$0\.01 {2}3 objects, 0\.00 GB compressed/);
    expect(stdout).not.toMatch(/undefined|null|NaN/);
  });

  it('names what a refused call makes unknowable, and exits with 4', async () => {
    proxy.fault = (asked) =>
      /^(DescribeTrails|GetEventSelectors|GetTrailStatus)$/.test(asked.operation)
        ? jsonError(400, 'AccessDeniedException')
        : lacking(asked);
    const found = await diagnose(4);
    expect(outcomeOf(found, 'cloudtrail:DescribeTrails')).toBe('denied');
    expect(found.trails).toEqual([]);
    expect(found.shortfalls[0]).toMatchObject({
      isGap: true,
      missing:
        'permission for cloudtrail:DescribeTrails, cloudtrail:GetTrailStatus, cloudtrail:GetEventSelectors',
      unknowable: expect.stringContaining('what the trails record'),
    });
  });

  describe('of an organization', () => {
    /** Answers as for an account below `management`, and refuses what `denied` fits. */
    const inOrganization = (management: string, denied: RegExp) => {
      proxy.fault = (asked) => {
        if (denied.test(asked.operation)) return jsonError(400, 'AccessDeniedException');
        if (asked.operation !== 'DescribeOrganization') return lacking(asked);
        const body = JSON.stringify({ Organization: { Id: 'o-abcdefghij', MasterAccountId: management } });
        return { status: 200, body, headers: { 'content-type': 'application/x-amz-json-1.1' } };
      };
    };
    const aboutPolicies = ({ shortfalls }: Diagnosis) =>
      shortfalls.find(({ unknowable }) => unknowable.startsWith('service control policies'));

    it('does without its control policies in a member account, as a run does', async () => {
      inOrganization('999999999999', /^(ListPolicies|DescribePolicy|ListTargetsForPolicy)$/);
      const found = await diagnose(0);
      expect(found.managementAccount).toBe('999999999999');
      expect(aboutPolicies(found)).toMatchObject({
        isGap: false,
        remedy: expect.stringMatching(/management account and delegated administrators only.*--scps/),
      });
    });

    it('misses them in the management account', async () => {
      inOrganization(ACCOUNT, /^ListPolicies$/);
      expect(aboutPolicies(await diagnose(4))).toMatchObject({
        isGap: true,
        missing: 'permission for organizations:ListPolicies',
        remedy: expect.stringMatching(/^Allow it/),
      });
    });

    it('misses the organization itself anywhere', async () => {
      inOrganization('999999999999', /^DescribeOrganization$/);
      expect(aboutPolicies(await diagnose(4))).toMatchObject({
        isGap: true,
        missing: 'permission for organizations:DescribeOrganization',
      });
    });
  });

  it('misses the keys of users, as a run does', async () => {
    proxy.fault = (asked) =>
      asked.operation === 'GetCredentialReport' ? queryError(403, 'AccessDenied') : lacking(asked);
    expect((await diagnose(4)).shortfalls[0]).toMatchObject({
      isGap: true,
      missing: 'permission for iam:GetCredentialReport',
    });
  });

  it('does not take a log that nobody may list for an empty one', async () => {
    proxy.fault = (asked) =>
      asked.url.startsWith(`/${BUCKET}`) ? xmlError(403, 'AccessDenied') : lacking(asked);
    const found = await diagnose(4);
    expect(found.logs).toMatchObject([{ days: [], problems: [expect.stringMatching(/not allowed/)] }]);
    expect(found.shortfalls).toContainEqual(
      expect.objectContaining({ isGap: true, unknowable: expect.stringMatching(/^the log there/) }),
    );
  });

  it('counts the days that are missing', async () => {
    const result = await run(
      ['doctor', '--as-of', '2026-01-16', '--window', '10', '--json'],
      environment,
      cwd,
    );
    expect(result.code).toBe(4);
    const found = JSON.parse(result.stdout) as Diagnosis;
    expect(found.logs[0]?.days).toMatchObject([{ days: 3, of: 10 }]);
    expect(found.shortfalls).toContainEqual(
      expect.objectContaining({ missing: `s3://${BUCKET}/logs/ has 3 of the 10 days of the window` }),
    );
  });

  it('tells a throttled call from a denied one', async () => {
    proxy.fault = (asked) =>
      asked.operation === 'LookupEvents' ? jsonError(400, 'ThrottlingException') : lacking(asked);
    const found = await diagnose(0);
    expect(outcomeOf(found, 'cloudtrail:LookupEvents')).toBe('failed');
    expect(found.shortfalls).toContainEqual(
      expect.objectContaining({ isGap: false, missing: 'an answer to cloudtrail:LookupEvents' }),
    );
  });

  it('ends with exit code 5 when the token has expired', async () => {
    proxy.fault = () => queryError(403, 'ExpiredToken');
    const { code, stdout, stderr } = await run(WORDS, environment, cwd);
    expect(code).toBe(5);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/does not accept the credentials \(ExpiredToken/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

/** What moto has not: answered as AWS does for nothing that exists, or for one region. */
function lacking(asked: Asked): Fault | null {
  if (asked.url.startsWith('/listRegions')) {
    return {
      status: 200,
      body: JSON.stringify({ Regions: [{ RegionName: 'us-east-1', RegionOptStatus: 'ENABLED_BY_DEFAULT' }] }),
      headers: { 'content-type': 'application/json' },
    };
  }
  if (asked.url.startsWith('/policy/validation')) {
    return { status: 200, body: '{"findings":[]}', headers: { 'content-type': 'application/json' } };
  }
  switch (asked.operation) {
    case 'GenerateServiceLastAccessedDetails':
    case 'GetServiceLastAccessedDetails':
    case 'ListServiceSpecificCredentials':
      return queryError(404, 'NoSuchEntity');
    case 'LookupEvents':
      return {
        status: 200,
        body: '{"Events":[]}',
        headers: { 'content-type': 'application/x-amz-json-1.1' },
      };
    case 'ListPublicKeys':
      return {
        status: 200,
        body: '{"PublicKeyList":[]}',
        headers: { 'content-type': 'application/x-amz-json-1.1' },
      };
    case 'ListParents':
      return jsonError(400, 'ChildNotFoundException');
    case 'GetQueryExecution':
    case 'GetQueryResults':
      return jsonError(400, 'InvalidRequestException');
    default:
      return null;
  }
}

function run(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  cwd: string,
): Promise<Result> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(PAREDOWN|AWS)_/.test(name));
  const child = spawn(process.execPath, [cli, ...words], {
    cwd,
    env: { ...Object.fromEntries(inherited), HOME: cwd, ...environment },
  });
  const out = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    out.stdout += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    out.stderr += chunk.toString('utf8');
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...out })));
}
