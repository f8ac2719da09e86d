import { requestFeatures } from '../../catalog/index.ts';
import type { LeftoverReason } from '../../domain/facts.ts';
import { parseAwsTime } from '../files/aws-time.ts';
import { contentHash } from './content-hash.ts';
import { dataResourceType, eventCategory } from './event-category.ts';
import { type Fields, isObject, objectAt, textAt } from './fields.ts';
import { type Caller, callerOf } from './identity.ts';
import { type CallOutcome, outcomeOf } from './outcome.ts';
import { resourceKeys } from './resource-keys.ts';
import { issuedSession } from './session-tags.ts';
import type { StagedRow } from './staged-row.ts';
import { userAgentFamily } from './user-agent-family.ts';

/** What the place of a record tells where the record itself does not. */
export interface RecordOrigin {
  readonly account: string | null;
  readonly region: string | null;
}

export type StagedRecord =
  | { readonly kind: 'row'; readonly row: StagedRow }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** `eventCategory` of records that report no API call at all. */
const OTHER_CATEGORIES: ReadonlySet<string> = new Set(['Insight', 'NetworkActivity']);
/** `eventType` of the same, for records too old or too new to carry the category. */
const OTHER_TYPES: ReadonlySet<string> = new Set(['AwsCloudTrailInsight', 'AwsAggregatedEvent']);

/** Signing in, and what a service did by itself, is authorised by no identity policy (CloudTrail record contents). */
const NOT_API_CALLS: ReadonlySet<string> = new Set([
  'AwsServiceEvent',
  'AwsConsoleSignIn',
  'AwsConsoleAction',
  'AwsVpceEvents',
  'AwsMcpEvent',
]);

const UNKNOWN = 'unknown';

/** Reduces one parsed record to a staged row. Pure: nothing but the record and its origin decides. */
export function stageRecord(record: unknown, origin: RecordOrigin): StagedRecord {
  if (!isObject(record)) return { kind: 'unreadable', reason: 'is not an object' };
  const version = textAt(record, 'eventVersion');
  if (version !== null && !/^1(?:\.|$)/.test(version)) {
    return { kind: 'unreadable', reason: 'has an eventVersion that is not 1.x' };
  }
  const other = otherKind(record);
  if (other !== null) return { kind: 'row', row: otherRow(record, origin, other) };
  const eventSource = textAt(record, 'eventSource');
  const eventName = textAt(record, 'eventName');
  const time = parseAwsTime(record.eventTime);
  if (eventSource === null) return { kind: 'unreadable', reason: 'lacks eventSource' };
  if (eventName === null) return { kind: 'unreadable', reason: 'lacks eventName' };
  if (time === null) return { kind: 'unreadable', reason: 'lacks a valid eventTime' };
  return { kind: 'row', row: callRow(record, origin, { eventSource, eventName, time }) };
}

function callRow(
  record: Fields,
  origin: RecordOrigin,
  event: { readonly eventSource: string; readonly eventName: string; readonly time: number },
): StagedRow {
  const found = callerOf(objectAt(record, 'userIdentity'));
  const outcome = outcomeOf(record);
  const leftover = leftoverOf(eventTypeOf(record), event.eventSource, found, outcome);
  const caller = leftover === null && found.kind === 'principal' ? found : null;
  const category = eventCategory(record);
  const issued = issuedSession(record);
  const place = placeOf(record, origin);
  return {
    eventId: textAt(record, 'eventID') ?? contentHash(record),
    sharedEventId: textAt(record, 'sharedEventID'),
    account: place.account,
    region: place.region,
    time: event.time,
    category,
    resourceType: category === 'Data' ? dataResourceType(record) : null,
    eventSource: event.eventSource,
    eventName: event.eventName,
    principalArn: caller?.arn ?? null,
    principalId: caller?.id ?? null,
    outcome: outcome.kind === 'denied' ? 'denied' : 'allowed',
    features: caller === null ? '[]' : JSON.stringify(requestFeatures(record)),
    resources: caller === null ? '[]' : JSON.stringify(resourceKeys(record, place)),
    via: caller?.via ?? null,
    sessionName: caller?.sessionName ?? null,
    sourceIdentity: caller?.sourceIdentity ?? null,
    accessKeyId: caller?.accessKeyId ?? null,
    userAgentFamily: caller === null ? null : userAgentFamily(textAt(record, 'userAgent')),
    issuedKey: issued?.accessKeyId ?? null,
    issuedTags: issued === null ? null : JSON.stringify(issued.tags),
    leftoverReason: leftover?.reason ?? null,
    leftoverKey: leftover?.key ?? null,
  };
}

/** Why an event is nobody's permission use; null when a principal used or tried a permission. */
function leftoverOf(
  type: string,
  eventSource: string,
  caller: Caller,
  outcome: CallOutcome,
): { readonly reason: LeftoverReason; readonly key: string } | null {
  if (NOT_API_CALLS.has(type)) return { reason: 'not-an-api-call', key: `${type} ${eventSource}` };
  if (caller.kind === 'nobody') return { reason: 'nobodys-use', key: caller.key };
  if (outcome.kind !== 'not-authenticated') return null;
  return { reason: 'nobodys-use', key: `not authenticated (${outcome.code})` };
}

function otherKind(record: Fields): string | null {
  const type = textAt(record, 'eventType');
  if (type !== null && OTHER_TYPES.has(type)) return type;
  const category = textAt(record, 'eventCategory');
  return category !== null && OTHER_CATEGORIES.has(category) ? `${category} event` : null;
}

function otherRow(record: Fields, origin: RecordOrigin, kind: string): StagedRow {
  return {
    ...placeOf(record, origin),
    eventId: textAt(record, 'eventID') ?? contentHash(record),
    sharedEventId: textAt(record, 'sharedEventID'),
    time: parseAwsTime(record.eventTime),
    category: null,
    resourceType: null,
    eventSource: textAt(record, 'eventSource') ?? '',
    eventName: textAt(record, 'eventName') ?? '',
    principalArn: null,
    principalId: null,
    outcome: 'allowed',
    features: '[]',
    resources: '[]',
    via: null,
    sessionName: null,
    sourceIdentity: null,
    accessKeyId: null,
    userAgentFamily: null,
    issuedKey: null,
    issuedTags: null,
    leftoverReason: 'not-an-api-call',
    leftoverKey: kind,
  };
}

/** Records before eventVersion 1.02 have no eventType; console sign-ins of then are told by their source. */
function eventTypeOf(record: Fields): string {
  const type = textAt(record, 'eventType');
  if (type !== null) return type;
  return textAt(record, 'eventSource') === 'signin.amazonaws.com' ? 'AwsConsoleSignIn' : 'AwsApiCall';
}

function placeOf(record: Fields, origin: RecordOrigin): { account: string; region: string } {
  return {
    account:
      textAt(record, 'recipientAccountId') ??
      origin.account ??
      textAt(objectAt(record, 'userIdentity'), 'accountId') ??
      UNKNOWN,
    region: textAt(record, 'awsRegion') ?? origin.region ?? UNKNOWN,
  };
}
