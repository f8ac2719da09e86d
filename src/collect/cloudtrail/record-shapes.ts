import { describeJson } from '../files/describe-json.ts';
import { type Fields, isObject, listAt, own, textAt } from './fields.ts';

/** One record as it stood in an envelope, or why it is none. */
export interface EnvelopedRecord {
  readonly record: unknown;
  /** The envelope's account, for records that name none. */
  readonly account: string | null;
  readonly problem: string | null;
}

/** A list of records, or null when the value is of none of the known shapes. */
export function recordsOf(value: unknown): EnvelopedRecord[] | null {
  if (Array.isArray(value)) return fromArray(value);
  if (!isObject(value)) return null;
  const shape = SHAPES.find(({ fits }) => fits(value));
  return shape?.records(value) ?? null;
}

interface Shape {
  readonly fits: (value: Fields) => boolean;
  readonly records: (value: Fields) => EnvelopedRecord[] | null;
}

/** Export shapes of CloudTrail records, each by what only it has. */
const SHAPES: readonly Shape[] = [
  {
    // A log file in S3; the JSON download of the event history.
    fits: (value) => Array.isArray(own(value, 'Records')),
    records: (value) => listAt(value, 'Records').map((record) => plain(record)),
  },
  {
    // Meant as a log file; what it should hold is missing.
    fits: (value) => Object.hasOwn(value, 'Records'),
    records: (value) => [{ ...plain(value), problem: 'has Records that are no list' }],
  },
  {
    // `aws cloudtrail lookup-events`.
    fits: (value) => Array.isArray(own(value, 'Events')),
    records: (value) => listAt(value, 'Events').map((event) => fromText(event, 'CloudTrailEvent')),
  },
  {
    // One event of lookup-events on a line of its own.
    fits: (value) => typeof own(value, 'CloudTrailEvent') === 'string',
    records: (value) => [fromText(value, 'CloudTrailEvent')],
  },
  {
    // A CloudWatch Logs subscription, as Firehose and Lambda get it.
    fits: (value) => Array.isArray(own(value, 'logEvents')),
    records: (value) => {
      const account = textAt(value, 'owner');
      return listAt(value, 'logEvents').map((event) => ({ ...fromText(event, 'message'), account }));
    },
  },
  {
    // `aws logs filter-log-events` and `get-log-events`.
    fits: (value) =>
      listAt(value, 'events').some((event) => isObject(event) && textAt(event, 'message') !== null),
    records: (value) => listAt(value, 'events').map((event) => fromText(event, 'message')),
  },
  {
    // EventBridge; the envelope of any other event source has no such detail.
    fits: (value) => isRecord(own(value, 'detail')),
    records: (value) => [{ record: own(value, 'detail'), account: textAt(value, 'account'), problem: null }],
  },
  { fits: isRecord, records: (value) => [plain(value)] },
];

/**
 * Has what only CloudTrail records have; Insights records have no name and source at the top. One whose time went elsewhere
 * (Logstash makes it `@timestamp`) cannot be counted, and is a record that went wrong, no other file.
 */
function isRecord(value: unknown): boolean {
  if (!isObject(value)) return false;
  const has = (key: string): boolean => Object.hasOwn(value, key);
  return has('eventTime')
    ? has('eventName') || has('insightDetails')
    : has('eventName') && has('userIdentity');
}

/** A bare array of records or of envelopes; of neither when nothing in it is one. */
function fromArray(items: readonly unknown[]): EnvelopedRecord[] | null {
  if (items.length === 0) return null;
  let known = 0;
  const records = items.flatMap((item) => {
    const found = Array.isArray(item) ? null : recordsOf(item);
    if (found === null)
      return [{ ...plain(item), problem: `is ${describeJson(item)}, not a CloudTrail record` }];
    known += 1;
    return found;
  });
  return known === 0 ? null : records;
}

function plain(record: unknown): EnvelopedRecord {
  return { record, account: null, problem: null };
}

function fromText(event: unknown, key: string): EnvelopedRecord {
  const text = isObject(event) ? own(event, key) : undefined;
  if (typeof text !== 'string') return { ...plain(event), problem: `has no ${key}` };
  try {
    return plain(JSON.parse(text));
  } catch {
    return { ...plain(event), problem: `has a ${key} that is not valid JSON` };
  }
}
