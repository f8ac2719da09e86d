import type { Json, JsonObject } from '../../src/domain/json.ts';
import { iso } from './calendar.ts';
import { errorFields } from './failures.ts';
import type { Call, CallContext, Failure } from './model.ts';
import type { Prng } from './prng.ts';
import type { Session } from './sessions.ts';
import { userIdentity } from './sessions.ts';
import type { Region } from './world.ts';
import { GLOBAL_REGION } from './world.ts';

export type CloudTrailRecord = JsonObject & { readonly eventTime: string; readonly eventID: string };

/** A record and whose log it is in. */
export interface Entry {
  readonly account: string;
  readonly region: Region;
  readonly record: CloudTrailRecord;
  /** CloudTrail data-event resource type; null for management events. */
  readonly dataType: string | null;
  /** Bucket, workspace... the data event is about, as the trail's selectors name it; null for management events. */
  readonly resource: string | null;
}

const HOSTS: Readonly<Record<string, string>> = { monitoring: 'monitoring', bedrock: 'bedrock-runtime' };

const endpoint = (source: string, region: string, global: boolean): string =>
  source === 'aws-external-anthropic'
    ? `aws-external-anthropic.${region}.api.aws`
    : global
      ? `${source}.amazonaws.com`
      : `${HOSTS[source] ?? source}.${region}.amazonaws.com`;

/** What every record shares, whoever made it. */
export interface Frame {
  readonly userIdentity: JsonObject;
  readonly time: number;
  readonly source: string;
  readonly name: string;
  readonly account: string;
  readonly region: Region;
  readonly global: boolean;
  readonly address: string;
  readonly userAgent: string;
  readonly readOnly: boolean;
  readonly request: Json;
  readonly response: Json;
  readonly error?: JsonObject;
  readonly additional?: JsonObject;
  readonly resources?: readonly JsonObject[];
  readonly eventType?: string;
  readonly data?: boolean;
  readonly requestId?: string;
  readonly sharedEventId?: string;
}

/** A CloudTrail record, eventVersion 1.11, fields in the order CloudTrail writes them. */
export function frameRecord(frame: Frame, random: Prng): CloudTrailRecord {
  // Calls that AWS makes inside itself show the service's name for an address and no TLS.
  const outside = /^[0-9]/.test(frame.address);
  return {
    eventVersion: '1.11',
    userIdentity: frame.userIdentity,
    eventTime: iso(frame.time),
    eventSource: `${frame.source}.amazonaws.com`,
    eventName: frame.name,
    awsRegion: frame.region,
    sourceIPAddress: frame.address,
    userAgent: frame.userAgent,
    ...frame.error,
    requestParameters: frame.request,
    responseElements: frame.response,
    ...(frame.additional === undefined ? {} : { additionalEventData: frame.additional }),
    requestID: frame.requestId ?? random.uuid(),
    eventID: random.uuid(),
    readOnly: frame.readOnly,
    ...(frame.resources === undefined ? {} : { resources: frame.resources }),
    eventType: frame.eventType ?? 'AwsApiCall',
    managementEvent: frame.data !== true,
    recipientAccountId: frame.account,
    ...(frame.sharedEventId === undefined ? {} : { sharedEventID: frame.sharedEventId }),
    eventCategory: frame.data === true ? 'Data' : 'Management',
    ...(outside
      ? {
          tlsDetails: {
            tlsVersion: 'TLSv1.3',
            cipherSuite: 'TLS_AES_128_GCM_SHA256',
            clientProvidedHostHeader: endpoint(frame.source, frame.region, frame.global),
          },
        }
      : {}),
  };
}

export interface CallDetails {
  readonly via: string | null;
  readonly fails?: Failure | undefined;
  readonly requestId?: string | undefined;
}

/** The record of one API call of a session. */
export function callEntry(call: Call, session: Session, c: CallContext, details: CallDetails): Entry {
  const region = call.global === true ? GLOBAL_REGION : c.region;
  const context = { ...c, region };
  const touched = call.resources?.(context) ?? [];
  const first = touched[0]?.arn ?? '*';
  const failed = details.fails !== undefined;
  const record = frameRecord(
    {
      userIdentity: userIdentity(session, details.via),
      time: c.time,
      source: call.source,
      name: call.name,
      account: c.account,
      region,
      global: call.global === true,
      address: details.via ?? session.address,
      userAgent: details.via ?? session.userAgent,
      readOnly: call.write !== true,
      request: call.request?.(context) ?? null,
      response: failed ? null : (call.response?.(context) ?? null),
      ...(details.fails === undefined
        ? {}
        : { error: { ...errorFields(details.fails, call, session, first) } }),
      ...(call.extra === undefined ? {} : { additional: call.extra(context) }),
      ...(touched.length === 0
        ? {}
        : { resources: touched.map(({ type, arn }) => ({ accountId: c.account, type, ARN: arn })) }),
      data: call.dataType !== undefined,
      ...(details.requestId === undefined ? {} : { requestId: details.requestId }),
    },
    c.random,
  );
  return {
    account: c.account,
    region,
    record,
    dataType: call.dataType ?? null,
    resource: call.dataType === undefined ? null : (touched.at(-1)?.arn ?? null),
  };
}
