import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/domain/json.ts';
import { holdEdit, takenBack } from './edit-properties.ts';
import { STYLES } from './policy-styles.ts';
import { proposalOf } from './random-proposal.ts';

const RUNS = Number(process.env.PAREDOWN_EDIT_RUNS ?? 15);

const action = fc.constantFrom(
  's3:GetObject',
  's3:PutObject',
  's3:Get*',
  '*',
  'iam:PassRole',
  'kms:Decrypt',
  'sqs:*',
  'ec2:Describe*',
  'sts:AssumeRole',
);
const actions = fc.oneof(action, fc.uniqueArray(action, { minLength: 1, maxLength: 7 }));
const resource = fc.constantFrom(
  '*',
  'arn:aws:s3:::b/${aws:username}/*',
  'arn:aws:sqs:us-east-1:111122223333:q',
  "arn:aws:s3:::it's # here",
);
const statement = fc.record(
  {
    Sid: fc.constantFrom('A', 'B', 'C1'),
    Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
    Action: actions,
    Resource: fc.oneof(resource, fc.uniqueArray(resource, { minLength: 1 })),
    Condition: fc.constantFrom(
      { Bool: { 'aws:SecureTransport': 'true' } },
      { StringLike: { 's3:prefix': ['a/*', ''] } },
    ),
  },
  { requiredKeys: ['Effect', 'Action', 'Resource'] },
);
const document = fc
  .record({
    Version: fc.constant('2012-10-17'),
    Statement: fc.oneof(fc.array(statement, { minLength: 1, maxLength: 5 }), statement),
  })
  .map((value) => JSON.parse(JSON.stringify(value)) as JsonObject);
const cases = document.chain((before) => fc.tuple(fc.constant(before), proposalOf(before)));

describe('an edit means the proposal and leaves everything else alone', () => {
  it.each(STYLES)('$name', (style) => {
    let edited = 0;
    fc.assert(
      fc.property(cases, ([before, after]) => {
        if (after === null) return;
        if (holdEdit(style, before, after).edited) edited++;
      }),
      { numRuns: RUNS },
    );
    // A test in which nothing could be edited would hold anything.
    expect(edited).toBeGreaterThan(RUNS / 3);
  });
});

describe('an edit can be taken back', () => {
  it.each(STYLES)('$name', (style) => {
    let back = 0;
    fc.assert(
      fc.property(cases, ([before, after]) => {
        if (after === null) return;
        if (takenBack(style, before, after)) back++;
      }),
      { numRuns: RUNS },
    );
    expect(back).toBeGreaterThan(RUNS / 3);
  });
});
