import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ACCOUNTS, CALLS, type Call } from './calls.ts';
import { hexOf, random } from './random.ts';

const START = Date.UTC(2026, 0, 1);
const DAYS = 90;
const REGIONS = ['us-east-1', 'eu-west-1'];
/** Roles of an account; the first is called most, as 1, 1/2, 1/3, ... */
const ROLES = 40;
/** A role's credentials last this long, then its records name another access key. */
const SESSION = 6 * 3_600_000;
const AGENTS = [
  'aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux api/sts#1.30.3',
  'Boto3/1.34.51 md/Botocore#1.34.51 ua/2.0 os/linux#5.10 lang/python#3.11.6',
  'aws-cli/2.15.0 Python/3.11.6 Linux/5.10 exe/x86_64.amzn.2 prompt/off',
  'aws-sdk-java/2.20.162 Linux/5.10 OpenJDK_64-Bit_Server_VM/17.0.9',
];

/**
 * `typical`: a role does its own 3 to 8 operations on 1 to 4 resources each. `spread`: every role calls every operation
 * on every resource, so that nearly every event is a fact of its own: the worst there is for counting.
 */
export type Shape = 'typical' | 'spread';

interface Job {
  readonly call: Call;
  /** Seeds of what it is called on. */
  readonly targets: readonly number[];
}

const BAG = CALLS.flatMap((call) => Array.from({ length: call.weight }, () => call));
const SHARES = Array.from({ length: ROLES }, (_, role) => 1 / (role + 1));
const TOTAL = SHARES.reduce((sum, share) => sum + share, 0);

function jobsOf(account: number, role: number): readonly Job[] {
  const next = random(account * 1_000_003 + role * 7919 + 17);
  const pick = (n: number): number => Math.floor(next() * n);
  return Array.from({ length: 3 + pick(6) }, () => ({
    call: BAG[pick(BAG.length)] as Call,
    targets: Array.from({ length: 1 + pick(4) }, () => pick(2 ** 31)),
  }));
}

const JOBS = ACCOUNTS.map((_, account) => Array.from({ length: ROLES }, (_, role) => jobsOf(account, role)));

function roleAt(share: number): number {
  let left = share * TOTAL;
  for (const [role, one] of SHARES.entries()) {
    left -= one;
    if (left <= 0) return role;
  }
  return ROLES - 1;
}

/**
 * Writes a log as a trail delivers it to S3 into `folder`: `events` records of about 1.4 KB in `files` files, of 40 roles
 * in each of four accounts and two regions, over 90 days, sessions of six hours. Ids, addresses, object and item keys,
 * tokens and instances are random; 2 % of calls are denied; one file in fifty is delivered again. Files before `skip`
 * are counted and not written: what a later day adds. Another `seed`, another log of the same roles.
 */
export function generateLog(
  folder: string,
  events: number,
  files: number,
  shape: Shape = 'typical',
  skip = 0,
  seed = 0,
): { raw: number; stored: number } {
  let [raw, stored] = [0, 0];
  for (let file = skip; file < files; file += 1) {
    const count = Math.floor(((file + 1) * events) / files) - Math.floor((file * events) / files);
    const account = file % ACCOUNTS.length;
    const region = REGIONS[(file >> 2) % 2] ?? '';
    // Delivered again: the file of the same account and region before this one.
    const source = file % 50 === 49 ? file - ACCOUNTS.length * REGIONS.length : file;
    const at = START + Math.floor((source / files) * DAYS * 86_400) * 1000;
    const text = logText(source + seed * files, count, account, region, at, shape);
    const packed = gzipSync(text);
    const day = new Date(at).toISOString().slice(0, 10);
    const place = join(folder, 'AWSLogs', ACCOUNTS[account] ?? '', 'CloudTrail', region, ...day.split('-'));
    mkdirSync(place, { recursive: true });
    const name = `${ACCOUNTS[account]}_CloudTrail_${region}_${day.replaceAll('-', '')}T0000Z_${String(file).padStart(8, '0')}`;
    writeFileSync(join(place, `${name}.json.gz`), packed);
    raw += text.length;
    stored += packed.length;
  }
  return { raw, stored };
}

function logText(
  seed: number,
  count: number,
  accountIndex: number,
  region: string,
  at: number,
  shape: Shape,
): string {
  const account = ACCOUNTS[accountIndex] ?? '';
  const next = random(seed + 1);
  const pick = (n: number): number => Math.floor(next() * n);
  const hex = hexOf(next);
  const session = Math.floor((at - START) / SESSION);
  const created = new Date(START + session * SESSION).toISOString().replace('.000', '');
  const records = Array.from({ length: count }, (_, index) => {
    const role = roleAt(next());
    const jobs = JOBS[accountIndex]?.[role] ?? [];
    const job = jobs[pick(jobs.length)] as Job;
    const call = shape === 'typical' ? job.call : (BAG[pick(BAG.length)] as Call);
    const target = random(job.targets[pick(job.targets.length)] ?? 0);
    const which = shape === 'typical' ? (n: number): number => Math.floor(target() * n) : pick;
    const request = call.request(which, hex);
    const arn = `arn:aws:iam::${account}:role/app/role-${role}`;
    const id = `AROA${String(accountIndex)}${String(role).padStart(16, 'X')}`;
    const key = `ASIA${((session * 64 + role) * 4 + accountIndex).toString(36).toUpperCase().padStart(16, 'X')}`;
    const denied = next() < 0.02;
    return {
      eventVersion: '1.11',
      userIdentity: {
        type: 'AssumedRole',
        principalId: `${id}:session-${role}`,
        arn: `arn:aws:sts::${account}:assumed-role/role-${role}/session-${role}`,
        accountId: account,
        accessKeyId: key,
        sessionContext: {
          sessionIssuer: { type: 'Role', principalId: id, arn, accountId: account, userName: `role-${role}` },
          attributes: { creationDate: created, mfaAuthenticated: 'false' },
        },
      },
      eventTime: new Date(at + Math.floor((index * 300) / count) * 1000).toISOString().replace('.000', ''),
      eventSource: `${call.source}.amazonaws.com`,
      eventName: call.name,
      awsRegion: region,
      sourceIPAddress: `10.0.${pick(20)}.${pick(250)}`,
      userAgent: AGENTS[role % AGENTS.length],
      ...(denied
        ? {
            errorCode: 'AccessDenied',
            errorMessage: `User: ${arn} is not authorized to perform: ${call.source}:${call.name} because no identity-based policy allows the action`,
          }
        : {}),
      requestParameters: request,
      responseElements: denied ? null : (call.response?.(hex) ?? null),
      ...(call.name === 'GetObject'
        ? {
            additionalEventData: {
              SignatureVersion: 'SigV4',
              CipherSuite: 'ECDHE-RSA-AES128-GCM-SHA256',
              bytesTransferredIn: 0,
              AuthenticationMethod: 'AuthHeader',
              'x-amz-id-2': hex(76),
              bytesTransferredOut: pick(1e6),
            },
          }
        : {}),
      requestID: hex(16).toUpperCase(),
      eventID: hex(32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
      readOnly: call.readOnly,
      ...(call.resources && request ? { resources: call.resources(request) } : {}),
      eventType: 'AwsApiCall',
      managementEvent: call.category === undefined,
      recipientAccountId: account,
      eventCategory: call.category ?? 'Management',
      tlsDetails: {
        tlsVersion: 'TLSv1.3',
        cipherSuite: 'TLS_AES_128_GCM_SHA256',
        clientProvidedHostHeader: `${call.source}.${region}.amazonaws.com`,
      },
    };
  });
  return JSON.stringify({ Records: records });
}
