import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duplicateKey } from '../../src/iam/duplicate-key.ts';
import { parsePolicy, policyText, printPolicy, withElement } from '../../src/iam/index.ts';

const texts = fc.oneof(fc.string(), fc.array(fc.string(), { minLength: 1, maxLength: 3 }));
const conditionValue = fc.oneof(
  texts,
  fc.integer(),
  fc.boolean(),
  fc.array(fc.oneof(fc.integer(), fc.boolean())),
);
const condition = fc.dictionary(fc.string(), fc.dictionary(fc.string(), conditionValue, { maxKeys: 2 }), {
  maxKeys: 2,
});

const statement = fc
  .record(
    {
      Effect: fc.constantFrom('Allow', 'Deny'),
      action: fc.tuple(fc.constantFrom('Action', 'NotAction'), texts),
      resource: fc.tuple(fc.constantFrom('Resource', 'NotResource'), texts),
      Sid: fc.string(),
      Condition: condition,
    },
    { requiredKeys: ['Effect', 'action', 'resource'] },
  )
  .map(({ action, resource, ...rest }) => ({ ...Object.fromEntries([resource, action]), ...rest }));

const policy = fc.record(
  {
    Statement: fc.oneof(statement, fc.array(statement, { minLength: 1, maxLength: 4 })),
    Id: fc.string(),
    Version: fc.constantFrom('2012-10-17', '2008-10-17'),
  },
  { requiredKeys: ['Statement'] },
);

describe('policy documents', () => {
  it('come back from parsing and printing as they went in', () => {
    fc.assert(
      fc.property(policy, (value) => {
        const text = JSON.stringify(value);
        const document = parsePolicy(text);
        const statements = document.statements.map((one) => ({ ...one, raw: { ...one.raw } }));
        const printed = printPolicy({ ...document, statements });
        expect(JSON.stringify(printed)).toBe(text);
        expect(parsePolicy(policyText(printed))).toEqual(document);
      }),
    );
  });

  it('change in one element only when one is replaced', () => {
    fc.assert(
      fc.property(statement, fc.array(fc.string(), { minLength: 1, maxLength: 3 }), (value, patterns) => {
        const [before] = parsePolicy({ Statement: value }).statements;
        if (!before) throw new Error('no statement');
        const key = before.action.negated ? 'NotAction' : 'Action';
        const edited = withElement(before.raw, key, patterns);
        const [after] = parsePolicy({ Statement: edited }).statements;
        const action = { negated: before.action.negated, patterns };
        expect(after).toEqual({ ...before, action, raw: edited });
        expect(Object.keys(edited)).toEqual(Object.keys(before.raw));
      }),
    );
  });
});

describe('duplicateKey', () => {
  it('finds a key written twice wherever it stands, and none where there is none', () => {
    const key = fc.string({ unit: fc.constantFrom('a', '"', '\\', '{', ':', ',', 'é') });
    fc.assert(
      fc.property(fc.json(), key, fc.json(), (value, name, other) => {
        const member = `${JSON.stringify(name)}:${other}`;
        expect(duplicateKey(value)).toBeNull();
        expect(duplicateKey(`[${value},{${member},"z":${value}}]`)).toBeNull();
        expect(duplicateKey(`[${value},{${member},"z":${value},${member}}]`)).toBe(`[1].${name}`);
      }),
    );
  });
});
