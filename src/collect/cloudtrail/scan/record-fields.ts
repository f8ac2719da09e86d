import { REQUEST_FEATURES } from '../../../catalog/index.ts';
import { CALLER_FIELDS } from '../staged-caller.ts';

/** What the scanner does with a member at the top of a record. */
export const ROLE = {
  /** No fact reads it. */
  none: 0,
  /** Part of what was called. */
  what: 1,
  eventTime: 2,
  eventID: 3,
  sharedEventID: 4,
  /** Counts only when something in it is read: mostly large, and different in every record. */
  responseElements: 5,
  additionalEventData: 6,
  /** Part of who called. */
  who: 7,
} as const;

/** The members `stageRecord` and the request features read; a test holds the list complete. */
export const RECORD_FIELDS: readonly (readonly [name: string, role: number])[] = [
  ...[
    'awsRegion',
    'errorCode',
    'errorMessage',
    'eventCategory',
    'eventName',
    'eventSource',
    'eventType',
    'eventVersion',
    'managementEvent',
    'recipientAccountId',
    'requestParameters',
    'resources',
  ].map((name) => [name, ROLE.what] as const),
  ...CALLER_FIELDS.map((name) => [name, ROLE.who] as const),
  ['eventTime', ROLE.eventTime],
  ['eventID', ROLE.eventID],
  ['sharedEventID', ROLE.sharedEventID],
  ['responseElements', ROLE.responseElements],
  ['additionalEventData', ROLE.additionalEventData],
];

/** Text that `responseElements` holds when an outcome is read from it; an escaped key holds the second. */
export const RESPONSE_MARKS: readonly string[] = ['rror', '\\u'];

/** Text that `additionalEventData` holds when a request feature is read from it. */
export const ADDITIONAL_MARKS: readonly string[] = [
  '\\u',
  ...REQUEST_FEATURES.flatMap(({ tests }) =>
    tests.flatMap(({ path: [first, second] }: { readonly path: readonly string[] }) =>
      first === 'additionalEventData' ? [second ?? '"'] : [],
    ),
  ),
];

/** Every name is longer than six characters; length, sixth and seventh tell them apart, which is checked here. */
const SLOTS = 128;
const SHORTEST = 7;
const names: Buffer[] = [];
const roles: number[] = [];
const slots = new Int8Array(SLOTS).fill(-1);

function slotOf(length: number, sixth: number, seventh: number): number {
  return (length + sixth * 2 + seventh * 3) & (SLOTS - 1);
}

for (const [name, role] of RECORD_FIELDS) {
  const slot = slotOf(name.length, name.charCodeAt(5), name.charCodeAt(6));
  if (name.length < SHORTEST || slots[slot] !== -1) throw new Error(`${name} needs a slot of its own`);
  slots[slot] = names.length;
  names.push(Buffer.from(name));
  roles.push(role);
}

/** The role of the key between two quotes; whole keys are compared. */
export function roleOf(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length < SHORTEST) return ROLE.none;
  const field = slots[slotOf(length, bytes[start + 5] as number, bytes[start + 6] as number)] as number;
  if (field === -1) return ROLE.none;
  const name = names[field] as Buffer;
  if (name.length !== length) return ROLE.none;
  for (let i = 0; i < length; i += 1) if (name[i] !== bytes[start + i]) return ROLE.none;
  return roles[field] as number;
}
