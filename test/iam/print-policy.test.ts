import { describe, expect, it } from 'vitest';
import { parsePolicy, policyText, printPolicy, withElement } from '../../src/iam/index.ts';

const text = `{
  "Statement": [
    { "Resource": "*", "Action": "s3:*", "Effect": "Allow", "Sid": "A" },
    { "Effect": "Deny", "NotAction": ["iam:*"], "Resource": ["*"], "Condition": { "Bool": { "k": true } } }
  ],
  "Version": "2012-10-17"
}`;

describe('printPolicy', () => {
  it('returns an untouched document as it stood', () => {
    const document = parsePolicy(text);
    expect(printPolicy(document)).toBe(document.raw);
  });

  it('changes one statement and no byte elsewhere', () => {
    const document = parsePolicy(text);
    const statements = document.statements.map((statement) =>
      statement.index === 0
        ? { ...statement, raw: withElement(statement.raw, 'Action', ['s3:Get*']) }
        : statement,
    );
    const before = policyText(document.raw);
    expect(policyText(printPolicy({ ...document, statements }))).toBe(before.replace('"s3:*"', '"s3:Get*"'));
  });

  it('can drop a statement', () => {
    const document = parsePolicy(text);
    const printed = printPolicy({ ...document, statements: document.statements.slice(1) });
    expect(printed.Statement).toEqual([document.statements[1]?.raw]);
    expect(Object.keys(printed)).toEqual(['Statement', 'Version']);
  });

  it('keeps a single statement an object, and makes it a list when there are more', () => {
    const document = parsePolicy({ Statement: { Effect: 'Allow', Action: 'a:b', Resource: '*' } });
    const [statement] = document.statements;
    if (!statement) throw new Error('no statement');
    const edited = { ...statement, raw: withElement(statement.raw, 'Action', ['a:c']) };
    expect(printPolicy({ ...document, statements: [edited] })).toEqual({
      Statement: { Effect: 'Allow', Action: 'a:c', Resource: '*' },
    });
    expect(printPolicy({ ...document, statements: [edited, statement] }).Statement).toHaveLength(2);
  });
});

describe('withElement', () => {
  const raw = { Resource: '*', Action: '*', Effect: 'Allow' } as const;

  it('keeps one string a string, a list a list, and the order of keys', () => {
    expect(JSON.stringify(withElement(raw, 'Action', ['a:b']))).toBe(
      '{"Resource":"*","Action":"a:b","Effect":"Allow"}',
    );
    expect(withElement(raw, 'Action', ['a:b', 'a:c']).Action).toEqual(['a:b', 'a:c']);
    expect(withElement({ ...raw, Action: ['*'] }, 'Action', ['a:b']).Action).toEqual(['a:b']);
  });

  it('can turn Action into NotAction where it stands', () => {
    expect(JSON.stringify(withElement(raw, 'Action', ['a:b', 'a:c'], 'NotAction'))).toBe(
      '{"Resource":"*","NotAction":["a:b","a:c"],"Effect":"Allow"}',
    );
  });

  it('refuses what would change the meaning silently', () => {
    expect(() => withElement(raw, 'NotAction', ['a:b'])).toThrow('has no NotAction');
    expect(() => withElement({ ...raw, NotAction: 'x' }, 'Action', ['a:b'], 'NotAction')).toThrow(
      'already has',
    );
  });
});
