import { RESOURCE_PARAMETERS } from '../../../src/collect/cloudtrail/resource-parameters.ts';
import { recordOf, sessionIdentity } from '../../collect/support.ts';

type Fields = Readonly<Record<string, unknown>>;

const ACCOUNT = '111122223333';
const OTHER = '444455556666';
const QUOTES = `it's "quoted" \\ and \\\\ 'twice' ; -- DROP TABLE logs`;
const UNICODE = 'Zoë – 日本 🦊 \u00a0\u2028 \u0130ı ﬁ';

/** Values a parameter that names a resource may hold, right and wrong. */
const NAMES = [
  'reports',
  'us.anthropic.claude-v1:0',
  'anthropic.claude-v1:0',
  'arn:aws:iam::111122223333:role/already/an-arn',
  '1234abcd-12ab-34cd-56ef-1234567890ab',
  'mrk-1234abcd12ab34cd56ef1234567890ab',
  `${OTHER}:function:pay`,
  'pay:7',
  '/aws/lambda/pay',
  '/prod/db/password:3',
  'AWS-RunShellScript',
  'i-0abc12345678',
  'https://sqs.eu-west-1.amazonaws.com/444455556666/jobs.fifo',
  'default',
  'bus/of/mine',
  '/hostedzone/Z123ABC',
  '*',
  'wild*card?',
  '',
  QUOTES,
  UNICODE,
  'x\ny',
];

/** Records that go through every branch of what is reduced, and what people do to logs. */
export function nastyRecords(): Fields[] {
  return [
    ...identities(),
    ...outcomes(),
    ...namedResources(),
    ...arns(),
    ...features(),
    ...userAgents(),
    ...categories(),
    ...times(),
    ...copies(),
    ...roleChains(),
    ...others(),
  ].map((changes, index) => recordOf(uuid(index), changes));
}

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

