import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/domain/errors.ts';
import { PolicySyntaxError, parsePolicy } from '../../src/iam/index.ts';

const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };

function refusal(value: unknown): string {
  try {
    parsePolicy(value);
  } catch (error) {
    expect(error).toBeInstanceOf(PolicySyntaxError);
    expect(error).toBeInstanceOf(UserError);
    return (error as Error).message;
  }
  return 'accepted';
}

describe('parsePolicy', () => {
  it('reads every element and keeps the document as it stood', () => {
    const raw = {
      Version: '2012-10-17',
      Id: 'x',
      Statement: [
        {
          Sid: 'One',
          Effect: 'Deny',
          NotAction: ['iam:*', 'sts:AssumeRole'],
          NotResource: 'arn:aws:s3:::b/*',
          Condition: {
            Bool: { 'aws:MultiFactorAuthPresent': false },
            NumericLessThan: { 's3:max-keys': [10, '20'], 'aws:MultiFactorAuthAge': 3600 },
          },
        },
      ],
    };
    const document = parsePolicy(JSON.stringify(raw));
    expect(document.raw).toEqual(raw);
    expect(document.version).toBe('2012-10-17');
    expect(document.statements).toEqual([
      {
        index: 0,
        sid: 'One',
        effect: 'Deny',
        action: { negated: true, patterns: ['iam:*', 'sts:AssumeRole'] },
        resource: { negated: true, patterns: ['arn:aws:s3:::b/*'] },
        conditions: [
          { operator: 'Bool', key: 'aws:MultiFactorAuthPresent', values: ['false'] },
          { operator: 'NumericLessThan', key: 's3:max-keys', values: ['10', '20'] },
          { operator: 'NumericLessThan', key: 'aws:MultiFactorAuthAge', values: ['3600'] },
        ],
        hasPrincipal: false,
        raw: raw.Statement[0],
      },
    ]);
  });

  it('reads a single statement object, no Version, no Sid', () => {
    const document = parsePolicy({ Statement: allow });
    expect(document.version).toBeNull();
    expect(document.statements).toMatchObject([{ index: 0, sid: null, raw: allow }]);
    expect(document.statements[0]?.raw).toBe(allow);
  });

  it('reads a trust policy, which has a principal and no resource', () => {
    const trust = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };
    expect(parsePolicy({ Statement: [trust] }).statements).toMatchObject([
      { hasPrincipal: true, resource: null },
    ]);
  });

  const broken: readonly [string, unknown, string][] = [
    ['text that is not JSON', '{', 'document: is not JSON'],
    ['a list', [allow], 'document: is not a JSON object'],
    ['nothing', null, 'document: is not a JSON object'],
    ['an empty document', {}, 'Statement: is missing'],
    ['no statement', { Version: '2012-10-17', Statement: [] }, 'Statement: is empty'],
    ['an unknown element', { Statements: [allow] }, 'Statements: is not an element of a policy document'],
    ['another Version', { Version: '2012-10-18', Statement: allow }, 'Version: must be'],
    ['a Version of null', { Version: null, Statement: allow }, 'Version: must be'],
    ['a text statement', { Statement: 'x' }, 'Statement: must be an object'],
    [
      'a misspelt element',
      { Statement: [allow, { ...allow, Conditions: {} }] },
      'Statement[1].Conditions: is not an element',
    ],
    [
      'another case',
      { Statement: [{ ...allow, condition: {} }] },
      'Statement[0].condition: is not an element of a statement; write Condition',
    ],
    ['no Effect', { Statement: { Action: '*', Resource: '*' } }, 'Statement: has no Effect'],
    [
      'a lower-case Effect',
      { Statement: [{ ...allow, Effect: 'allow' }] },
      'Statement[0].Effect: must be "Allow" or "Deny"',
    ],
    [
      'no Action',
      { Statement: [{ Effect: 'Allow', Resource: '*' }] },
      'Statement[0]: has neither Action nor NotAction',
    ],
    [
      'two Actions',
      { Statement: [{ ...allow, NotAction: 'x' }] },
      'Statement[0]: has both Action and NotAction',
    ],
    [
      'no Resource',
      { Statement: [{ Effect: 'Allow', Action: '*' }] },
      'Statement[0]: has neither Resource nor NotResource',
    ],
    [
      'two Resources',
      { Statement: [{ ...allow, NotResource: 'x' }] },
      'Statement[0]: has both Resource and NotResource',
    ],
    [
      'two Principals',
      { Statement: [{ ...allow, Principal: '*', NotPrincipal: '*' }] },
      'Statement[0]: has both Principal',
    ],
    [
      'a numeric Principal',
      { Statement: [{ ...allow, Principal: 1 }] },
      'Statement[0].Principal: must be "*" or an object',
    ],
    [
      'a broken Principal',
      { Statement: [{ ...allow, Principal: { AWS: [1] } }] },
      'Statement[0].Principal.AWS[0]: must be a string',
    ],
    [
      'an empty Action list',
      { Statement: [{ ...allow, Action: [] }] },
      'Statement[0].Action: is an empty list',
    ],
    [
      'a numeric action',
      { Statement: [{ ...allow, Action: ['a:b', 7] }] },
      'Statement[0].Action[1]: must be a string',
    ],
    [
      'an object as resource',
      { Statement: [{ ...allow, Resource: { Ref: 'X' } }] },
      'Statement[0].Resource: must be a string',
    ],
    [
      'a text Condition',
      { Statement: [{ ...allow, Condition: 'x' }] },
      'Statement[0].Condition: must be an object',
    ],
    [
      'a text operator',
      { Statement: [{ ...allow, Condition: { Bool: 'x' } }] },
      'Statement[0].Condition.Bool: must be an object',
    ],
    [
      'a null value',
      { Statement: [{ ...allow, Condition: { Bool: { k: [null] } } }] },
      'Statement[0].Condition.Bool.k: must be',
    ],
    ['a numeric Sid', { Statement: [{ ...allow, Sid: 1 }] }, 'Statement[0].Sid: must be a string'],
    ['a numeric Id', { Id: 1, Statement: allow }, 'Id: must be a string'],
  ];
  it.each(broken)('refuses %s and names the place', (_title, value, message) => {
    expect(refusal(value)).toContain(message);
  });

  it('refuses a key that stands twice in the text, even spelt by an escape', () => {
    const twice = '{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*","\\u0045ffect":"Allow"}]}';
    expect(refusal(twice)).toBe('Statement[0].Effect: stands more than once; keep one');
    const condition =
      '{"Statement":{"Effect":"Allow","Action":"a:b","Resource":["{\\"a\\":1,\\"a\\":2}"],"Condition":{"Bool":{"k":"true"},"Null":{"k":"true"},"Bool":{}}}}';
    expect(refusal(condition)).toBe('Statement.Condition.Bool: stands more than once; keep one');
  });

  it('takes the same key in different objects, and keys inside strings, for what they are', () => {
    const text = JSON.stringify({ Statement: [allow, { ...allow, Sid: '{"Effect":1,"Effect":2}' }] });
    expect(parsePolicy(text).statements).toHaveLength(2);
  });

  it('is not misled by a hostile key', () => {
    expect(refusal('{"__proto__":{"Statement":[]}}')).toBe(
      '__proto__: is not an element of a policy document',
    );
  });
});
