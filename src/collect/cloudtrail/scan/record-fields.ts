import { REQUEST_FEATURES } from '../../../catalog/index.ts';
import { NOT_BUCKETS } from '../reduce-arn.ts';
import { CALLER_FIELDS } from '../staged-caller.ts';
import {
  ACCESS_KEY_ID,
  ADDITIONAL_EVENT_DATA,
  ADDITIONAL_NAMES,
  ATTRIBUTES,
  CREATION_DATE,
  EVENT_ID,
  EVENT_SOURCE,
  EVENT_TIME,
  IDENTITY_ARN,
  IDENTITY_NAMES,
  NO_BUCKETS,
  PRINCIPAL_ID,
  READ,
  RECORD_NAMES,
  REQUEST_PARAMETERS,
  RESOURCES,
  RESPONSE_ELEMENTS,
  RESPONSE_NAMES,
  SESSION_CONTEXT,
  SHARED_EVENT_ID,
  USER_IDENTITY,
  WHAT,
  WHO,
} from './assembly/roles.ts';

/** The members `stageRecord` and the request features read, with what they are to the scanner; a test holds the list complete. */
export const RECORD_FIELDS: readonly (readonly [name: string, role: number])[] = [
  ...[
    'awsRegion',
    'errorCode',
    'errorMessage',
    'eventCategory',
    'eventName',
    'eventType',
    'eventVersion',
    'managementEvent',
    'recipientAccountId',
  ].map((name) => [name, WHAT] as const),
  ...CALLER_FIELDS.map((name) => [name, WHO] as const),
  ['eventSource', EVENT_SOURCE],
  ['eventTime', EVENT_TIME],
  ['eventID', EVENT_ID],
  ['sharedEventID', SHARED_EVENT_ID],
  ['requestParameters', REQUEST_PARAMETERS],
  ['resources', RESOURCES],
  ['responseElements', RESPONSE_ELEMENTS],
  ['additionalEventData', ADDITIONAL_EVENT_DATA],
];

/** Members of `responseElements` that an outcome is read from. */
const RESPONSE_FIELDS = ['errorCode', 'ErrorCode', 'errorMessage', 'ErrorMessage'];

/** Members of `additionalEventData` that a request feature is read from. */
const ADDITIONAL_FIELDS = REQUEST_FEATURES.flatMap(({ tests }) =>
  tests.flatMap(({ path: [first, second] }: { readonly path: readonly string[] }) => {
    if (first !== 'additionalEventData') return [];
    if (second === undefined) throw new Error('the scanner knows additionalEventData only by its members');
    return [second];
  }),
);

/** Members of `userIdentity`, and of what is in it, that sessions of one role differ in. */
const SESSION_FIELDS: readonly (readonly [name: string, role: number])[] = [
  ['userIdentity', USER_IDENTITY],
  ['principalId', PRINCIPAL_ID],
  ['arn', IDENTITY_ARN],
  ['accessKeyId', ACCESS_KEY_ID],
  ['sessionContext', SESSION_CONTEXT],
  ['attributes', ATTRIBUTES],
  ['creationDate', CREATION_DATE],
];

/** Text that `responseElements` holds when an outcome is read from it; an escaped key holds the second. */
export const RESPONSE_MARKS: readonly string[] = ['rror', '\\u'];

/** Text that `additionalEventData` holds when a request feature is read from it. */
export const ADDITIONAL_MARKS: readonly string[] = ['\\u', ...ADDITIONAL_FIELDS];

/** The names the scanner is told, by list. */
export const NAME_LISTS: readonly (readonly [list: number, name: string, role: number])[] = [
  ...RECORD_FIELDS.map(([name, role]) => [RECORD_NAMES, name, role] as const),
  ...RESPONSE_FIELDS.map((name) => [RESPONSE_NAMES, name, READ] as const),
  ...ADDITIONAL_FIELDS.map((name) => [ADDITIONAL_NAMES, name, READ] as const),
  ...SESSION_FIELDS.map(([name, role]) => [IDENTITY_NAMES, name, role] as const),
  ...NOT_BUCKETS.map((name) => [NO_BUCKETS, name, READ] as const),
];
