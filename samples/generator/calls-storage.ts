import type { Call, CallContext } from './model.ts';
import {
  arn,
  BUCKETS,
  bucketArn,
  ORDERS_SECRET,
  PHOTO_KEY,
  PRODUCTION,
  SECRETS_KEY,
  TABLES,
  WEBHOOK_SECRET,
} from './world.ts';

const S3_OBJECT = 'AWS::S3::Object';

const host = (c: CallContext) => `${c.subject}.s3.${c.region}.amazonaws.com`;

/** `2026/09/03/P48213377.jpg`: unbounded names, as object keys are. */
const objectKey = (c: CallContext) =>
  `${new Date(c.time).toISOString().slice(0, 10).replaceAll('-', '/')}/P${c.random.between(10_000_000, 99_999_999)}.jpg`;

const transfer = (c: CallContext, sent: number, received: number) => ({
  SignatureVersion: 'SigV4',
  CipherSuite: 'TLS_AES_128_GCM_SHA256',
  bytesTransferredIn: received === 0 ? 0 : c.random.between(received, received * 4),
  AuthenticationMethod: 'AuthHeader',
  'x-amz-id-2': c.random.hex(8),
  bytesTransferredOut: sent === 0 ? 0 : c.random.between(sent, sent * 4),
});

/** Data event on one object of the bucket that is the session's subject. */
const onObject = (name: string, actions: readonly string[], sent: number, received: number): Call => {
  const keys = new WeakMap<CallContext, string>();
  const keyOf = (c: CallContext) => {
    const key = keys.get(c) ?? objectKey(c);
    keys.set(c, key);
    return key;
  };
  return {
    source: 's3',
    name,
    actions,
    dataType: S3_OBJECT,
    ...(received > 0 || name.startsWith('Delete') ? { write: true } : {}),
    request: (c) => ({ bucketName: c.subject, Host: host(c), key: keyOf(c) }),
    response: () =>
      received > 0
        ? {
            'x-amz-server-side-encryption': 'aws:kms',
            'x-amz-server-side-encryption-bucket-key-enabled': 'true',
          }
        : null,
    resources: (c) => [
      { type: S3_OBJECT, arn: `${bucketArn(c.subject)}/${keyOf(c)}` },
      { type: 'AWS::S3::Bucket', arn: bucketArn(c.subject) },
    ],
    extra: (c) => transfer(c, sent, received),
  };
};

const withKey = (name: string, key: string, request: Call['request']): Call => ({
  source: 'kms',
  name,
  actions: [`kms:${name}`],
  ...(request === undefined ? {} : { request }),
  resources: (c) => [{ type: 'AWS::KMS::Key', arn: arn('kms', c.region, PRODUCTION, key) }],
});

const queue = (c: CallContext) => [
  { type: 'AWS::SQS::Queue', arn: arn('sqs', c.region, c.account, c.subject) },
];

const secret = (id: string): Call => ({
  source: 'secretsmanager',
  name: 'GetSecretValue',
  actions: ['secretsmanager:GetSecretValue'],
  request: (c) => ({ secretId: arn('secretsmanager', c.region, c.account, id) }),
});

const onTable = (name: string, write: boolean): Call => ({
  source: 'dynamodb',
  name,
  actions: [`dynamodb:${name}`],
  dataType: 'AWS::DynamoDB::Table',
  ...(write ? { write: true } : {}),
  request: () => ({ tableName: TABLES[0] }),
  resources: (c) => [
    { type: 'AWS::DynamoDB::Table', arn: arn('dynamodb', c.region, c.account, `table/${TABLES[0]}`) },
  ],
});

