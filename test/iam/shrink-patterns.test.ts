import { describe, expect, it } from 'vitest';
import { shrinkPatterns } from '../../src/iam/index.ts';
import { wordEnds } from '../../src/iam/word-ends.ts';

const S3 = [
  's3:DeleteObject',
  's3:GetBucketAcl',
  's3:GetBucketPolicy',
  's3:GetObject',
  's3:GetObjectAcl',
  's3:GetObjectTagging',
  's3:ListBucket',
  's3:PutBucketPolicy',
  's3:PutObject',
];
const SQS = ['sqs:DeleteMessage', 'sqs:ReceiveMessage'];

describe('shrinkPatterns', () => {
  const cases: readonly [string, readonly string[], readonly string[], readonly string[]][] = [
    [
      'keeps whole prefixes and names',
      ['s3:*'],
      ['s3:PutBucketPolicy'],
      ['s3:DeleteObject', 's3:Get*', 's3:ListBucket', 's3:PutObject'],
    ],
    [
      'goes one word deeper where it must',
      ['s3:Get*'],
      ['s3:GetBucketPolicy'],
      ['s3:GetBucketAcl', 's3:GetObject*'],
    ],
    [
      'never uses a prefix that is itself removed',
      ['s3:GetObject*'],
      ['s3:GetObject'],
      ['s3:GetObjectAcl', 's3:GetObjectTagging'],
    ],
    [
      'keeps untouched services whole',
      ['*'],
      ['s3:PutBucketPolicy'],
      ['s3:DeleteObject', 's3:Get*', 's3:ListBucket', 's3:PutObject', 'sqs:*'],
    ],
    [
      'stays inside the pattern it replaces',
      ['*:Get*'],
      ['s3:GetBucketPolicy'],
      ['s3:GetBucketAcl', 's3:GetObject*'],
    ],
    [
      'keeps the ending of the pattern it replaces',
      ['s3:*Object*'],
      ['s3:PutObject'],
      ['s3:DeleteObject', 's3:Get*Object*'],
    ],
    [
      'keeps a pattern with an ending to one service',
      ['*:*Message'],
      ['sqs:SendMessage', 's3:x'],
      ['sqs:DeleteMessage', 'sqs:ReceiveMessage'],
    ],
    ['drops a name', ['s3:GetObject', 's3:PutObject'], ['s3:putobject'], ['s3:GetObject']],
    [
      'replaces in place and leaves the rest verbatim',
      ['sqs:*', 'S3:getobject*', 's3:Put*', 'ec2:*'],
      ['s3:PutObject'],
      ['sqs:*', 'S3:getobject*', 's3:PutBucketPolicy', 'ec2:*'],
    ],
    [
      'does not repeat what a remaining pattern matches',
      ['s3:Get*', 's3:*'],
      ['s3:PutObject'],
      ['s3:Get*', 's3:DeleteObject', 's3:ListBucket', 's3:PutBucketPolicy'],
    ],
    [
      'writes nothing twice, and leaves a repetition of the original alone',
      ['s3:Put*', 'sqs:*', 'S3:PUT*', 'sqs:*'],
      ['s3:PutObject'],
      ['s3:PutBucketPolicy', 'sqs:*', 'sqs:*'],
    ],
    ['can leave nothing', ['sqs:*'], SQS, []],
    [
      'takes a removed pattern for all it matches',
      ['s3:*'],
      ['s3:Get*', 's3:Put*'],
      ['s3:DeleteObject', 's3:ListBucket'],
    ],
    [
      'shuns removed actions that are not known',
      ['s3:*'],
      ['s3:GetObjectLegalHold'],
      [
        's3:DeleteObject',
        's3:GetBucket*',
        's3:GetObject',
        's3:GetObjectAcl',
        's3:GetObjectTagging',
        's3:ListBucket',
        's3:Put*',
      ],
    ],
  ];
  it.each(cases)('%s', (_title, patterns, removed, expected) => {
    expect(shrinkPatterns(patterns, removed, [...S3, ...SQS])).toEqual(expected);
  });
});

describe('what is kept of one answer for the next', () => {
  const KMS = ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyPair', 'kms:GenerateRandom'];

  it('tells apart removed actions that are not known', () => {
    const universe = [...KMS];
    expect(shrinkPatterns(['*'], ['kms:Decrypt'], universe)).toEqual(['kms:Generate*']);
    const removed = ['kms:Decrypt', 'kms:GenerateKey'];
    expect(shrinkPatterns(['*'], removed, universe)).toEqual(['kms:GenerateData*', 'kms:GenerateRandom']);
    expect(shrinkPatterns(['*'], ['kms:Decrypt'], universe)).toEqual(['kms:Generate*']);
  });

  it('tells apart removed actions of the service in another spelling', () => {
    const universe = [...KMS, 'KMS:GenerateKey'];
    expect(shrinkPatterns(['*'], ['kms:Decrypt'], universe)).toContain('kms:Generate*');
    const removed = ['kms:Decrypt', 'kms:GenerateKey'];
    expect(shrinkPatterns(['*'], removed, universe)).toEqual(['kms:GenerateData*', 'kms:GenerateRandom']);
  });
});

describe('wordEnds', () => {
  it.each([
    ['GetObject', ['Get', 'GetObject']],
    ['DBInstanceV2', ['DB', 'DBInstance', 'DBInstanceV2']],
    ['ListVPCs', ['List', 'ListVPCs']],
    ['GetS3Bucket', ['Get', 'GetS3', 'GetS3Bucket']],
    ['batch-get', ['batch', 'batch-', 'batch-get']],
    ['', ['']],
  ])('%s', (name, prefixes) => {
    expect(wordEnds(name).map((end) => name.slice(0, end))).toEqual(prefixes);
  });
});
