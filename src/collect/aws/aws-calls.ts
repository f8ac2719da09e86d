/** What a call is for; a purpose that a person does not use needs no permission. */
export const PURPOSES = {
  identity: 'who is asking',
  grants: 'who is granted what',
  'last-accessed': 'when IAM saw a service or action used',
  credentials: 'access keys, passwords and API keys of users',
  trails: 'what the trails record',
  'event-history': 'management events of 90 days where no trail can be read',
  logs: 'the log in its bucket',
  athena: 'the log through Athena',
  organization: 'service control policies and accounts of the organization',
  accounts: 'other accounts',
  validation: '--aws-validate',
} as const;
export type Purpose = keyof typeof PURPOSES;

/**
 * Resources of a statement, with placeholders for what a person names (BUCKET, PREFIX, WORKGROUP, DATABASE, TABLE, OUTPUT, ROLE); `*` only where the
 * service knows no narrower one.
 */
export type ResourcePattern = string;

export interface AwsCallRow {
  /** The SDK's client without `Client`. */
  readonly service: string;
  readonly operation: string;
  readonly purpose: Purpose;
  /** Permissions it needs, and on what; empty: none (API reference, GetCallerIdentity). */
  readonly needs: readonly { readonly action: string; readonly resources: readonly ResourcePattern[] }[];
  /** What cannot be known without it, in plain words. */
  readonly without: string;
}

const ANY: readonly ResourcePattern[] = ['*'];
const TRAILS: readonly ResourcePattern[] = ['arn:*:cloudtrail:*:*:trail/*'];
const USERS: readonly ResourcePattern[] = ['arn:*:iam::*:user/*'];
const POLICIES: readonly ResourcePattern[] = [
  'arn:*:organizations::*:policy/o-*/service_control_policy/*',
  'arn:*:organizations::*:policy/o-*/resource_control_policy/*',
  'arn:*:organizations::aws:policy/service_control_policy/*',
  'arn:*:organizations::aws:policy/resource_control_policy/*',
];
const WORKGROUP: readonly ResourcePattern[] = ['arn:*:athena:*:*:workgroup/WORKGROUP'];
const CATALOG: readonly ResourcePattern[] = [
  'arn:*:glue:*:*:catalog',
  'arn:*:glue:*:*:database/DATABASE',
  'arn:*:glue:*:*:table/DATABASE/TABLE',
];

function row(
  purpose: Purpose,
  service: string,
  operation: string,
  without: string,
  resources: readonly ResourcePattern[] = ANY,
  action = `${service.toLowerCase()}:${operation}`,
): AwsCallRow {
  return { service, operation, purpose, needs: [{ action, resources }], without };
}

const NO_LAST_ACCESSED =
  'permissions that no log covers stay unknown: IAM last accessed could have judged the actions it tracks';
const NO_CONTROL = 'service control policies: a grant that one of them blocks counts as granted';
const NO_KEYS = 'long-lived keys, passwords and API keys of users, and their age and last use';
const NO_TRAILS =
  'what the trails record: no data event proves non-use, so s3:GetObject, lambda:InvokeFunction and their like stay unknown';
const NO_ATHENA = 'a log that is too large for this machine';

