export const ACCOUNTS = ['111122223333', '444455556666', '777788889999', '222233334444'];

export type Values = Readonly<Record<string, unknown>>;
export interface Call {
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
export const CALLS: readonly Call[] = [
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
