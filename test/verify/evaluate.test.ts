import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/domain/json.ts';
import { parsePolicy } from '../../src/iam/index.ts';
import { type Decision, evaluate, type Request } from '../../src/verify/index.ts';
import { allow, doc, statement } from '../support/builders.ts';

function decide(
  document: JsonObject,
  request: Partial<Request> = {},
  boundary: JsonObject | null = null,
): Decision {
  const asked = { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', context: {}, ...request };
  return evaluate(asked, [parsePolicy(document)], { boundary: boundary && parsePolicy(boundary) }).decision;
}

const deny = (rest: JsonObject): JsonObject => statement({ Effect: 'Deny', Action: '*', ...rest });
const mfa = (value: string): JsonObject => ({ Condition: { Bool: { 'aws:MultiFactorAuthPresent': value } } });
const VARIABLE = 'arn:aws:s3:::b/${aws:username}';

describe('evaluate', () => {
  it.each<[string, JsonObject, Partial<Request>, Decision]>([
    ['no statement', doc(allow('s3:PutObject')), {}, 'implicitly-denied'],
    ['an Allow', doc(allow('S3:get*')), {}, 'allowed'],
    ['a Deny over an Allow', doc(allow('*'), deny({})), {}, 'explicitly-denied'],
    [
      'another resource',
      doc(statement({ Action: '*', Resource: 'arn:aws:s3:::B/*' })),
      {},
      'implicitly-denied',
    ],
    ['NotAction', doc(statement({ NotAction: 's3:Put*' })), {}, 'allowed'],
    [
      'NotResource',
      doc(statement({ Action: '*', NotResource: 'arn:aws:s3:::b/*' })),
      {},
      'implicitly-denied',
    ],
    [
      'an unknown resource',
      doc(statement({ Action: '*', Resource: 'arn:aws:s3:::b/*' })),
      { resource: null },
      'depends',
    ],
    ['an unknown resource and *', doc(allow('*')), { resource: null }, 'allowed'],
    ['an unknown key of an Allow', doc(statement({ Action: '*', ...mfa('true') })), {}, 'depends'],
    ['an unknown key of a Deny', doc(allow('*'), deny(mfa('false'))), {}, 'depends'],
    ['an unknown key of a Deny of what nothing allows', doc(deny(mfa('false'))), {}, 'implicitly-denied'],
    [
      'an unknown key beside a certain Allow',
      doc(statement({ Action: '*', ...mfa('true') }), allow('*')),
      {},
      'allowed',
    ],
    [
      'a key known to be absent',
      doc(statement({ Action: '*', ...mfa('true') })),
      { contextIsComplete: true },
      'implicitly-denied',
    ],
    [
      'a known variable',
      doc(statement({ Action: '*', Resource: VARIABLE })),
      { context: { 'aws:username': ['k'] } },
      'allowed',
    ],
    [
      'another value of a variable',
      doc(statement({ Action: '*', Resource: VARIABLE })),
      { context: { 'aws:username': ['l'] } },
      'implicitly-denied',
    ],
    [
      'a variable whose value looks like a wildcard',
      doc(statement({ Action: '*', Resource: VARIABLE })),
      { context: { 'aws:username': ['*'] } },
      'implicitly-denied',
    ],
    ['an unknown variable', doc(statement({ Action: '*', Resource: VARIABLE })), {}, 'depends'],
    [
      'an unknown variable elsewhere',
      doc(statement({ Action: '*', Resource: `${VARIABLE}/x` })),
      {},
      'implicitly-denied',
    ],
    [
      'an absent variable',
      doc(statement({ Action: '*', Resource: VARIABLE })),
      { contextIsComplete: true },
      'implicitly-denied',
    ],
    [
      'a default value',
      doc(statement({ Action: '*', Resource: "arn:aws:s3:::b/${aws:username, 'k'}" })),
      { contextIsComplete: true },
      'allowed',
    ],
    [
      'a variable of the older Version',
      { ...doc(statement({ Action: '*', Resource: VARIABLE })), Version: '2008-10-17' },
      { context: { 'aws:username': ['k'] } },
      'implicitly-denied',
    ],
  ])('%s', (_, document, request, decision) => {
    expect(decide(document, request)).toBe(decision);
  });

  it.each<[string, JsonObject, JsonObject, Decision]>([
    ['allows too', doc(allow('*')), doc(allow('s3:*')), 'allowed'],
    ['allows less', doc(allow('*')), doc(allow('kms:*')), 'implicitly-denied'],
    ['alone allows nothing', doc(allow('kms:*')), doc(allow('*')), 'implicitly-denied'],
    ['denies', doc(allow('*')), doc(allow('*'), deny({})), 'explicitly-denied'],
    ['may allow', doc(allow('*')), doc(statement({ Action: '*', ...mfa('true') })), 'depends'],
    [
      'may allow what nothing else does',
      doc(allow('kms:*')),
      doc(statement({ Action: '*', ...mfa('true') })),
      'implicitly-denied',
    ],
  ])('a boundary that %s', (_, document, boundary, decision) => {
    expect(decide(document, {}, boundary)).toBe(decision);
  });

  it('names the statement that decides', () => {
    const document = parsePolicy(doc(allow('kms:*'), allow('s3:*')));
    const request = { action: 's3:GetObject', resource: '*', context: {} };
    expect(evaluate(request, [document]).statement).toEqual({ document, statement: document.statements[1] });
    expect(evaluate({ ...request, action: 'iam:PassRole' }, [document]).statement).toBeNull();
  });
});

type Row = readonly [operator: string, policy: Json, request: readonly string[] | null, Decision];

const YES = 'allowed';
const NO = 'implicitly-denied';
const OPEN = 'depends';

describe('condition operators', () => {
  it.each<Row>([
    ['StringEquals', ['a', 'b'], ['b'], YES],
    ['StringEquals', 'a', ['A'], NO],
    ['StringEquals', 'a*', ['ab'], NO],
    ['StringEquals', '${*}', ['*'], YES],
    ['StringEquals', '${aws:username}', ['me'], YES],
    ['StringEquals', '${aws:userid}', ['me'], OPEN],
    ['StringEquals', ['a', '${aws:userid}'], ['a'], OPEN],
    ['StringEquals', 'a', ['a', 'b'], OPEN],
    ['StringEquals', 'a', [], NO],
    ['StringEquals', 'a', null, OPEN],
    ['StringNotEquals', ['a', 'b'], ['c'], YES],
    ['StringNotEquals', ['a', 'b'], ['b'], NO],
    ['StringNotEquals', 'a', [], YES],
    ['StringEqualsIgnoreCase', 'a', ['A'], YES],
    ['StringNotEqualsIgnoreCase', 'a', ['A'], NO],
    ['StringLike', 'a*c?', ['abcd'], YES],
    ['StringLike', 'arn:aws:s3*', ['arn:aws:s3:::b'], YES],
    ['StringLike', '${*}', ['x'], NO],
    ['StringNotLike', 'a*', ['b'], YES],
    ['StringEqualsIfExists', 'a', [], YES],
    ['StringEqualsIfExists', 'a', ['b'], NO],
    ['stringequalsifexists', 'a', null, OPEN],
    ['ArnLike', 'arn:aws:iam::*:role/*', ['arn:aws:iam::1:role/a/b'], YES],
    ['ArnEquals', 'arn:aws:iam::*:role/x', ['arn:aws:iam::1:role/x'], YES],
    ['ArnLike', 'arn:aws:iam*role/x', ['arn:aws:iam::1:role/x'], NO],
    ['ArnLike', 'arn:aws:sns:*:1:t', ['arn:aws:sns:us:east:1:t'], NO],
    ['ArnNotLike', 'arn:aws:iam::*:role/x', ['arn:aws:iam::1:role/y'], YES],
    ['Bool', 'true', ['TRUE'], YES],
    ['Bool', 'true', ['false'], NO],
    ['Bool', 'yes', ['true'], OPEN],
    ['Null', 'true', [], YES],
    ['Null', 'true', ['x'], NO],
    ['Null', 'false', ['x'], YES],
    ['Null', 'true', null, OPEN],
    ['NumericLessThan', '10', ['9.5'], YES],
    ['NumericLessThan', '10', ['10'], NO],
    ['NumericLessThanEquals', 10, ['10'], YES],
    ['NumericGreaterThan', '-1', ['0'], YES],
    ['NumericGreaterThanEquals', '1', ['0'], NO],
    ['NumericEquals', '1', ['1.0'], YES],
    ['NumericNotEquals', '1', ['2'], YES],
    ['NumericEquals', '1', ['one'], OPEN],
    ['DateLessThan', '2026-01-01T00:00:00Z', ['2025-12-31T23:59:59Z'], YES],
    ['DateLessThanEquals', '2026-01-01', ['2026-01-01T00:00:00Z'], YES],
    ['DateGreaterThan', '2026-01-01T00:00:00+01:00', ['2025-12-31T23:30:00Z'], YES],
    ['DateGreaterThanEquals', '1767225600', ['2026-01-01T00:00:00Z'], YES],
    ['DateEquals', '2026-01-01T00:00:00Z', ['1767225600'], YES],
    ['DateNotEquals', '2026-01-01T00:00:00Z', ['2026-01-01T00:00:00Z'], NO],
    ['DateLessThan', 'tomorrow', ['2026-01-01T00:00:00Z'], OPEN],
    ['IpAddress', '10.0.0.0/8', ['10.255.0.1'], YES],
    ['IpAddress', '10.0.0.0/8', ['11.0.0.1'], NO],
    ['IpAddress', '203.0.113.7', ['203.0.113.7'], YES],
    ['IpAddress', '0.0.0.0/0', ['1.2.3.4'], YES],
    ['IpAddress', '2001:db8::/32', ['2001:db8:1::1'], YES],
    ['IpAddress', '2001:db8::/32', ['2001:db9::1'], NO],
    ['IpAddress', '::/0', ['1.2.3.4'], NO],
    ['IpAddress', '10.0.0.0/8', ['somewhere.amazonaws.com'], OPEN],
    ['NotIpAddress', '10.0.0.0/8', ['11.0.0.1'], YES],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], YES],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], NO],
    ['ForAllValues:StringEquals', 'a', [], YES],
    ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'd'], YES],
    ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'a'], NO],
    ['ForAnyValue:StringEquals', 'a', ['a', 'c'], YES],
    ['ForAnyValue:StringEquals', 'a', [], NO],
    ['ForAnyValue:StringLike', 'a*', ['c', 'ab'], YES],
    ['ForAnyValue:StringNotEquals', 'a', ['a', 'c'], YES],
    ['ForAnyValue:StringNotEquals', 'a', ['a'], NO],
    ['BinaryEquals', 'QQ==', ['QQ=='], OPEN],
    ['SomethingNew', 'a', ['a'], OPEN],
  ])('%s %j with %j: %s', (operator, policy, request, decision) => {
    const document = doc(statement({ Action: '*', Condition: { [operator]: { 'Aws:Key': policy } } }));
    const context = { 'aws:username': ['me'], ...(request === null ? {} : { 'aws:kEY': request }) };
    expect(decide(document, { context })).toBe(decision);
  });

  it.each<Row>([
    ['StringEquals', '${aws:none}', ['a'], OPEN],
    ['StringEquals', ['a', '${aws:none}'], ['a'], OPEN],
    ['StringEquals', '${aws:none}', [], NO],
    ['StringEquals', "${aws:none, 'a'}", ['a'], YES],
    ['StringEquals', '${aws:many}', ['a'], OPEN],
    ['StringNotEquals', '${aws:none}', ['a'], OPEN],
    ['StringNotEquals', ['a', '${aws:none}'], ['a'], NO],
    ['StringNotEquals', '${aws:none}', [], OPEN],
    ['StringNotEquals', ['a', '${aws:none}'], [], OPEN],
    ['StringNotEquals', '${aws:username}', [], YES],
    ['ArnNotLike', 'arn:aws:iam::*:role/${aws:none}', [], OPEN],
    ['StringEqualsIfExists', '${aws:none}', [], YES],
    ['StringNotEqualsIfExists', '${aws:none}', [], YES],
    ['ForAllValues:StringEquals', '${aws:none}', [], OPEN],
    ['ForAllValues:StringEquals', '${aws:username}', [], YES],
    ['ForAnyValue:StringNotEquals', '${aws:none}', [], NO],
    ['Null', 'true', [], YES],
  ])('%s %j with %j and no value for ${aws:none}: %s', (operator, policy, request, decision) => {
    const block = { Condition: { [operator]: { 'aws:Key': policy } } };
    const context = { 'aws:username': ['me'], 'aws:many': ['a', 'b'], 'aws:Key': request ?? [] };
    const asked = { context, contextIsComplete: true };
    expect(decide(doc(statement({ Action: '*', ...block })), asked)).toBe(decision);
    // What leaves an Allow open leaves a Deny open too: neither is counted on.
    const denied = { [YES]: 'explicitly-denied', [NO]: YES, [OPEN]: OPEN }[decision as string];
    expect(decide(doc(allow('*'), deny({ Resource: '*', ...block })), asked)).toBe(denied);
  });

  it('all lines of a block must hold', () => {
    const document = doc(
      statement({ Action: '*', Condition: { StringEquals: { a: '1', b: '2' }, Bool: { c: 'true' } } }),
    );
    const context = { a: ['1'], b: ['2'], c: ['true'] };
    expect(decide(document, { context })).toBe(YES);
    expect(decide(document, { context: { ...context, b: ['3'] } })).toBe(NO);
    expect(decide(document, { context: { a: ['1'], c: ['false'] } })).toBe(NO);
    expect(decide(document, { context: { a: ['1'], c: ['true'] } })).toBe(OPEN);
  });
});
