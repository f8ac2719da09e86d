import { type Answer, type Asked, Refusal } from './asked.ts';
import type { FixtureAccount, FixtureEvent } from './fixture-account.ts';
import { HOME } from './fixture-account.ts';

const PAGE = 10;
const ROOT = 'r-root';
/** PKCS #1 in DER, as ListPublicKeys gives it; made for this file, and what it signed is nowhere. */
const PUBLIC_KEY =
  'MIGJAoGBAJ4VgI4ErKzzeG8p9tFDVFjEV1yQrhV17T/dOBYaTF3kaJvwDiHOCnR80nDTJRW26EOp/Etk7GuG5besK4baF2cnQlZSZH1vKsGqdQsErUds1206tdbeu1lcLHTVP/mI2rZybI+ja5Df+iJfk/OD01iTFgZWWMn5DP+kKK2Rz8e1AgMBAAE=';

/** CloudTrail and Organizations (JSON 1.1), and Account Management (REST). */
export function jsonAnswer(asked: Asked, state: FixtureAccount, accounts: readonly string[]): Answer {
  const result = RESULTS[asked.operation]?.(asked, state, accounts);
  if (result === undefined)
    throw new Refusal('UnknownOperationException', `no stand-in for ${asked.operation}`);
  return { type: 'application/x-amz-json-1.1', body: JSON.stringify(result) };
}

const RESULTS: Readonly<
  Record<string, (asked: Asked, state: FixtureAccount, accounts: readonly string[]) => object>
> = {
  listRegions: (_, { regions }) => ({
    Regions: regions.map((RegionName) => ({ RegionName, RegionOptStatus: 'ENABLED_BY_DEFAULT' })),
  }),
  DescribeTrails: (_, { trails }) => ({ trailList: trails }),
  GetTrailStatus: () => ({ IsLogging: true, StartLoggingTime: 1_700_000_000 }),
  GetEventSelectors: ({ input }) => ({
    TrailARN: input.TrailName,
    EventSelectors: [
      {
        ReadWriteType: 'WriteOnly',
        IncludeManagementEvents: true,
        DataResources: [],
        ExcludeManagementEventSources: [],
      },
    ],
  }),
  ListPublicKeys: () => ({
    PublicKeyList: [
      {
        Value: PUBLIC_KEY,
        ValidityStartTime: 1_700_000_000,
        ValidityEndTime: 1_900_000_000,
        Fingerprint: '0a0b',
      },
    ],
  }),
  LookupEvents: ({ input, region }, { events, account }) => {
    const [from, to] = [Number(input.StartTime) * 1000, Number(input.EndTime) * 1000];
    const found = events
      .filter((event) => event.region === region && event.time >= from && event.time <= to)
      .sort((a, b) => b.time - a.time || (a.id < b.id ? -1 : 1));
    const start = Number(input.NextToken ?? 0);
    const more = start + PAGE < found.length;
    return {
      Events: found.slice(start, start + PAGE).map((event) => lookedUp(event, account)),
      ...(more && { NextToken: String(start + PAGE) }),
    };
  },
  DescribeOrganization: () => ({ Organization: { Id: 'o-fixture', MasterAccountId: HOME } }),
  ListAccounts: ({ input }, _, accounts) => {
    const start = Number(input.NextToken ?? 0);
    const more = start + 1 < accounts.length;
    return {
      Accounts: accounts.slice(start, start + 1).map((Id) => ({ Id, Name: Id, Status: 'ACTIVE' })),
      ...(more && { NextToken: String(start + 1) }),
    };
  },
  ListPolicies: ({ input }) => ({
    Policies:
      input.Filter === 'SERVICE_CONTROL_POLICY'
        ? [{ Id: 'p-full', Name: 'FullAWSAccess', Type: input.Filter }]
        : [],
  }),
  DescribePolicy: ({ input }) => ({
    Policy: {
      PolicySummary: { Id: input.PolicyId, Name: 'FullAWSAccess', Type: 'SERVICE_CONTROL_POLICY' },
      Content: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
      }),
    },
  }),
  ListTargetsForPolicy: (_, __, accounts) => ({
    Targets: [
      { TargetId: ROOT, Name: 'Root', Type: 'ROOT' },
      ...accounts.map((TargetId) => ({ TargetId, Name: TargetId, Type: 'ACCOUNT' })),
    ],
  }),
  ListParents: () => ({ Parents: [{ Id: ROOT, Type: 'ROOT' }] }),
};

function lookedUp({ id, region, time, source, name, role }: FixtureEvent, account: string) {
  const record = {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROA${role.toUpperCase()}${account}:session`,
      arn: `arn:aws:sts::${account}:assumed-role/${role}/session`,
      accountId: account,
      accessKeyId: 'ASIAFIXTURE',
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: `AROA${role.toUpperCase()}${account}`,
          arn: `arn:aws:iam::${account}:role/${role}`,
          accountId: account,
          userName: role,
        },
      },
    },
    eventTime: `${new Date(time).toISOString().slice(0, 19)}Z`,
    eventSource: source,
    eventName: name,
    awsRegion: region,
    sourceIPAddress: '203.0.113.7',
    userAgent: 'Boto3/1.35',
    requestParameters: null,
    responseElements: null,
    requestID: id,
    eventID: id,
    readOnly: /^(Get|List)/.test(name),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
  };
  return {
    EventId: id,
    EventName: name,
    ReadOnly: String(record.readOnly),
    EventTime: time / 1000,
    EventSource: source,
    Resources: [],
    CloudTrailEvent: JSON.stringify(record),
  };
}
