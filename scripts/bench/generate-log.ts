import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const START = Date.UTC(2026, 0, 1);
const DAYS = 90;
const ACCOUNTS = ['111122223333', '444455556666'];
const REGIONS = ['us-east-1', 'eu-west-1'];

/** Small and seeded (mulberry32): the same log on every machine. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Values = Readonly<Record<string, unknown>>;
interface Call {
  readonly source: string;
  readonly name: string;
  readonly readOnly: boolean;
  readonly category?: 'Data';
  /** Share of all calls, relative. */
  readonly weight: number;
  readonly request: (pick: (n: number) => number, hex: (n: number) => string) => Values | null;
  readonly response?: (hex: (n: number) => string) => Values;
  readonly resources?: (request: Values) => readonly Values[];
}

/** What an organisation's log mostly holds: reads without parameters, objects, keys, sessions, a few changes. */
const CALLS: readonly Call[] = [
  {
    source: 'ec2',
    name: 'DescribeInstances',
    readOnly: true,
    weight: 14,
    request: () => ({ maxResults: 100, instancesSet: {}, filterSet: {} }),
  },
  { source: 'sts', name: 'GetCallerIdentity', readOnly: true, weight: 8, request: () => null },
  {
    source: 'iam',
    name: 'GetRole',
    readOnly: true,
    weight: 6,
    request: (pick) => ({ roleName: `service-role-${pick(40)}` }),
  },
  {
    source: 'ssm',
    name: 'GetParameter',
    readOnly: true,
    weight: 8,
    request: (pick) => ({ name: `/app/${pick(30)}/setting-${pick(20)}`, withDecryption: true }),
  },
  {
    source: 'logs',
    name: 'DescribeLogStreams',
    readOnly: true,
    weight: 8,
    request: (pick) => ({
      logGroupName: `/aws/lambda/function-${pick(60)}`,
      orderBy: 'LastEventTime',
      descending: true,
    }),
  },
  {
    source: 'secretsmanager',
    name: 'GetSecretValue',
    readOnly: true,
    weight: 6,
    request: (pick) => ({ secretId: `prod/service-${pick(50)}/database` }),
  },
  {
    source: 's3',
    name: 'GetObject',
    readOnly: true,
    category: 'Data',
    weight: 16,
    request: (pick, hex) => ({
      bucketName: `data-${pick(12)}`,
      Host: 's3.amazonaws.com',
      key: `team-${pick(8)}/year=2026/part-${hex(16)}.parquet`,
    }),
    resources: ({ bucketName, key }) => [
      { type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucketName}/${key}` },
      { accountId: ACCOUNTS[0], type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucketName}` },
    ],
  },
  {
    source: 'kms',
    name: 'Decrypt',
    readOnly: true,
    weight: 12,
    request: (pick) => ({
      encryptionContext: { 'aws:s3:arn': `arn:aws:s3:::data-${pick(12)}` },
      encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    }),
    resources: () => [
      {
        accountId: ACCOUNTS[0],
        type: 'AWS::KMS::Key',
        ARN: `arn:aws:kms:us-east-1:${ACCOUNTS[0]}:key/11111111-2222-3333-4444-555555555555`,
      },
    ],
  },
  {
    source: 'sts',
    name: 'AssumeRole',
    readOnly: true,
    weight: 8,
    request: (pick) => ({
      roleArn: `arn:aws:iam::${ACCOUNTS[0]}:role/app/role-${pick(60)}`,
      roleSessionName: `session-${pick(500)}`,
      durationSeconds: 3600,
    }),
    response: (hex) => ({
      credentials: {
        accessKeyId: `ASIA${hex(16).toUpperCase()}`,
        sessionToken: hex(200),
        expiration: 'Jan 1, 2026, 1:00:00 AM',
      },
    }),
  },
  {
    source: 'ec2',
    name: 'RunInstances',
    readOnly: false,
    weight: 2,
    request: (pick, hex) => ({
      instancesSet: { items: [{ imageId: `ami-${hex(8)}`, minCount: 1, maxCount: 1 }] },
      instanceType: 't3.micro',
      iamInstanceProfile: { name: `profile-${pick(9)}` },
      tagSpecificationSet: {
        items: [{ resourceType: 'instance', tags: [{ key: 'team', value: `team-${pick(8)}` }] }],
      },
    }),
    response: (hex) => ({
      requestId: hex(32),
      reservationId: `r-${hex(17)}`,
      instancesSet: {
        items: [
          {
            instanceId: `i-${hex(17)}`,
            imageId: 'ami-1',
            instanceState: { code: 0, name: 'pending' },
            privateDnsName: 'ip-10-0-0-1.ec2.internal',
            placement: { availabilityZone: 'us-east-1a', tenancy: 'default' },
          },
        ],
      },
    }),
  },
  {
    source: 'lambda',
    name: 'UpdateFunctionCode20150331v2',
    readOnly: false,
    weight: 2,
    request: (pick) => ({ functionName: `function-${pick(60)}`, publish: false, dryRun: false }),
    response: (hex) => ({
      functionName: 'function',
      codeSha256: hex(44),
      lastModified: '2026-01-01T00:00:00.000+0000',
      memorySize: 512,
      timeout: 30,
    }),
  },
  {
    source: 'dynamodb',
    name: 'GetItem',
    readOnly: true,
    category: 'Data',
    weight: 10,
    request: (pick, hex) => ({ tableName: `table-${pick(20)}`, key: { pk: hex(12) }, consistentRead: false }),
    resources: ({ tableName }) => [
      {
        accountId: ACCOUNTS[0],
        type: 'AWS::DynamoDB::Table',
        ARN: `arn:aws:dynamodb:us-east-1:${ACCOUNTS[0]}:table/${tableName}`,
      },
    ],
  },
];
const AGENTS = [
  'aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux api/sts#1.30.3',
  'Boto3/1.34.51 md/Botocore#1.34.51 ua/2.0 os/linux#5.10 lang/python#3.11.6',
  'aws-cli/2.15.0 Python/3.11.6 Linux/5.10 exe/x86_64.amzn.2 prompt/off',
  'aws-sdk-java/2.20.162 Linux/5.10 OpenJDK_64-Bit_Server_VM/17.0.9',
];

