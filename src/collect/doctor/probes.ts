import type { AwsSession } from '../aws/aws-session.ts';

export interface ProbeContext {
  readonly account: string;
  readonly partition: string;
  readonly region: string;
}

/** How a call is tried; `answers`: error codes that only those get who may ask. */
export type Probe =
  | {
      readonly send: (session: AwsSession, context: ProbeContext) => Promise<unknown>;
      readonly answers: RegExp;
    }
  | { readonly notTried: string };

/** Names of nothing: no account has them. */
const NOBODY = 'paredown-doctor-asks-for-nobody';
const NO_JOB = '00000000-0000-0000-0000-000000000000';
const NO_KEY = 'AKIA0000000000000000';
const NO_POLICY = 'p-00000000';

const NOT_FOUND = /^NoSuchEntity(Exception)?$/;
const NONE = /^$/;
const NO_TRAIL = /^(TrailNotFoundException|InvalidTrailNameException)$/;
const NO_SUCH_POLICY = /^PolicyNotFoundException$/;
const NO_QUERY = /^InvalidRequestException$/;
/** The account is in no organization: nothing is kept from anybody. */
const NO_ORGANIZATION = /^AWSOrganizationsNotInUseException$/;

const iam = () => import('@aws-sdk/client-iam');
const trail = () => import('@aws-sdk/client-cloudtrail');
const organizations = () => import('@aws-sdk/client-organizations');
const athena = () => import('@aws-sdk/client-athena');
const analyzer = () => import('@aws-sdk/client-accessanalyzer');

const DOCUMENT = '{"Version":"2012-10-17","Statement":[]}';

