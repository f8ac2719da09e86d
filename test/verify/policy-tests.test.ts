import { describe, expect, it } from 'vitest';
import type { Usage } from '../../src/domain/analysis.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import type { NeverRule } from '../../src/domain/never.ts';
import { propose } from '../../src/propose/index.ts';
import { policyTests, runPolicyTests, verify } from '../../src/verify/index.ts';
import {
  AS_OF,
  activity,
  allow,
  analysed,
  analysis,
  attached,
  collected,
  doc,
  inlinePolicy,
  role,
  roleArn,
  statement,
} from '../support/builders.ts';
import { catalog } from './support.ts';

const ARN = roleArn('app');

function testsOf(
  document: JsonObject,
  usage: Readonly<Record<string, Usage>>,
  never: readonly NeverRule[] = [],
  seen: readonly string[] = [],
) {
  const policy = inlinePolicy(ARN, 'own', document);
  const app = role('app', [attached(policy)]);
  const calls = seen.map((event) => activity(app, event, { resources: ['arn:aws:s3:::b/k'] }));
  const world = collected([app], [policy], calls);
  const judged = analysis(analysed(app, usage));
  const proposed = propose(world, judged, catalog, { target: 'sensitive', asOf: AS_OF, never });
  const verified = verify(world, judged, proposed, catalog, { never });
  expect(verified.map(({ status }) => status)).toEqual(['verified']);
  const [tests, ...others] = policyTests(world, judged, verified, catalog, never);
  if (tests === undefined || others.length > 0) throw new Error('not the tests of one principal');
  return tests;
}

const never = (actions: readonly string[], resources: readonly string[] = []): NeverRule => ({
  principal: ARN,
  tag: null,
  actions,
  resources,
  reason: 'because',
});

const short = ({ tests }: ReturnType<typeof testsOf>) =>
  tests.map(
    ({ kind, basis, expect: { before, after }, simulate }) =>
      `${kind} ${basis} ${simulate.ActionNames.join()} ${simulate.ResourceArns.join()} ${before} ${after}`,
  );

describe('policy tests', () => {
  it('hold use to allowed and removals to denied, on concrete resources', () => {
    const tests = testsOf(
      doc(allow('s3:GetObject', 'kms:Decrypt')),
      { 'kms:Decrypt': 'unused' },
      [],
      ['s3:GetObject'],
    );
    expect(short(tests)).toEqual([
      'must-allow observed-use s3:GetObject arn:aws:s3:::b/k allowed allowed',
      'must-deny removed kms:Decrypt arn:aws:kms:us-east-1:111122223333:key/example allowed denied',
    ]);
    expect(runPolicyTests(tests).map(({ status }) => status)).toEqual(['passed', 'passed']);
  });

  it('give the context that a condition asks for', () => {
    const condition = { StringEquals: { 'aws:ResourceTag/team': ['ai', 'ml'] } };
    const tests = testsOf(doc(statement({ Action: 'kms:Decrypt', Condition: condition })), {
      'kms:Decrypt': 'unused',
    });
    expect(tests.tests[0]?.simulate.ContextEntries).toEqual([
      { ContextKeyName: 'aws:resourcetag/team', ContextKeyValues: ['ai'], ContextKeyType: 'string' },
    ]);
  });

  it('make each entry of a never list a denial, and say where the proposal does not give it', () => {
    const tests = testsOf(
      doc(allow('s3:GetObject', 'kms:*')),
      { 'kms:Decrypt': 'unused', 's3:GetObject': 'used' },
      [never(['s3:GetObject'], ['arn:aws:s3:::b/*']), never(['iam:CreateUser']), never(['kms:Decrypt'])],
      ['s3:GetObject'],
    );
    expect(short(tests)).toEqual([
      'must-allow observed-use s3:GetObject arn:aws:s3:::b/k allowed allowed',
      'must-deny never s3:GetObject arn:aws:s3:::b/example allowed allowed',
      'must-deny never iam:CreateUser arn:aws:iam::111122223333:user/example denied denied',
      'must-deny never kms:Decrypt arn:aws:kms:us-east-1:111122223333:key/example allowed denied',
      'must-deny removed kms:Decrypt arn:aws:kms:us-east-1:111122223333:key/example allowed denied',
    ]);
    expect(runPolicyTests(tests).map(({ status }) => status)).toEqual([
      'passed',
      'unmet',
      'passed',
      'passed',
      'passed',
    ]);
  });

  it('hold nobody to what hangs on a variable without a value', () => {
    const unlessTagged = { StringNotEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}' } };
    const tests = testsOf(
      doc(
        allow('s3:GetObject', 'kms:*', 'iam:CreateUser'),
        statement({ Effect: 'Deny', Action: 'iam:CreateUser', Condition: unlessTagged }),
      ),
      { 'kms:Decrypt': 'unused', 'iam:CreateUser': 'unknown' },
      [never(['iam:CreateUser'])],
    );
    expect(short(tests)).toEqual([
      'must-deny removed kms:Decrypt arn:aws:kms:us-east-1:111122223333:key/example allowed denied',
    ]);
    expect(runPolicyTests(tests).map(({ status }) => status)).toEqual(['passed']);
  });

  it('fail when the policies beside them are changed', () => {
    const tests = testsOf(doc(allow('s3:GetObject', 'kms:Decrypt')), { 'kms:Decrypt': 'unused' });
    const { simulate } = tests;
    const widened = { ...tests, simulate: { ...simulate, after: simulate.before } };
    expect(runPolicyTests(widened)).toMatchObject([
      { status: 'failed', actual: { before: 'allowed', after: 'allowed' } },
    ]);
  });
});