export const storageCalls = {
  's3.ListBuckets': {
    source: 's3',
    name: 'ListBuckets',
    actions: ['s3:ListAllMyBuckets'],
    request: (c) => ({ Host: `s3.${c.region}.amazonaws.com` }),
    extra: (c) => transfer(c, 900, 0),
  },
  's3.GetBucketPolicy': {
    source: 's3',
    name: 'GetBucketPolicy',
    actions: ['s3:GetBucketPolicy'],
    request: () => ({
      bucketName: BUCKETS.invoices,
      Host: `${BUCKETS.invoices}.s3.amazonaws.com`,
      policy: '',
    }),
    resources: () => [{ type: 'AWS::S3::Bucket', arn: bucketArn(BUCKETS.invoices) }],
    extra: (c) => transfer(c, 400, 0),
  },
  's3.GetStorageLensDashboardDataInternal': {
    source: 's3',
    name: 'GetStorageLensDashboardDataInternal',
    actions: [],
    request: (c) => ({
      Host: `s3.${c.region}.amazonaws.com`,
      storageLensConfigurationId: 'default-account-dashboard',
    }),
  },
  's3.GetObject': onObject('GetObject', ['s3:GetObject'], 220_000, 0),
  's3.PutObject': onObject('PutObject', ['s3:PutObject'], 0, 18_000),
  's3.DeleteObject': onObject('DeleteObject', ['s3:DeleteObject'], 0, 0),
  's3.ListObjects': {
    source: 's3',
    name: 'ListObjects',
    actions: ['s3:ListBucket'],
    dataType: S3_OBJECT,
    request: (c) => ({ bucketName: c.subject, Host: host(c), 'list-type': '2', prefix: '2026/' }),
    resources: (c) => [
      { type: S3_OBJECT, arn: `${bucketArn(c.subject)}/` },
      { type: 'AWS::S3::Bucket', arn: bucketArn(c.subject) },
    ],
    extra: (c) => transfer(c, 2_000, 0),
  },
  'kms.DecryptPhoto': withKey('Decrypt', PHOTO_KEY, () => ({
    encryptionContext: { 'aws:s3:arn': bucketArn(BUCKETS.photos) },
    encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
  })),
  'kms.GenerateThumbnailKey': withKey('GenerateDataKey', PHOTO_KEY, (c) => ({
    encryptionContext: { 'aws:s3:arn': bucketArn(BUCKETS.thumbnails) },
    keyId: arn('kms', c.region, PRODUCTION, PHOTO_KEY),
    keySpec: 'AES_256',
  })),
  'kms.DecryptSecret': withKey('Decrypt', SECRETS_KEY, (c) => ({
    encryptionContext: { SecretARN: arn('secretsmanager', c.region, PRODUCTION, ORDERS_SECRET) },
    encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
  })),
  'secretsmanager.OrdersDatabase': secret(ORDERS_SECRET),
  'secretsmanager.WebhookSecret': secret(WEBHOOK_SECRET),
  'dynamodb.GetItem': onTable('GetItem', false),
  'dynamodb.UpdateItem': onTable('UpdateItem', true),
  'dynamodb.DescribeTable': {
    source: 'dynamodb',
    name: 'DescribeTable',
    actions: ['dynamodb:DescribeTable'],
    request: () => ({ tableName: TABLES[0] }),
    resources: (c) => [
      { type: 'AWS::DynamoDB::Table', arn: arn('dynamodb', c.region, c.account, `table/${TABLES[0]}`) },
    ],
  },
  'sqs.GetQueueUrl': {
    source: 'sqs',
    name: 'GetQueueUrl',
    actions: ['sqs:GetQueueUrl'],
    // SQS counts it among its data events.
    dataType: 'AWS::SQS::Queue',
    resources: queue,
    request: (c) => ({ queueName: c.subject }),
    response: (c) => ({ queueUrl: `https://sqs.${c.region}.amazonaws.com/${c.account}/${c.subject}` }),
  },
  'sqs.SendMessage': {
    source: 'sqs',
    name: 'SendMessage',
    actions: ['sqs:SendMessage'],
    write: true,
    dataType: 'AWS::SQS::Queue',
    request: (c) => ({ queueUrl: `https://sqs.${c.region}.amazonaws.com/${c.account}/${c.subject}` }),
    resources: queue,
  },
  'athena.StartQueryExecution': {
    source: 'athena',
    name: 'StartQueryExecution',
    actions: ['athena:StartQueryExecution'],
    write: true,
    request: (c) => ({
      queryString: '***OMITTED***',
      clientRequestToken: c.random.uuid(),
      queryExecutionContext: { database: 'parcels' },
      workGroup: 'operations',
    }),
    response: (c) => ({ queryExecutionId: c.random.uuid() }),
  },
  'athena.GetQueryResults': {
    source: 'athena',
    name: 'GetQueryResults',
    actions: ['athena:GetQueryResults'],
    request: (c) => ({ queryExecutionId: c.random.uuid() }),
  },
  'glue.GetTable': {
    source: 'glue',
    name: 'GetTable',
    actions: ['glue:GetTable'],
    request: () => ({ databaseName: 'parcels', name: 'deliveries' }),
  },
  'rds.CreateDBSnapshot': {
    source: 'rds',
    name: 'CreateDBSnapshot',
    actions: ['rds:CreateDBSnapshot'],
    write: true,
    request: (c) => ({ dBSnapshotIdentifier: `incident-${c.random.hex(6)}`, dBInstanceIdentifier: 'orders' }),
    response: () => ({ status: 'creating', engine: 'postgres', dBInstanceIdentifier: 'orders' }),
  },
} as const satisfies Record<string, Call>;