/** By service and operation of the table of calls. */
export const PROBES: Readonly<Record<string, Probe>> = {
  'IAM:GetAccountAuthorizationDetails': {
    send: async (session) =>
      (await session.iam()).send(
        new (await iam()).GetAccountAuthorizationDetailsCommand({ Filter: ['Role'], MaxItems: 1 }),
      ),
    answers: NONE,
  },
  'IAM:GenerateServiceLastAccessedDetails': {
    send: async (session, { partition, account }) =>
      (await session.iam()).send(
        new (await iam()).GenerateServiceLastAccessedDetailsCommand({
          Arn: `arn:${partition}:iam::${account}:role/${NOBODY}`,
        }),
      ),
    answers: NOT_FOUND,
  },
  'IAM:GetServiceLastAccessedDetails': {
    send: async (session) =>
      (await session.iam()).send(new (await iam()).GetServiceLastAccessedDetailsCommand({ JobId: NO_JOB })),
    answers: NOT_FOUND,
  },
  'IAM:GenerateCredentialReport': { notTried: 'it makes a new report; a run does when the last one is old' },
  'IAM:GetCredentialReport': {
    send: async (session) => (await session.iam()).send(new (await iam()).GetCredentialReportCommand({})),
    answers:
      /^(CredentialReport(NotPresent|Expired|NotReady)(Exception)?|ReportNotPresent|ReportExpired|ReportInProgress)$/,
  },
  'IAM:ListAccessKeys': {
    send: async (session) =>
      (await session.iam()).send(new (await iam()).ListAccessKeysCommand({ UserName: NOBODY })),
    answers: NOT_FOUND,
  },
  'IAM:GetAccessKeyLastUsed': {
    send: async (session) =>
      (await session.iam()).send(new (await iam()).GetAccessKeyLastUsedCommand({ AccessKeyId: NO_KEY })),
    answers: NOT_FOUND,
  },
  'IAM:GetLoginProfile': {
    send: async (session) =>
      (await session.iam()).send(new (await iam()).GetLoginProfileCommand({ UserName: NOBODY })),
    answers: NOT_FOUND,
  },
  'IAM:ListServiceSpecificCredentials': {
    send: async (session) =>
      (await session.iam()).send(
        new (await iam()).ListServiceSpecificCredentialsCommand({ UserName: NOBODY }),
      ),
    answers: NOT_FOUND,
  },
  'CloudTrail:DescribeTrails': {
    send: async (session, { region }) =>
      (await session.cloudTrail(region)).send(new (await trail()).DescribeTrailsCommand({})),
    answers: NONE,
  },
  'CloudTrail:GetTrailStatus': {
    send: async (session, { region }) =>
      (await session.cloudTrail(region)).send(new (await trail()).GetTrailStatusCommand({ Name: NOBODY })),
    answers: NO_TRAIL,
  },
  'CloudTrail:GetEventSelectors': {
    send: async (session, { region }) =>
      (await session.cloudTrail(region)).send(
        new (await trail()).GetEventSelectorsCommand({ TrailName: NOBODY }),
      ),
    answers: NO_TRAIL,
  },
  'CloudTrail:ListPublicKeys': {
    send: async (session, { region }) =>
      (await session.cloudTrail(region)).send(new (await trail()).ListPublicKeysCommand({})),
    answers: NONE,
  },
  'CloudTrail:LookupEvents': {
    send: async (session, { region }) =>
      (await session.cloudTrail(region)).send(new (await trail()).LookupEventsCommand({ MaxResults: 1 })),
    answers: NONE,
  },
  'Account:ListRegions': {
    send: async (session) =>
      (await session.accountManagement()).send(
        new (await import('@aws-sdk/client-account')).ListRegionsCommand({ MaxResults: 1 }),
      ),
    answers: NONE,
  },
  'Athena:StartQueryExecution': { notTried: 'it would run a query' },
  'Athena:StopQueryExecution': { notTried: 'it would stop a query' },
  'Athena:GetQueryExecution': {
    send: async (session, { region }) =>
      (await session.athena(region)).send(
        new (await athena()).GetQueryExecutionCommand({ QueryExecutionId: NO_JOB }),
      ),
    answers: NO_QUERY,
  },
  'Athena:GetQueryResults': {
    send: async (session, { region }) =>
      (await session.athena(region)).send(
        new (await athena()).GetQueryResultsCommand({ QueryExecutionId: NO_JOB }),
      ),
    answers: NO_QUERY,
  },
  'Athena:GetWorkGroup': { notTried: 'see the workgroup' },
  'Athena:GetTableMetadata': { notTried: 'a run asks for its table' },
  'Organizations:DescribeOrganization': {
    send: async (session) =>
      (await session.organizations()).send(new (await organizations()).DescribeOrganizationCommand({})),
    answers: NO_ORGANIZATION,
  },
  'Organizations:ListPolicies': {
    send: async (session) =>
      (await session.organizations()).send(
        new (await organizations()).ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY', MaxResults: 1 }),
      ),
    answers: NO_ORGANIZATION,
  },
  'Organizations:DescribePolicy': {
    send: async (session) =>
      (await session.organizations()).send(
        new (await organizations()).DescribePolicyCommand({ PolicyId: NO_POLICY }),
      ),
    answers: new RegExp(`${NO_SUCH_POLICY.source}|${NO_ORGANIZATION.source}`),
  },
  'Organizations:ListTargetsForPolicy': {
    send: async (session) =>
      (await session.organizations()).send(
        new (await organizations()).ListTargetsForPolicyCommand({ PolicyId: NO_POLICY }),
      ),
    answers: new RegExp(`${NO_SUCH_POLICY.source}|${NO_ORGANIZATION.source}`),
  },
  'Organizations:ListParents': {
    send: async (session, { account }) =>
      (await session.organizations()).send(
        new (await organizations()).ListParentsCommand({ ChildId: account }),
      ),
    answers: new RegExp(`^ChildNotFoundException$|${NO_ORGANIZATION.source}`),
  },
  'Organizations:ListAccounts': {
    send: async (session) =>
      (await session.organizations()).send(
        new (await organizations()).ListAccountsCommand({ MaxResults: 1 }),
      ),
    answers: NO_ORGANIZATION,
  },
  'STS:AssumeRole': { notTried: 'it would open a session' },
  'AccessAnalyzer:ValidatePolicy': {
    send: async (session, { region }) =>
      (await session.accessAnalyzer(region)).send(
        new (await analyzer()).ValidatePolicyCommand({
          policyDocument: DOCUMENT,
          policyType: 'IDENTITY_POLICY',
        }),
      ),
    answers: /^ValidationException$/,
  },
  'AccessAnalyzer:CheckNoNewAccess': { notTried: 'each check is charged' },
};
