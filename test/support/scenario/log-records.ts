import { createHash } from 'node:crypto';
import { ACCOUNT, arnOf, idOf, nameOf, principalNamed, REGION, windowDays } from './names.ts';
import type { Scenario, ScenarioEvent } from './schema.ts';

export interface LogRecord {
  readonly eventID: string;
  readonly eventTime: string;
  readonly awsRegion: string;
  readonly [field: string]: unknown;
}

/** A stable UUID from what makes the event itself. */
function eventId(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

function userIdentity(scenario: Scenario, event: ScenarioEvent): object {
  const via = event.invokedBy === undefined ? {} : { invokedBy: event.invokedBy };
  if (event.identity !== undefined) return event.identity;
  if (event.service !== undefined) return { type: 'AWSService', invokedBy: event.service };
  const principal = principalNamed(scenario, event);
  const principalId = event.id ?? idOf(principal);
  if (event.user !== undefined) {
    return {
      type: 'IAMUser',
      principalId,
      arn: arnOf(principal),
      accountId: ACCOUNT,
      userName: event.user,
      ...(event.key === undefined ? {} : { accessKeyId: event.key }),
      ...via,
    };
  }
  const session = event.session ?? 'session';
  return {
    type: 'AssumedRole',
    principalId: `${principalId}:${session}`,
    // The STS ARN drops the role's path (CloudTrail User Guide, userIdentity).
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${nameOf(principal)}/${session}`,
    accountId: ACCOUNT,
    accessKeyId: event.key ?? 'ASIAEXAMPLE000000001',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId,
        arn: arnOf(principal),
        accountId: ACCOUNT,
        userName: nameOf(principal),
      },
      ...(event.sourceIdentity === undefined ? {} : { sourceIdentity: event.sourceIdentity }),
      attributes: { creationDate: `${event.day}T00:00:00Z`, mfaAuthenticated: 'false' },
    },
    ...via,
  };
}

function record(scenario: Scenario, event: ScenarioEvent, index: number): LogRecord {
  const time = Date.parse(`${event.day}T${event.time ?? '12:00:00'}Z`) + index * 1_000;
  return {
    eventVersion: '1.11',
    userIdentity: userIdentity(scenario, event),
    eventTime: `${new Date(time).toISOString().slice(0, 19)}Z`,
    eventSource: event.source,
    eventName: event.name,
    awsRegion: event.region ?? REGION,
    sourceIPAddress: event.invokedBy ?? event.service ?? '198.51.100.7',
    userAgent: event.userAgent ?? 'Boto3/1.40.0',
    ...(event.error === undefined
      ? {}
      : { errorCode: event.error, errorMessage: event.errorMessage ?? event.error }),
    requestParameters: event.request ?? null,
    responseElements: event.response ?? null,
    eventID: eventId(JSON.stringify([event, index])),
    readOnly: /^(Get|List|Describe|Head)/.test(event.name),
    ...(event.resources === undefined
      ? event.data === undefined
        ? {}
        : { resources: [{ type: event.data }] }
      : { resources: event.resources.map((resource) => ({ accountId: ACCOUNT, ...resource })) }),
    eventType: event.type ?? 'AwsApiCall',
    managementEvent: event.data === undefined,
    recipientAccountId: ACCOUNT,
    eventCategory: event.data === undefined ? 'Management' : 'Data',
  };
}

/** AWS Config looking round: nobody's use, and a sign that the trail delivers on that day in that region. */
function heartbeats(scenario: Scenario): readonly ScenarioEvent[] {
  const { log = 'complete' } = scenario;
  if (log === 'none') return [];
  const { from, to, without = [], regions = [REGION] } = log === 'complete' ? {} : log;
  return windowDays(scenario)
    .days.filter((day) => (from === undefined || day >= from) && (to === undefined || day <= to))
    .filter((day) => !without.includes(day))
    .flatMap((day) =>
      regions.map((region) => ({
        day,
        region,
        source: 'ec2.amazonaws.com',
        name: 'DescribeInstances',
        service: 'config.amazonaws.com',
      })),
    );
}

/** Every record of the scenario's log, in the order of the file; a repeated event is there as often as delivered. */
export function logRecords(scenario: Scenario): readonly LogRecord[] {
  const events = [...heartbeats(scenario), ...(scenario.events ?? [])];
  return events.flatMap((event) =>
    Array.from({ length: event.times ?? 1 }, (_, index) => record(scenario, event, index)).flatMap((one) =>
      Array.from({ length: event.copies ?? 1 }, () => one),
    ),
  );
}
