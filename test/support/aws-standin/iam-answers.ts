import { type Answer, type Asked, Refusal } from './asked.ts';
import type { FixtureAccount } from './fixture-account.ts';
import { type Xml, xml } from './xml.ts';

const PAGE = 1;

/** IAM and STS, the query protocol. Lists come a page at a time, so that there are pages to break. */
export function iamAnswer(asked: Asked, state: FixtureAccount, looks: Map<string, number>): Answer {
  const result = RESULTS[asked.operation]?.(asked, state, looks);
  if (result === undefined) throw new Refusal('InvalidAction', `no stand-in for ${asked.operation}`);
  const { operation } = asked;
  return {
    type: 'text/xml',
    body: `<${operation}Response><${operation}Result>${xml(result)}</${operation}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${operation}Response>`,
  };
}

type Result = { readonly [name: string]: Xml };
const RESULTS: Readonly<
  Record<string, (asked: Asked, state: FixtureAccount, looks: Map<string, number>) => Result>
> = {
  GetCallerIdentity: (_, { account }) => ({
    Arn: `arn:aws:sts::${account}:assumed-role/audit/run`,
    UserId: 'AROAAUDIT:run',
    Account: account,
  }),
  AssumeRole: ({ input }) => ({
    Credentials: {
      AccessKeyId: `ASIA${/::(\d{12}):/.exec(input.RoleArn ?? '')?.[1] ?? ''}`,
      SecretAccessKey: 'secret',
      SessionToken: 'token',
      Expiration: new Date(Date.now() + 3_600_000),
    },
    AssumedRoleUser: { AssumedRoleId: 'AROA:x', Arn: `${input.RoleArn}/x` },
  }),
  GetAccountAuthorizationDetails: ({ input }, { users, groups, roles, policies }) => {
    const items = [
      ...users.map((item) => ['UserDetailList', item] as const),
      ...groups.map((item) => ['GroupDetailList', item] as const),
      ...roles.map((item) => ['RoleDetailList', item] as const),
      ...policies.map((item) => ['Policies', item] as const),
    ];
    const start = Number(input.Marker ?? 0);
    const page = items.slice(start, start + 2);
    const list = (name: string) => page.filter(([kind]) => kind === name).map(([, item]) => item);
    const more = start + 2 < items.length;
    return {
      IsTruncated: more,
      ...(more && { Marker: String(start + 2) }),
      UserDetailList: list('UserDetailList'),
      GroupDetailList: list('GroupDetailList'),
      RoleDetailList: list('RoleDetailList'),
      Policies: list('Policies'),
    };
  },
  GenerateServiceLastAccessedDetails: ({ input }) => ({ JobId: `job:${input.Arn}` }),
  GetServiceLastAccessedDetails: ({ input }, { lastAccessed, asOf }, looks) => {
    const job = input.JobId ?? '';
    const common = { JobType: 'ACTION_LEVEL', JobCreationDate: asOf };
    const look = (looks.get(job) ?? 0) + 1;
    looks.set(job, look);
    if (look === 1 && input.Marker === undefined) {
      return { ...common, JobStatus: 'IN_PROGRESS', IsTruncated: false, ServicesLastAccessed: [] };
    }
    const services = Object.entries(lastAccessed[job.slice(4)] ?? {});
    const start = Number(input.Marker ?? 0);
    const more = start + PAGE < services.length;
    return {
      ...common,
      JobStatus: 'COMPLETED',
      JobCompletionDate: asOf,
      IsTruncated: more,
      ...(more && { Marker: String(start + PAGE) }),
      ServicesLastAccessed: services.slice(start, start + PAGE).map(([namespace, actions]) => {
        const times = Object.values(actions).flatMap((time) => time ?? []);
        return {
          ServiceName: namespace.toUpperCase(),
          ServiceNamespace: namespace,
          ...(times[0] !== undefined && { LastAuthenticated: times[0] }),
          TotalAuthenticatedEntities: times.length > 0 ? 1 : 0,
          TrackedActionsLastAccessed: Object.entries(actions).map(([ActionName, time]) => ({
            ActionName,
            ...(time !== null && { LastAccessedTime: time, LastAccessedRegion: 'us-east-1' }),
          })),
        };
      }),
    };
  },
  ListAccessKeys: ({ input }, { accessKeys }) => ({
    IsTruncated: false,
    AccessKeyMetadata: (accessKeys[input.UserName ?? ''] ?? []).map((AccessKeyId) => ({
      UserName: input.UserName,
      AccessKeyId,
      Status: 'Active',
      CreateDate: new Date('2025-02-01T00:00:00Z'),
    })),
  }),
  GetAccessKeyLastUsed: () => ({
    UserName: 'ci',
    AccessKeyLastUsed: {
      LastUsedDate: new Date('2026-01-05T00:00:00Z'),
      ServiceName: 's3',
      Region: 'us-east-1',
    },
  }),
  GetLoginProfile: ({ input }, { loginProfiles, asOf }) => {
    if (!loginProfiles.includes(input.UserName ?? ''))
      throw new Refusal('NoSuchEntity', 'no login profile', 404);
    return { LoginProfile: { UserName: input.UserName, CreateDate: asOf, PasswordResetRequired: false } };
  },
  ListServiceSpecificCredentials: ({ input }) => ({
    IsTruncated: false,
    ServiceSpecificCredentials: [
      {
        UserName: input.UserName,
        Status: 'Active',
        ServiceUserName: `${input.UserName}-at-x`,
        CreateDate: new Date('2025-02-01T00:00:00Z'),
        ServiceSpecificCredentialId: 'ACCAFIXTURE000000001',
        ServiceName: 'bedrock.amazonaws.com',
      },
    ],
  }),
  GenerateCredentialReport: () => ({ State: 'COMPLETE', Description: 'there' }),
  GetCredentialReport: (_, { account, asOf }) => ({
    Content: Buffer.from(
      `user,arn,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_service\nci,arn:aws:iam::${account}:user/ci,true,2025-02-01T00:00:00+00:00,N/A,N/A,false,N/A,N/A,N/A\n`,
    ).toString('base64'),
    ReportFormat: 'text/csv',
    GeneratedTime: asOf,
  }),
};
