import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/domain/json.ts';
import { parsePolicy } from '../../src/iam/index.ts';
import { evaluate, type Request } from '../../src/verify/index.ts';
import { simulate } from '../support/proof/simulator.ts';
import { runs } from '../support/runs.ts';

/**
 * Generated policies of every shape, asked of our evaluator and of an independent simulator. What the two are known to
 * read differently (test/support/proof/known-differences.ts) is not generated.
 */
const ACTIONS = ['s3:GetObject', 's3:PutObject', 's3:ListBucket', 'ec2:RunInstances', 'iam:GetUser'];
const action = fc.constantFrom(...ACTIONS, 's3:*', 'S3:get*', '*', 's3:???Object', 'ec2:Run*', 'iam:*User');
const pattern = fc.constantFrom(
  '*',
  'arn:aws:s3:::b',
  'arn:aws:s3:::b/*',
  'arn:aws:s3:::b/${aws:username}/*',
  'arn:aws:s3:::b/?/x',
  'arn:aws:ec2:us-east-1:111122223333:instance/*',
  'arn:aws:ec2:*:111122223333:instance/i-?',
  'arn:aws:iam::111122223333:user/${aws:username}',
);
const resource = fc.constantFrom(
  'arn:aws:s3:::b',
  'arn:aws:s3:::b/ana/x',
  'arn:aws:s3:::b/a/x',
  'arn:aws:s3:::B/a/x',
  'arn:aws:ec2:us-east-1:111122223333:instance/i-1',
  'arn:aws:ec2:eu-west-1:111122223333:instance/i-12',
  'arn:aws:iam::111122223333:user/ana',
);

const STRINGS = ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike', 'StringEqualsIgnoreCase'];
const text = fc.constantFrom('a', 'A', 'ab', '', 'ana');
const condition = fc.oneof(
  fc.record({
    operator: fc.constantFrom(...STRINGS, ...STRINGS.map((name) => `${name}IfExists`)),
    key: fc.constantFrom('aws:PrincipalTag/team', 'aws:principaltag/team'),
    values: fc.uniqueArray(fc.constantFrom('a', 'A', 'a*', '?', '${aws:username}'), {
      minLength: 1,
      maxLength: 2,
    }),
  }),
  fc.record({
    operator: fc.constantFrom(
      ...['ForAllValues', 'ForAnyValue'].flatMap((set) => STRINGS.map((name) => `${set}:${name}`)),
    ),
    key: fc.constant('aws:TagKeys'),
    values: fc.uniqueArray(fc.constantFrom('a', 'ab', 'a*'), { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    operator: fc.constantFrom('Bool', 'BoolIfExists', 'Null'),
    key: fc.constant('aws:SecureTransport'),
    values: fc.constantFrom(['true'], ['false']),
  }),
  fc.record({
    operator: fc.constantFrom('IpAddress', 'NotIpAddress'),
    key: fc.constant('aws:SourceIp'),
    values: fc.constantFrom(['10.0.0.0/8'], ['10.1.2.3'], ['192.0.2.0/31']),
  }),
  fc.record({
    operator: fc.constantFrom('NumericLessThan', 'NumericGreaterThanEquals', 'NumericNotEquals'),
    key: fc.constant('s3:max-keys'),
    values: fc.constantFrom(['10'], ['10', '20']),
  }),
  fc.record({
    operator: fc.constantFrom('DateGreaterThan', 'DateLessThanEquals'),
    key: fc.constant('aws:CurrentTime'),
    values: fc.constantFrom(['2026-01-01T00:00:00Z'], ['2026-06-01T00:00:00Z']),
  }),
  fc.record({
    operator: fc.constantFrom('ArnLike', 'ArnNotEquals', 'ArnEqualsIfExists'),
    key: fc.constant('aws:SourceArn'),
    values: fc.constantFrom(['arn:aws:s3:::b*'], ['arn:aws:sns:*:111122223333:t']),
  }),
);

const statement = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    actions: fc.constantFrom('Action', 'Action', 'NotAction'),
    action: fc.uniqueArray(action, { minLength: 1, maxLength: 3 }),
    resources: fc.constantFrom('Resource', 'Resource', 'NotResource'),
    resource: fc.uniqueArray(pattern, { minLength: 1, maxLength: 2 }),
    conditions: fc.array(condition, { maxLength: 2 }),
  })
  .map(({ Effect, actions, action: names, resources, resource: arns, conditions }): JsonObject => {
    const block: Record<string, Record<string, readonly string[]>> = {};
    for (const { operator, key, values } of conditions)
      block[operator] = { ...block[operator], [key]: values };
    return {
      Effect,
      [actions]: names,
      [resources]: arns,
      ...(conditions.length === 0 ? {} : { Condition: block }),
    };
  });

const policy = fc
  .array(statement, { minLength: 1, maxLength: 3 })
  .map((Statement): JsonObject => ({ Version: '2012-10-17', Statement }));

const request: fc.Arbitrary<Request> = fc
  .record({
    action: fc.constantFrom(...ACTIONS),
    resource,
    team: fc.option(text),
    tagKeys: fc.option(fc.uniqueArray(fc.constantFrom('a', 'ab', 'b'), { maxLength: 2 })),
    secure: fc.option(fc.constantFrom('true', 'false')),
    ip: fc.option(fc.constantFrom('10.1.2.3', '192.0.2.1', '11.0.0.0')),
    keys: fc.option(fc.constantFrom('5', '10', '11')),
    source: fc.option(fc.constantFrom('arn:aws:s3:::bucket', 'arn:aws:sns:eu-west-1:111122223333:t')),
  })
  .map(({ action: name, resource: arn, team, tagKeys, secure, ip, keys, source }) => ({
    action: name,
    resource: arn,
    context: {
      'aws:username': ['ana'],
      'aws:CurrentTime': ['2026-03-01T00:00:00Z'],
      ...(team === null ? {} : { 'aws:PrincipalTag/team': [team] }),
      ...(tagKeys === null ? {} : { 'aws:TagKeys': tagKeys }),
      ...(secure === null ? {} : { 'aws:SecureTransport': [secure] }),
      ...(ip === null ? {} : { 'aws:SourceIp': [ip] }),
      ...(keys === null ? {} : { 's3:max-keys': [keys] }),
      ...(source === null ? {} : { 'aws:SourceArn': [source] }),
    },
    contextIsComplete: true,
  }));

describe('our evaluator and an independent simulator', () => {
  it('answer generated requests to generated policies and boundaries alike', () => {
    const tally = { allowed: 0, denied: 0, open: 0 };
    fc.assert(
      fc.property(policy, fc.option(policy, { freq: 3 }), request, (document, boundary, asked) => {
        const ours = evaluate(asked, [parsePolicy(document)], {
          boundary: boundary === null ? null : parsePolicy(boundary),
        }).decision;
        if (ours === 'depends') {
          tally.open += 1;
          return;
        }
        const theirs = simulate(asked, [document], boundary);
        tally[ours === 'allowed' ? 'allowed' : 'denied'] += 1;
        expect(ours === 'allowed').toBe(theirs === 'allowed');
        if (boundary === null) expect(ours).toBe(theirs);
      }),
      { numRuns: runs(2000, 10_000) },
    );
    expect(tally.allowed).toBeGreaterThan(30);
    expect(tally.denied).toBeGreaterThan(200);
  });
});