function identities(): Fields[] {
  const user = `arn:aws:iam::${ACCOUNT}:user/ops/ana`;
  const session = `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/${UNICODE}`;
  const root = { sessionIssuer: { type: 'Root', arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT } };
  const all: Fields[] = [
    {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLE',
      arn: user,
      accountId: ACCOUNT,
      accessKeyId: 'AKIAEXAMPLE',
    },
    { type: 'IAMUser', arn: user },
    { type: 'IAMUser', principalId: 'AIDAEXAMPLE' },
    { type: 'IAMUser' },
    { type: 'AssumedRole', arn: session, accountId: ACCOUNT },
    { type: 'AssumedRole', arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deployer` },
    { type: 'AssumedRole', arn: session, principalId: 'AROAEXAMPLE:' },
    { type: 'AssumedRole', arn: session, principalId: 'AROAEXAMPLE:a:b:c' },
    { type: 'AssumedRole', arn: 'nonsense' },
    { type: 'AssumedRole', arn: session, sessionContext: root },
    {
      type: 'FederatedUser',
      principalId: `${ACCOUNT}:zoe`,
      arn: `arn:aws:sts::${ACCOUNT}:federated-user/zoe`,
    },
    sessionIdentity({ type: 'FederatedUser' }),
    { type: 'Role', arn: `arn:aws:iam::${ACCOUNT}:role/x/y`, principalId: 'AROAX:s' },
    { type: 'Root', accountId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root` },
    { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
    { type: 'AWSAccount', accountId: OTHER, principalId: 'AROAFAR:session' },
    { type: 'AWSAccount', accountId: OTHER, principalId: 'AIDAFAR' },
    { type: 'AWSAccount', accountId: OTHER, principalId: '' },
    { type: 'AWSAccount', accountId: 'ANONYMOUS_PRINCIPAL' },
    { type: 'AWSAccount' },
    { type: 'SAMLUser', principalId: 'x', userName: 'y' },
    { type: 'WebIdentityUser' },
    { type: 'Unknown', arn: user },
    { type: 'Directory', arn: session },
    { invokedBy: 'config.amazonaws.com' },
    {},
    { type: '' },
    { type: 'X'.repeat(200) },
    sessionIdentity({ invokedBy: 's3.amazonaws.com' }),
    sessionIdentity({
      sessionContext: { sourceIdentity: QUOTES, sessionIssuer: { arn: user, principalId: '' } },
    }),
  ];
  return [...all.map((userIdentity) => ({ userIdentity })), { userIdentity: null }];
}

function outcomes(): Fields[] {
  return [
    { errorCode: 'AccessDenied' },
    { errorCode: 'Client.UnauthorizedOperation' },
    { errorCode: 'com.amazon.coral.service#AccessDeniedException:http://internal/' },
    { errorCode: 'KMSAccessDeniedException' },
    { errorCode: 'ThrottlingException' },
    { errorCode: 'ExpiredToken' },
    { errorCode: 'InvalidClientTokenId', errorMessage: 'no' },
    { responseElements: { errorCode: 'AccessDenied' } },
    { responseElements: { ErrorCode: 'ExpiredToken', errorMessage: 'x' } },
    {
      errorCode: 'ClientException',
      errorMessage: `User: arn:aws:sts::1:assumed-role/r/s is not authorized to perform: ecs:ListTasks on resource: * because no identity-based policy allows the ecs:ListTasks action`,
    },
    {
      errorCode: 'AccessDenied',
      errorMessage:
        'User: x IS NOT AUTHORIZED to perform: iam:PassRole on resource: y with an explicit deny in a service control policy',
    },
    {
      errorCode: 'AccessDenied',
      errorMessage:
        'explicit deny in an identity-based policy and an explicit deny in a resource-based policy; because no permissions boundary allows the s3:GetObject action; because no session policy',
    },
    { errorMessage: UNICODE, errorCode: QUOTES },
  ];
}

/** Every parameter of the table with every name, beside and without what it needs. */
function namedResources(): Fields[] {
  return Object.entries(RESOURCE_PARAMETERS).flatMap(([eventSource, resources]) =>
    resources.flat().flatMap(({ parameter, beside = [] }) =>
      NAMES.flatMap((name, index) => {
        const [first = '', ...rest] = parameter.split('.');
        const value = rest.reduceRight<unknown>((inner, key) => [{ [key]: inner }], [name, [name], null]);
        const given = rest.length > 0 ? value : index % 3 === 0 ? [name, 'second', 7] : name;
        const others = Object.fromEntries(beside.map((key) => [key, NAMES[(index + 5) % NAMES.length]]));
        const eventName = ['PutRule', 'GetParameter', 'CreateSecret', 'CreateTopic', 'GetObject'][index % 5];
        return [{ eventSource, eventName, requestParameters: { ...others, [first]: given } }];
      }),
    ),
  );
}

function arns(): Fields[] {
  const reduced = [
    'arn:aws:s3:::bucket',
    'arn:aws:s3:::bucket/key',
    'arn:aws:s3:::bucket/a/b/c/d.txt',
    'arn:aws:s3:::bucket/a/',
    'arn:aws:s3:eu-west-1:111122223333:accesspoint/mine/object/a/b/c',
    'arn:aws:athena:eu-west-1:111122223333:query/abc',
    'arn:aws:ecs:eu-west-1:111122223333:task/cluster/abc',
    'arn:aws:ecs:eu-west-1:111122223333:task/abc',
    'arn:aws:ecs:eu-west-1:111122223333:task-definition/x:7',
    'arn:aws:logs:eu-west-1:111122223333:log-group:/a/b:log-stream:c',
    'arn:aws:states:eu-west-1:111122223333:execution:machine:abc',
    'arn:aws:bedrock-agentcore:eu-west-1:111122223333:memory/m-1/session/s-1',
    'arn:aws:s3:::bucket/wild*card/x',
    'arn:aws:iam::111122223333:role/Zo\u00eb',
    `arn:aws:s3:::${UNICODE.replaceAll(/\s/g, '')}/日本/"q"\\/x/y`,
    'arn:aws:s3:::two words',
    'arn:aws:s3:::nbsp\u00a0x',
    `arn:aws:s3:::${'x'.repeat(2100)}`,
    'arn:aws:nothing',
  ];
  const deep = (arn: string, levels: number): unknown =>
    levels === 0 ? arn : levels % 2 === 0 ? [deep(arn, levels - 1)] : { inner: deep(arn, levels - 1) };
  return [
    ...reduced.map((arn) => ({ requestParameters: { target: arn, bucketName: 'b', key: 'a/b/c/d' } })),
    ...reduced.map((ARN) => ({
      resources: [{ ARN, accountId: ACCOUNT, type: 'AWS::S3::Object' }, { type: 'x' }],
    })),
    ...[1, 2, 3, 4, 5, 6].map((levels) => ({
      requestParameters: { at: deep('arn:aws:sns:::topic', levels) },
    })),
    { requestParameters: { many: Array.from({ length: 21 }, (_, index) => `arn:aws:sns:::t${index}`) } },
    {
      requestParameters: {
        most: Array.from({ length: 20 }, (_, index) => `arn:aws:sns:::t${index}`),
        bucketName: '',
      },
    },
    { requestParameters: { policy: '{"Resource":"arn:aws:s3:::in-a-policy/*"}', 'arn:aws:sns:::key': 1 } },
    { requestParameters: { huge: 'x'.repeat(150_000), roleArn: 'arn:aws:iam::111122223333:role/huge' } },
    {
      requestParameters: Object.fromEntries(
        Array.from({ length: 2_000 }, (_, index) => [`k${index}`, index]),
      ),
    },
    { requestParameters: 'a text', resources: null },
    { requestParameters: ['arn:aws:sns:::in-a-list'] },
    { requestParameters: {} },
    { requestParameters: null },
    { requestParameters: 7 },
    ...[
      'cn-north-1',
      'us-gov-west-1',
      'us-iso-east-1',
      'us-isob-east-1',
      'eu-isoe-west-1',
      'eusc-de-east-1',
    ].map((awsRegion) => ({
      awsRegion,
      eventSource: 'sqs.amazonaws.com',
      requestParameters: { queueName: 'q' },
    })),
    ...[{ accountId: OTHER }, { accountId: 'none' }].map((identity) => ({
      userIdentity: sessionIdentity(identity),
      eventSource: 'kinesis.amazonaws.com',
      requestParameters: { streamName: 's' },
    })),
  ];
}

function features(): Fields[] {
  const ec2 = { eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances' };
  const role = 'arn:aws:iam::111122223333:role/app';
  return [
    { requestParameters: { omitted: true, reason: 'requestParametersTooLarge' } },
    { requestParameters: { omitted: 'true' } },
    { requestParameters: { tags: [{ key: 'a', value: 'b' }] } },
    { requestParameters: { tags: [], Tags: {}, tagList: '' } },
    { requestParameters: { tagSpecificationSet: { items: [] }, 'x:tags': { a: 1 } } },
    { ...ec2, requestParameters: { launchTemplate: { id: 'lt-1' }, iamInstanceProfile: { name: 'web' } } },
    {
      ...ec2,
      requestParameters: { iamInstanceProfile: { arn: 'arn:aws:iam::111122223333:instance-profile/web' } },
    },
    {
      ...ec2,
      requestParameters: { iamInstanceProfileName: 'web', roles: [{ roleName: 'a' }, { RoleArn: 'b' }] },
    },
    { eventSource: 'lambda.amazonaws.com', requestParameters: { role } },
    { eventSource: 'LAMBDA.amazonaws.com', requestParameters: { role } },
    { eventSource: 'iam.amazonaws.com', requestParameters: { role, roleName: 'x' } },
    {
      eventSource: 'iam.amazonaws.com',
      eventName: 'AddRoleToInstanceProfile',
      requestParameters: { roleName: 'x', instanceProfileName: 'y' },
    },
    {
      eventSource: 'ecs.amazonaws.com',
      requestParameters: { roles: Array.from({ length: 7 }, (_, index) => `${role}${index}`) },
    },
    {
      eventSource: 'ecs.amazonaws.com',
      requestParameters: { roles: Array.from({ length: 5 }, (_, index) => `${role}${index}`) },
    },
    { eventSource: 'bedrock.amazonaws.com', additionalEventData: { callWithBearerToken: true } },
    { eventSource: 'bedrock.amazonaws.com', additionalEventData: { callWithBearerToken: false } },
    {
      eventSource: 'aws-external-anthropic.amazonaws.com',
      requestParameters: { callWithBearerToken: true, bearerTokenType: 'LONG_TERM' },
    },
    { eventSource: 'bedrock-mantle.amazonaws.com', requestParameters: { bearerTokenType: 'ABSK' } },
    { eventSource: 'bedrock-mantle.amazonaws.com', requestParameters: { bearerTokenType: 'SHORT_TERM\n' } },
    { eventName: 'PutObject', requestParameters: { 'x-amz-acl': 'public-read', 'x-amz-tagging': 'a=b' } },
    { eventName: 'PutObject', requestParameters: { accessControlList: { 'x-amz-grant-read': '' } } },
    {
      eventName: 'DeleteObject',
      requestParameters: { versionId: 'v1', 'x-amz-bypass-governance-retention': 'true' },
    },
    {
      eventName: 'PutObject',
      requestParameters: {
        versionId: '',
        'x-amz-object-lock-legal-hold': 'ON',
        'x-amz-object-lock-mode': [],
      },
    },
    {
      eventName: 'CreateBucket',
      requestParameters: {
        'x-amz-bucket-object-lock-enabled': ['True'],
        'x-amz-object-ownership': 'BucketOwnerEnforced',
      },
    },
    ...['SELECT * FROM t', 'insert INTO', '  update x', 'Delete', 'selection'].map((statement) => ({
      eventSource: 'dynamodb.amazonaws.com',
      eventName: 'ExecuteStatement',
      requestParameters: { statement },
    })),
    {
      eventSource: 'dynamodb.amazonaws.com',
      eventName: 'TransactWriteItems',
      requestParameters: { transactItems: [{ put: { tableName: 't' } }, { conditionCheck: {} }] },
    },
    { requestParameters: { note: '"tags":["x"]', roleName: QUOTES } },
  ];
}

function userAgents(): Fields[] {
  return [
    'aws-cli/2.15.0 Python/3.11',
    '[S3Console/0.4, aws-internal/3]',
    'Boto3/1.34 app/my-agent_1 md/x',
    'app/',
    'AWS Internal',
    'claude-code/1.2 (x)',
    'my-claude-code/1.0',
    'xclaude-code/1',
    'CLAUDE-CLI/3',
    'APN/1.0 HashiCorp/1.0 Terraform/1.5',
    'terraform-provider-aws/5',
    'aws-sdk-go Pulumi/3',
    'AmazonQ-For-CLI',
    'console.amazonaws.com',
    `\u00a0 ${UNICODE}`,
    ' (leading',
    `${'x'.repeat(100)}/1`,
    QUOTES,
    '',
    '[[[',
  ].map((userAgent) => ({ userAgent }));
}

function categories(): Fields[] {
  const old = { eventCategory: undefined, managementEvent: undefined };
  return [
    { eventCategory: 'Data', eventName: 'GetObject' },
    { eventCategory: 'Data', eventSource: 'sns.amazonaws.com' },
    {
      eventCategory: 'Data',
      resources: [{ type: 'AWS::S3::Bucket' }, { type: 'AWS::S3::Object' }, { type: 'AWS::S3::AccessPoint' }],
    },
    { ...old, managementEvent: false },
    { ...old, managementEvent: 'true', eventName: 'GetObject' },
    { ...old, eventName: 'GetObject' },
    { ...old, eventName: 'CreateBucket' },
    { ...old, eventSource: 'dynamodb.amazonaws.com', eventName: 'Scan' },
    { eventCategory: 'Insight' },
    { eventCategory: 'NetworkActivity' },
    { eventType: 'AwsAggregatedEvent', eventTime: undefined, eventName: undefined },
    { eventType: 'AwsServiceEvent' },
    { eventType: 'AwsConsoleSignIn', eventSource: 'signin.amazonaws.com' },
    { eventType: undefined, eventSource: 'signin.amazonaws.com' },
    { eventType: 'AwsMcpEvent' },
  ];
}

function times(): Fields[] {
  return [
    '2026-01-15T23:59:59Z',
    '2026-01-16T00:00:00Z',
    '2026-01-15 10:00:00',
    '2026-01-15T10:00:00.123Z',
    '2026-01-15T10:00:00,5+02:00',
    '2026-01-15T10:00:00 -0130',
    '2026-01-15',
    '2026-02-30T00:00:00Z',
    '2026-01-15T25:00:00Z',
    'yesterday',
    '',
    null,
  ].map((eventTime) => ({ eventTime }));
}

/** The same event again, with and without differences; ids people have edited; calls across accounts. */
function copies(): Fields[] {
  const id = uuid(999_001);
  const across = { sharedEventID: uuid(999_100), eventName: 'AssumeRole', eventSource: 'sts.amazonaws.com' };
  const far = { type: 'AWSAccount', accountId: ACCOUNT, principalId: 'AROAEXAMPLEDEPLOYER01:build-7' };
  return [
    { eventID: id },
    { eventID: id },
    { eventID: id, errorCode: 'AccessDenied' },
    { eventID: id, eventName: 'GetBucketAcl' },
    { eventID: id, userIdentity: { type: 'AWSService', invokedBy: 'x' } },
    { eventID: id, awsRegion: 'us-east-1' },
    { eventID: id, recipientAccountId: OTHER },
    { eventID: 'edited', userAgent: 'a' },
    { eventID: 'edited', userAgent: 'b' },
    { eventID: id.toUpperCase() },
    { ...across, eventID: uuid(999_101) },
    { ...across, eventID: uuid(999_102), recipientAccountId: OTHER, userIdentity: far },
    {
      ...across,
      eventID: uuid(999_103),
      recipientAccountId: '777788889999',
      userIdentity: far,
      errorCode: 'AccessDenied',
    },
    { recipientAccountId: undefined },
    { recipientAccountId: undefined, userIdentity: sessionIdentity({ accountId: '' }) },
    { awsRegion: undefined },
  ];
}

/** Sessions that ask for sessions, from a web identity on; one chain turns on itself. */
function roleChains(): Fields[] {
  const issue = (from: string | null, to: string, changes: Fields = {}): Fields => ({
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    userIdentity: from === null ? { type: 'WebIdentityUser', userName: 'w' } : step(from),
    responseElements: { credentials: { accessKeyId: to, expiration: 'x' } },
    requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/${to}`, roleSessionName: to, ...changes },
  });
  const step = (key: string) =>
    sessionIdentity({
      accessKeyId: key,
      principalId: `AROA${key}:session-of-${key}`,
      sessionContext: {
        sessionIssuer: { arn: `arn:aws:iam::${ACCOUNT}:role/${key}`, principalId: `AROA${key}` },
      },
    });
  const long = Array.from({ length: 14 }, (_, index) => `ASIALONG${index}`);
  return [
    issue(null, 'ASIAWEB', { principalTags: { team: UNICODE, b: 'last' } }),
    issue('ASIAWEB', 'ASIASECOND', {
      tags: [
        { key: 'team', value: 'a' },
        { key: 'team', value: QUOTES },
        { key: 'Env', value: '' },
        { key: '', value: 'none' },
        { value: 'keyless' },
        'no object',
      ],
      incomingTransitiveTags: { team: 'wins', n: 7 },
    }),
    { userIdentity: step('ASIASECOND') },
    { userIdentity: step('ASIAWEB') },
    issue('ASIALOOP2', 'ASIALOOP1'),
    issue('ASIALOOP1', 'ASIALOOP2'),
    { userIdentity: step('ASIALOOP1') },
    ...long.slice(1).map((key, index) => issue(long[index] ?? '', key)),
    { userIdentity: step(long.at(-1) ?? '') },
    {
      ...issue('ASIAWEB', 'ASIATWICE'),
      userIdentity: { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' },
    },
    { ...issue('ASIAWEB', 'ASIATWICE'), recipientAccountId: OTHER },
    { userIdentity: step('ASIATWICE') },
  ];
}

function others(): Fields[] {
  return [
    { eventVersion: '2.0' },
    { eventVersion: '1' },
    { eventVersion: undefined },
    { eventVersion: '1.08' },
    { eventSource: '' },
    { eventName: undefined },
    { eventName: QUOTES, eventSource: UNICODE, awsRegion: QUOTES },
  ];
}
