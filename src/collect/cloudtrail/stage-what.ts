import { requestFeatures } from '../../catalog/index.ts';
import type { LeftoverReason } from '../../domain/facts.ts';
import { parseAwsTime } from '../files/aws-time.ts';
import { dataResourceType, eventCategory } from './event-category.ts';
import { type Fields, textAt } from './fields.ts';
import { outcomeOf } from './outcome.ts';
import type { RecordOrigin } from './record-origin.ts';
import { resourceKeys } from './resource-keys.ts';
import { issuedSession } from './session-tags.ts';
import type { StagedCaller } from './staged-caller.ts';
import type { What, Who } from './staged-row.ts';

/** Why an event is nobody's permission use. */
export interface LeftoverOf {
  readonly reason: LeftoverReason;
  readonly key: string;
}

export type StagedWhat =
  | {
      readonly kind: 'what';
      readonly what: What;
      /** Null: the caller decides whether it is a principal's use. */
      readonly leftover: LeftoverOf | null;
      /** The access key of the session that the call issued. */
      readonly issuedKey: string | null;
    }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** `eventCategory` of records that report no API call at all. */
export const OTHER_CATEGORIES: ReadonlySet<string> = new Set(['Insight', 'NetworkActivity']);
/** `eventType` of the same, for records too old or too new to carry the category. */
export const OTHER_TYPES: ReadonlySet<string> = new Set(['AwsCloudTrailInsight', 'AwsAggregatedEvent']);

/**
 * Signing in, and what a service did by itself, is authorised by no identity policy (CloudTrail record contents). What was
 * done in a console without an API (`AwsConsoleAction`: the billing console) is.
 */
export const NOT_API_CALLS: ReadonlySet<string> = new Set([
  'AwsServiceEvent',
  'AwsConsoleSignIn',
  'AwsVpceEvents',
  'AwsMcpEvent',
]);

const UNKNOWN = 'unknown';

/**
 * What a record says was called. Of the caller only two things count: whether it is a principal, and its account; a
 * record without its caller fields and with any valid time and id gives the same.
 */
export function stageWhat(record: Fields, caller: StagedCaller, origin: RecordOrigin): StagedWhat {
  const version = textAt(record, 'eventVersion');
  if (version !== null && !/^1(?:\.|$)/.test(version)) {
    return { kind: 'unreadable', reason: 'has an eventVersion that is not 1.x' };
  }
  const place = placeOf(record, caller, origin);
  const other = otherKind(record);
  if (other !== null) return otherWhat(record, place, other);
  const eventSource = textAt(record, 'eventSource');
  const eventName = textAt(record, 'eventName');
  if (eventSource === null) return { kind: 'unreadable', reason: 'lacks eventSource' };
  if (eventName === null) return { kind: 'unreadable', reason: 'lacks eventName' };
  if (parseAwsTime(record.eventTime) === null) {
    return { kind: 'unreadable', reason: 'lacks a valid eventTime' };
  }
  const outcome = outcomeOf(record);
  const leftover = leftoverOf(eventTypeOf(record), eventSource, caller, outcome);
  const isUse = leftover === null && caller.found.kind === 'principal';
  const category = eventCategory(record);
  const issued = issuedSession(record);
  const what: What = {
    account: place.account,
    region: place.region,
    category,
    resourceType: category === 'Data' ? dataResourceType(record) : null,
    eventSource,
    eventName,
    outcome: outcome.kind === 'denied' ? 'denied' : 'allowed',
    features: isUse ? JSON.stringify(requestFeatures(record)) : '[]',
    resources: isUse ? JSON.stringify(resourceKeys(record, place, caller.accountId)) : '[]',
    issuedTags: issued === null ? null : JSON.stringify(issued.tags),
    issuedTagKeys: issued === null ? null : JSON.stringify(issued.tags.map(([key]) => key)),
  };
  return { kind: 'what', what, leftover, issuedKey: issued?.accessKeyId ?? null };
}

/** The caller's columns beside a `what` with this leftover. */
export function whoOf({ found, userAgentFamily }: StagedCaller, leftover: LeftoverOf | null): Who {
  if (leftover !== null) return nobody(leftover.reason, leftover.key);
  if (found.kind === 'nobody') return nobody('nobodys-use', found.key);
  return {
    principalArn: found.arn,
    principalId: found.id,
    via: found.via,
    sessionName: found.sessionName,
    sourceIdentity: found.sourceIdentity,
    accessKeyId: found.accessKeyId,
    userAgentFamily,
    leftoverReason: null,
    leftoverKey: null,
  };
}

function nobody(leftoverReason: LeftoverReason, leftoverKey: string): Who {
  return {
    principalArn: null,
    principalId: null,
    via: null,
    sessionName: null,
    sourceIdentity: null,
    accessKeyId: null,
    userAgentFamily: null,
    leftoverReason,
    leftoverKey,
  };
}

/** Null when a principal used or tried a permission, or the caller is none. */
function leftoverOf(
  type: string,
  eventSource: string,
  caller: StagedCaller,
  outcome: ReturnType<typeof outcomeOf>,
): LeftoverOf | null {
  if (NOT_API_CALLS.has(type)) return { reason: 'not-an-api-call', key: `${type} ${eventSource}` };
  if (caller.found.kind === 'nobody' || outcome.kind !== 'not-authenticated') return null;
  return { reason: 'nobodys-use', key: `not authenticated (${outcome.code})` };
}

function otherKind(record: Fields): string | null {
  const type = textAt(record, 'eventType');
  if (type !== null && OTHER_TYPES.has(type)) return type;
  const category = textAt(record, 'eventCategory');
  return category !== null && OTHER_CATEGORIES.has(category) ? `${category} event` : null;
}

function otherWhat(record: Fields, place: Pick<What, 'account' | 'region'>, key: string): StagedWhat {
  const what: What = {
    account: place.account,
    region: place.region,
    category: null,
    resourceType: null,
    eventSource: textAt(record, 'eventSource') ?? '',
    eventName: textAt(record, 'eventName') ?? '',
    outcome: 'allowed',
    features: '[]',
    resources: '[]',
    issuedTags: null,
    issuedTagKeys: null,
  };
  return { kind: 'what', what, leftover: { reason: 'not-an-api-call', key }, issuedKey: null };
}

/** Records before eventVersion 1.02 have no eventType; console sign-ins of then are told by their source. */
function eventTypeOf(record: Fields): string {
  const type = textAt(record, 'eventType');
  if (type !== null) return type;
  return textAt(record, 'eventSource') === 'signin.amazonaws.com' ? 'AwsConsoleSignIn' : 'AwsApiCall';
}

function placeOf(
  record: Fields,
  caller: StagedCaller,
  origin: RecordOrigin,
): Pick<What, 'account' | 'region'> {
  return {
    account: textAt(record, 'recipientAccountId') ?? origin.account ?? caller.accountId ?? UNKNOWN,
    region: textAt(record, 'awsRegion') ?? origin.region ?? UNKNOWN,
  };
}
