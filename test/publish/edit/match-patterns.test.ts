import { describe, expect, it } from 'vitest';
import { matchDocument } from '../../../src/publish/edit/match-document.ts';
import { matchPatterns } from '../../../src/publish/edit/match-patterns.ts';
import type { ListNode, MapNode, SourceNode, TextNode } from '../../../src/publish/edit/source-node.ts';

const place = { start: 0, end: 0 };
const text = (value: string): TextNode => ({ kind: 'text', value, ...place });
const list = (...values: readonly string[]): ListNode => ({
  kind: 'list',
  layout: 'flow',
  items: values.map(text),
  ...place,
});
const map = (entries: Readonly<Record<string, SourceNode>>): MapNode => ({
  kind: 'map',
  layout: 'flow',
  entries: Object.entries(entries).map(([key, value]) => ({ key, keySpan: place, value, ...place })),
  ...place,
});
const KELVIN = '\u212A';

describe('patterns of a file beside those wanted', () => {
  it('are compared without the case of ASCII letters where they are actions', () => {
    const found = matchPatterns(
      list('KMS:decrypt', 'kms:Decrypt', 's3:Get*'),
      ['kms:Decrypt', 's3:get*'],
      true,
    );
    expect([...(found ?? [])].map(([wanted, node]) => [wanted, node])).toEqual([
      ['kms:Decrypt', text('KMS:decrypt')],
      ['s3:get*', text('s3:Get*')],
    ]);
    expect(matchPatterns(list('arn:aws:s3:::B'), ['arn:aws:s3:::b'], false)).toBeNull();
  });

  it('are no letter outside ASCII for one inside, as IAM takes none for another', () => {
    expect(`${KELVIN}ms`.toLowerCase()).toBe('kms');
    expect(matchPatterns(list(`${KELVIN}ms:Decrypt`), ['kms:Decrypt'], true)).toBeNull();
    expect(matchPatterns(text('kms:Decrypt'), [`${KELVIN}ms:Decrypt`], true)).toBeNull();
    expect(matchPatterns(text(`${KELVIN}MS:*`), [`${KELVIN}ms:*`], true)?.size).toBe(1);
  });
});

describe('conditions of a file', () => {
  const condition = (operator: string, key: string): MapNode =>
    map({ Condition: map({ [operator]: map({ [key]: text('x') }) }) });
  const wanted = { Statement: { Condition: { StringLike: { 'aws:TokenIssueTime': 'x' } } } };
  const means = (node: MapNode): boolean => matchDocument(map({ Statement: node }), wanted).same;

  it('are compared without the case of ASCII letters, and of no others', () => {
    expect(means(condition('stringlike', 'AWS:tokenissuetime'))).toBe(true);
    expect(means(condition(`StringLi${KELVIN}e`, 'aws:TokenIssueTime'))).toBe(false);
    expect(means(condition('StringLike', `aws:To${KELVIN}enIssueTime`))).toBe(false);
  });
});
