import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogScanner } from '../../src/collect/cloudtrail/scan/log-scanner.ts';
import { RECORD_FIELDS } from '../../src/collect/cloudtrail/scan/record-fields.ts';
import { logOf, recordOf, sessionIdentity } from '../collect/support.ts';
import { NOWHERE, parsed, scanned } from '../support/staged-rows.ts';

const RUNS = Number(process.env.PAREDOWN_PROPERTY_RUNS ?? 300);
const uuid = fc.uuid();
const odd = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: 'binary', maxLength: 12 }));
const CALLS: readonly Readonly<Record<string, unknown>>[] = [
  {},
  {
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    responseElements: { credentials: { accessKeyId: 'ASIA1' } },
    requestParameters: { tags: [{ key: 'é', value: '\ud83d\ude00' }] },
  },
  { responseElements: { errorCode: 'AccessDenied', errorMessage: 'no' } },
  { responseElements: { instances: [1, 2.5e-3, -0, null, true, {}] } },
  { additionalEventData: { callWithBearerToken: true } },
  { additionalEventData: { bytes: 12 } },
  { eventCategory: 'Data', resources: [{ type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::b/k' }] },
  { eventCategory: 'Insight', eventTime: undefined },
  { userIdentity: { type: 'Root', accountId: '111122223333' } },
  { userIdentity: sessionIdentity({ invokedBy: 'aws-mcp.amazonaws.com' }) },
  {
    errorCode: 'AccessDenied',
    errorMessage:
      'User: x is not authorized to perform: s3:GetObject because no identity-based policy allows',
  },
  { eventTime: '2026-02-30T00:00:00Z' },
  { eventTime: 1768472430 },
  { eventVersion: '2.0' },
  { recipientAccountId: undefined, awsRegion: undefined },
];

/** A record with some of its members replaced by anything, in any order. */
const record = fc
  .record({
    id: fc.oneof({ weight: 5, arbitrary: uuid }, odd),
    shared: fc.option(fc.oneof(uuid, odd), { nil: undefined }),
    call: fc.constantFrom(...CALLS),
    replaced: fc.dictionary(fc.constantFrom(...RECORD_FIELDS.map(([name]) => name), 'tlsDetails'), odd, {
      maxKeys: 2,
    }),
    turn: fc.nat(18),
  })
  .map(({ id, shared, call, replaced, turn }) => {
    const fields = { ...recordOf('x', call), eventID: id, sharedEventID: shared, ...replaced };
    const members = Object.entries(fields).filter(([, value]) => value !== undefined);
    return Object.fromEntries([...members.slice(turn), ...members.slice(0, turn)]);
  });
const log = fc
  .record({
    records: fc.array(record, { maxLength: 5 }),
    indent: fc.constantFrom(0, 0, 1, '\t'),
    isEscaped: fc.boolean(),
  })
  .map(({ records, indent, isEscaped }) => {
    const text = JSON.stringify({ Records: records }, null, indent);
    if (!isEscaped) return text;
    return text.replace(/"(?:[^"\\]|\\.)*"/g, (string) =>
      string.replace(/\\u....|\\.|[aeo]/g, (part, at: number) =>
        part.length === 1 && at % 5 === 0 ? `\\u00${part.charCodeAt(0).toString(16)}` : part,
      ),
    );
  });

/** One for all files, as a thread has it: what it knows of one must not be wrong for the next. */
const scanner = new LogScanner();

describe('the scanner', () => {
  it('agrees with JSON.parse on every log file', () => {
    fc.assert(
      fc.property(log, (text) => {
        const bytes = Buffer.from(text);
        const own = scanned(bytes, NOWHERE, scanner);
        // Where a key of the envelope is escaped it leaves the file alone.
        if (own === null) expect(text).toMatch(/^\s*\{\s*"[^"]*\\u/);
        else expect(own).toEqual(parsed(bytes));
      }),
      { numRuns: RUNS },
    );
  });

  it('agrees or declines when any byte of a file is another', () => {
    const damage = fc.record({
      text: log,
      at: fc.nat(),
      byte: fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('"\\{}[],:0en '))),
    });
    fc.assert(
      fc.property(damage, ({ text, at, byte }) => {
        const bytes = Buffer.from(text);
        bytes[at % bytes.length] = byte;
        const own = scanned(bytes, NOWHERE, scanner);
        if (own !== null) expect(own).toEqual(parsed(bytes));
      }),
      { numRuns: 2 * RUNS },
    );
  });

  it('agrees or declines when a file is cut', () => {
    fc.assert(
      fc.property(log, fc.nat(), (text, at) => {
        const bytes = Buffer.from(text);
        const cut = bytes.subarray(0, at % bytes.length);
        const own = scanned(cut, NOWHERE, scanner);
        if (own !== null) expect(own).toEqual(parsed(cut));
      }),
      { numRuns: RUNS },
    );
  });

  it('agrees on more rows, callers and pairs than it has room for, and knows again what it forgot', () => {
    const known = logOf(recordOf('00000000-0000-0000-0000-000000000001', CALLS[1])).slice(0, -2);
    const many = Array.from({ length: 70_000 }, (_, index) =>
      JSON.stringify({
        eventVersion: '1.11',
        userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::111122223333:user/u${index}` },
        eventTime: '2026-01-15T10:20:30Z',
        eventSource: 'iam.amazonaws.com',
        eventName: 'GetUser',
        eventID: `00000000-0000-0000-0001-${String(index).padStart(12, '0')}`,
      }),
    );
    const bytes = Buffer.from(`${known},${many.join(',')},${known.slice('{"Records":['.length)}]}`);
    const fresh = new LogScanner();
    // As texts: a difference between so many objects would take a minute to tell.
    expect(JSON.stringify(scanned(bytes, NOWHERE, fresh)) === JSON.stringify(parsed(bytes))).toBe(true);
    // It forgot on the way: otherwise this file would not have tried that.
    expect(fresh.callsKnown).toBe(2);
    expect(fresh.callersKnown).toBeLessThan(10_000);
  });

  it.each([
    [
      'a key twice',
      '{"Records":[{"eventName":"A","eventTime":"2026-01-15T10:20:30Z","eventSource":"s3.amazonaws.com","eventID":"00000000-0000-0000-0000-000000000001","eventName":"B"}]}',
    ],
    [
      'a response twice, the last null',
      logOf(
        recordOf('00000000-0000-0000-0000-000000000001', { responseElements: { errorCode: 'AccessDenied' } }),
      ).replace('"requestID"', '"responseElements":null,"requestID"'),
    ],
    [
      'an escaped key',
      logOf(recordOf('00000000-0000-0000-0000-000000000001', { errorCode: 'AccessDenied' })).replace(
        'errorCode',
        'error\\u0043ode',
      ),
    ],
    [
      'an escaped name of STS',
      logOf(
        recordOf('00000000-0000-0000-0000-000000000001', {
          eventSource: 'sts.amazonaws.com',
          responseElements: { credentials: { accessKeyId: 'ASIA1' } },
        }),
      ).replace('sts.', '\\u0073ts.'),
    ],
    ['a byte order mark', `\uFEFF${logOf(recordOf('00000000-0000-0000-0000-000000000001'))}`],
    ['an empty list', ' { "Records" : [ ] } \n'],
    ['an empty record', '{"Records":[{}]}'],
    [
      'letters of two bytes',
      logOf(
        recordOf('00000000-0000-0000-0000-000000000001', {
          userIdentity: sessionIdentity({ principalId: 'AROA1:Zoë' }),
        }),
      ),
    ],
    ['an upper-case id', logOf(recordOf('ABCDEF00-0000-0000-0000-000000000001'))],
    [
      'a record of a megabyte',
      logOf(
        recordOf('00000000-0000-0000-0000-000000000001', {
          requestParameters: { body: 'x"\\\n'.repeat(250_000) },
        }),
      ),
    ],
    [
      'deep nesting',
      logOf(
        recordOf('00000000-0000-0000-0000-000000000001', {
          requestParameters: JSON.parse(`${'[{"a":'.repeat(200)}1${'}]'.repeat(200)}`) as unknown,
        }),
      ),
    ],
  ])('agrees on %s', (_, text) => {
    const bytes = Buffer.from(text);
    expect(scanned(bytes)).toEqual(parsed(bytes));
  });

  it.each([
    ['a record that is none', '{"Records":[null]}'],
    ['another member beside the records', '{"Records":[],"x":1}'],
    ['something after the end', '{"Records":[]}{}'],
    ['a comma too many', '{"Records":[{"eventName":"A",}]}'],
    ['a number with a leading zero', '{"Records":[{"eventName":01}]}'],
    ['a control character in a string', '{"Records":[{"eventName":"A\u0001"}]}'],
    ['an unknown escape', '{"Records":[{"eventName":"\\x"}]}'],
    ['bytes that are not UTF-8', Buffer.from('{"Records":[{"eventName":"\u00e9"}]}', 'latin1')],
    ['nesting without end', `{"Records":[{"a":${'['.repeat(600)}${']'.repeat(600)}}]}`],
  ])('leaves %s to JSON.parse', (_, text) => {
    expect(scanned(Buffer.from(text as string))).toBeNull();
  });
});