/** Every call to AWS that is made, each once: the tool's own policy and `paredown doctor` follow from it. */
export const AWS_CALLS: readonly AwsCallRow[] = [
  {
    service: 'STS',
    operation: 'GetCallerIdentity',
    purpose: 'identity',
    needs: [],
    without: 'anything: AWS does not accept the credentials',
  },
  row('grants', 'IAM', 'GetAccountAuthorizationDetails', 'anything: nobody tells who is granted what'),
  row('last-accessed', 'IAM', 'GenerateServiceLastAccessedDetails', NO_LAST_ACCESSED, [
    'arn:*:iam::*:role/*',
    ...USERS,
  ]),
  row('last-accessed', 'IAM', 'GetServiceLastAccessedDetails', NO_LAST_ACCESSED),
  row('credentials', 'IAM', 'GenerateCredentialReport', NO_KEYS),
  row('credentials', 'IAM', 'GetCredentialReport', NO_KEYS),
  row('credentials', 'IAM', 'ListAccessKeys', NO_KEYS, USERS),
  row('credentials', 'IAM', 'GetAccessKeyLastUsed', NO_KEYS, USERS),
  row('credentials', 'IAM', 'GetLoginProfile', NO_KEYS, USERS),
  row('credentials', 'IAM', 'ListServiceSpecificCredentials', NO_KEYS, USERS),
  row('trails', 'CloudTrail', 'DescribeTrails', NO_TRAILS),
  row('trails', 'CloudTrail', 'GetTrailStatus', NO_TRAILS, TRAILS),
  row('trails', 'CloudTrail', 'GetEventSelectors', NO_TRAILS, TRAILS),
  row('trails', 'CloudTrail', 'ListPublicKeys', 'whether digest files are signed by CloudTrail'),
  row(
    'trails',
    'Account',
    'ListRegions',
    'which regions are enabled: without --regions only that of global services is looked at, and the rest stays unknown',
    ['arn:*:account::*:account'],
  ),
  row('event-history', 'CloudTrail', 'LookupEvents', 'management events, where no log can be read'),
  row('logs', 'S3', 'ListObjectsV2', 'which log files there are', ['arn:*:s3:::BUCKET'], 's3:ListBucket'),
  row('logs', 'S3', 'GetObject', 'what the log files say', ['arn:*:s3:::BUCKET/PREFIX*']),
  {
    ...row('athena', 'Athena', 'StartQueryExecution', NO_ATHENA, WORKGROUP),
    needs: [
      { action: 'athena:StartQueryExecution', resources: WORKGROUP },
      // Athena asks for these in the caller's name (Athena User Guide, "Access to databases and tables").
      { action: 'glue:GetDatabase', resources: CATALOG },
      { action: 'glue:GetTable', resources: CATALOG },
      { action: 'glue:GetPartitions', resources: CATALOG },
      { action: 's3:GetBucketLocation', resources: ['arn:*:s3:::BUCKET', 'arn:*:s3:::OUTPUT_BUCKET'] },
      { action: 's3:ListBucket', resources: ['arn:*:s3:::BUCKET', 'arn:*:s3:::OUTPUT_BUCKET'] },
      { action: 's3:GetObject', resources: ['arn:*:s3:::BUCKET/PREFIX*', 'arn:*:s3:::OUTPUT*'] },
      { action: 's3:PutObject', resources: ['arn:*:s3:::OUTPUT*'] },
      { action: 's3:AbortMultipartUpload', resources: ['arn:*:s3:::OUTPUT*'] },
    ],
  },
  row('athena', 'Athena', 'GetQueryExecution', NO_ATHENA, WORKGROUP),
  row('athena', 'Athena', 'GetQueryResults', NO_ATHENA, WORKGROUP),
  row('athena', 'Athena', 'StopQueryExecution', NO_ATHENA, WORKGROUP),
  row('athena', 'Athena', 'GetWorkGroup', 'where Athena puts results and what it may scan', WORKGROUP),
  {
    ...row('athena', 'Athena', 'GetTableMetadata', NO_ATHENA),
    needs: [
      { action: 'athena:GetTableMetadata', resources: ['arn:*:athena:*:*:datacatalog/AwsDataCatalog'] },
      { action: 'glue:GetTable', resources: CATALOG },
    ],
  },
  row('organization', 'Organizations', 'DescribeOrganization', NO_CONTROL),
  row('organization', 'Organizations', 'ListPolicies', NO_CONTROL),
  row('organization', 'Organizations', 'DescribePolicy', NO_CONTROL, POLICIES),
  row('organization', 'Organizations', 'ListTargetsForPolicy', NO_CONTROL, POLICIES),
  row('organization', 'Organizations', 'ListParents', NO_CONTROL, [
    'arn:*:organizations::*:account/o-*/*',
    'arn:*:organizations::*:ou/o-*/ou-*',
  ]),
  row('organization', 'Organizations', 'ListAccounts', 'the accounts that --org stands for'),
  row('accounts', 'STS', 'AssumeRole', 'accounts other than that of the credentials', [
    'arn:*:iam::*:role/ROLE',
  ]),
  row(
    'validation',
    'AccessAnalyzer',
    'ValidatePolicy',
    'what AWS says of each proposal',
    ANY,
    'access-analyzer:ValidatePolicy',
  ),
  row(
    'validation',
    'AccessAnalyzer',
    'CheckNoNewAccess',
    'what AWS says of each proposal',
    ANY,
    'access-analyzer:CheckNoNewAccess',
  ),
];
