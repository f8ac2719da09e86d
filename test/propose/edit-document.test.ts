import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/domain/json.ts';
import type { Target } from '../../src/domain/recommendation.ts';
import { parsePolicy } from '../../src/iam/index.ts';
import { editDocument } from '../../src/propose/edit-document.ts';
import { allow, doc, tinyCatalog } from '../support/builders.ts';

const catalog = tinyCatalog();

function edit(
  document: JsonObject,
  removed: readonly string[],
  { target = 'sensitive', uncatalogued = [] }: { target?: Target; uncatalogued?: readonly string[] } = {},
): JsonObject | null {
  return editDocument(parsePolicy(document), new Set(removed), {
    catalog,
    target,
    uncatalogued,
    unmapped: [],
  });
}

const condition = { Bool: { 'aws:MultiFactorAuthPresent': true } };

describe('a statement without some actions', () => {
  it.each<[string, JsonObject, readonly string[], JsonObject]>([
    [
      'loses a name and keeps its order and form',
      {
        Sid: 'A',
        Resource: 'x',
        Condition: condition,
        Action: ['s3:PutObject', 'KMS:decrypt'],
        Effect: 'Allow',
      },
      ['kms:Decrypt'],
      { Sid: 'A', Resource: 'x', Condition: condition, Action: ['s3:PutObject'], Effect: 'Allow' },
    ],
    [
      'shrinks a pattern to what is left of it, inside it',
      { Effect: 'Allow', Action: 'kms:*', Resource: '*' },
      ['kms:ScheduleKeyDeletion'],
      { Effect: 'Allow', Action: ['kms:CreateKey', 'kms:Decrypt', 'kms:DescribeKey'], Resource: '*' },
    ],
    [
      'keeps a pattern of a service that the catalog does not know',
      { Effect: 'Allow', Action: ['newsvc:*', 'kms:Decrypt'], NotResource: 'x' },
      ['kms:Decrypt'],
      { Effect: 'Allow', Action: ['newsvc:*'], NotResource: 'x' },
    ],
    [
      'gains the actions in NotAction, those that it excludes already apart',
      { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' },
      ['iam:PassRole', 'kms:Decrypt'],
      { Effect: 'Allow', NotAction: ['iam:*', 'kms:Decrypt'], Resource: '*' },
    ],
    [
      'turns `*` into the exact complement',
      { Effect: 'Allow', Action: '*', Resource: '*' },
      ['kms:Decrypt', 'iam:PassRole'],
      { Effect: 'Allow', NotAction: ['iam:PassRole', 'kms:Decrypt'], Resource: '*' },
    ],
    [
      'turns a list that holds `*` into the complement, which may have no sibling',
      { Effect: 'Allow', Action: ['s3:GetObject', '*:*'], Resource: '*' },
      ['kms:Decrypt'],
      { Effect: 'Allow', NotAction: ['kms:Decrypt'], Resource: '*' },
    ],
  ])('%s', (_, before, removed, after) => {
    // As text: key order counts.
    expect(JSON.stringify(edit(doc(before), removed))).toBe(JSON.stringify(doc(after)));
  });
});

describe('a document', () => {
  it('that loses nothing is the same object', () => {
    const parsed = parsePolicy(doc(allow('kms:DescribeKey')));
    const context = { catalog, target: 'sensitive', uncatalogued: [], unmapped: [] } as const;
    expect(editDocument(parsed, new Set(['kms:Decrypt']), context)).toBe(parsed.raw);
  });

  it('keeps untouched statements as the same objects, and every Deny', () => {
    const deny = { Effect: 'Deny', Action: 'kms:*', Resource: '*' };
    const untouched = { Effect: 'Allow', Resource: 'x', Action: 'S3:getobject', Sid: '' };
    const parsed = parsePolicy(doc(deny, untouched, allow('kms:Decrypt'), allow('kms:D*')));
    const edited = editDocument(parsed, new Set(['kms:Decrypt']), {
      catalog,
      target: 'sensitive',
      uncatalogued: [],
      unmapped: [],
    });
    const statements = edited?.Statement as readonly JsonObject[];
    expect(statements).toHaveLength(3);
    expect(statements[0]).toBe(deny);
    expect(statements[1]).toBe(untouched);
    expect(statements[2]?.Action).toEqual(['kms:DescribeKey']);
  });

  it('with a single statement object keeps that form', () => {
    const before = {
      Statement: { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:CreateKey'], Resource: '*' },
      Id: 'x',
    };
    expect(edit(before, ['kms:Decrypt'])).toEqual({
      Statement: { Effect: 'Allow', Action: ['kms:CreateKey'], Resource: '*' },
      Id: 'x',
    });
  });

  it('with nothing left is null, but not while it denies something', () => {
    expect(edit(doc(allow('kms:Decrypt')), ['kms:Decrypt'])).toBeNull();
    const deny = { Effect: 'Deny', Action: 's3:*', Resource: '*' };
    expect(edit(doc(allow('kms:Decrypt'), deny), ['kms:Decrypt'])).toEqual(doc(deny));
  });
});

describe('`*` under the target `used`', () => {
  const all = catalog.expand('*');
  const kept = ['s3:GetObject', 's3:PutObject'];
  const removed = all.filter((action) => !kept.includes(action));

  it('becomes the shorter of the two forms', () => {
    expect(edit(doc(allow('*')), removed, { target: 'used' })).toEqual(doc(allow(...kept)));
    expect(edit(doc(allow('*')), ['kms:Decrypt'], { target: 'used' })).toEqual(
      doc({ Effect: 'Allow', NotAction: ['kms:Decrypt'], Resource: '*' }),
    );
  });

  it('keeps what was seen although the catalog does not know it', () => {
    const uncatalogued = ['foo:*', 's3:NewThing'];
    expect(edit(doc(allow('*')), removed, { target: 'used', uncatalogued })).toEqual(
      doc(allow('s3:GetObject', 's3:NewThing', 's3:PutObject', 'foo:*')),
    );
  });

  it('becomes nothing when nothing is to stay', () => {
    expect(edit(doc(allow('*')), all, { target: 'used' })).toBeNull();
  });

  it('is listed without what NotAction excluded', () => {
    const before = doc({ Effect: 'Allow', NotAction: ['s3:P*', 'iam:*'], Resource: '*' });
    const gone = removed.filter((action) => !action.startsWith('iam:'));
    const uncatalogued = ['s3:PutNewThing', 's3:NewThing', 'foo:*'];
    expect(edit(before, gone, { target: 'used', uncatalogued })).toEqual(
      doc(allow('s3:GetObject', 's3:NewThing', 'foo:*')),
    );
    // What stays of `iam:B*` cannot be said in a list.
    expect(edit(before, gone, { target: 'used', uncatalogued: ['i*:B*'] })).toEqual(
      doc({
        Effect: 'Allow',
        NotAction: [
          's3:P*',
          'iam:*',
          ...['aws-external-anthropic:*', 'kms:*', 'lambda:*', 'sts:*'],
          ...gone.filter((a) => a.startsWith('s3:') && a !== 's3:PutObject').sort(),
        ],
        Resource: '*',
      }),
    );
  });

  it('names a service that goes whole as one where that is shorter, unless something of it was seen', () => {
    const before = doc({ Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' });
    const whole = catalog.expand('kms:*');
    const without = (...names: readonly string[]) =>
      doc({ Effect: 'Allow', NotAction: ['iam:*', ...names], Resource: '*' });
    expect(whole.length).toBeGreaterThan(1);
    expect(edit(before, whole, { target: 'used' })).toEqual(without('kms:*'));
    expect(edit(before, whole, { target: 'used', uncatalogued: ['kms:NewThing', 'i*:B*'] })).toEqual(
      without(...whole),
    );
    expect(edit(before, whole.slice(1), { target: 'used' })).toEqual(without(...whole.slice(1)));
    // What the catalog does not know of it is not asked to go.
    expect(edit(before, whole)).toEqual(without(...whole));
  });

  it('stays the exact complement under the target `sensitive`', () => {
    expect(edit(doc(allow('*')), removed)).toEqual(
      doc({ Effect: 'Allow', NotAction: [...removed].sort(), Resource: '*' }),
    );
  });
});