/**
 * Writes a log as a trail delivers it to S3 into `folder`: `events` records of about 1.4 KB in `files` files, 60
 * principals, sessions of an hour. Files before `skip` are counted and not written: what a later day adds.
 */
export function generateLog(
  folder: string,
  events: number,
  files: number,
  skip = 0,
): { raw: number; stored: number } {
  const bag = CALLS.flatMap((call) => Array.from({ length: call.weight }, () => call));
  let [raw, stored] = [0, 0];
  for (let file = skip; file < files; file += 1) {
    const next = random(file + 1);
    const pick = (n: number): number => Math.floor(next() * n);
    const hex = (n: number): string =>
      Array.from({ length: Math.ceil(n / 8) }, () =>
        Math.floor(next() * 2 ** 32)
          .toString(16)
          .padStart(8, '0'),
      )
        .join('')
        .slice(0, n);
    const account = ACCOUNTS[file % 2] ?? '';
    const region = REGIONS[(file >> 1) % 2] ?? '';
    const at = START + Math.floor((file / files) * DAYS * 86_400) * 1000;
    const count = Math.floor(((file + 1) * events) / files) - Math.floor((file * events) / files);
    const records = Array.from({ length: count }, () => {
      const call = bag[pick(bag.length)] as Call;
      const principal = pick(60);
      const time = new Date(at + pick(300) * 1000).toISOString().replace('.000', '');
      // One session of each principal per hour or so: its key recurs in neighbouring files.
      const key = `ASIA${(principal * 7919 + Math.floor((at - START) / 3_600_000) * 104_729).toString(36).toUpperCase().padStart(16, 'X')}`;
      const request = call.request(pick, hex);
      const arn = `arn:aws:iam::${account}:role/app/role-${principal}`;
      const id = `AROA${principal.toString().padStart(17, 'X')}`;
      const denied = next() < 0.02;
      const uuid = hex(32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
      return {
        eventVersion: '1.11',
        userIdentity: {
          type: 'AssumedRole',
          principalId: `${id}:session-${principal}`,
          arn: `arn:aws:sts::${account}:assumed-role/role-${principal}/session-${principal}`,
          accountId: account,
          accessKeyId: key,
          sessionContext: {
            sessionIssuer: {
              type: 'Role',
              principalId: id,
              arn,
              accountId: account,
              userName: `role-${principal}`,
            },
            attributes: {
              creationDate: new Date(at - (at % 3_600_000)).toISOString(),
              mfaAuthenticated: 'false',
            },
          },
        },
        eventTime: time,
        eventSource: `${call.source}.amazonaws.com`,
        eventName: call.name,
        awsRegion: region,
        sourceIPAddress: `10.0.${pick(20)}.${pick(250)}`,
        userAgent: AGENTS[principal % AGENTS.length],
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
        eventID: uuid,
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
    const day = new Date(at).toISOString().slice(0, 10);
    const place = join(folder, 'AWSLogs', account, 'CloudTrail', region, ...day.split('-'));
    const text = JSON.stringify({ Records: records });
    const packed = gzipSync(text);
    mkdirSync(place, { recursive: true });
    writeFileSync(
      join(
        place,
        `${account}_CloudTrail_${region}_${day.replaceAll('-', '')}T0000Z_${String(file).padStart(8, '0')}.json.gz`,
      ),
      packed,
    );
    raw += text.length;
    stored += packed.length;
  }
  return { raw, stored };
}
