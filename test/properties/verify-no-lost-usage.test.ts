import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/domain/json.ts';
import { activity, attached, collected, managedPolicy, role } from '../support/builders.ts';
import { runs } from '../support/runs.ts';
import { everyCall, everyString, globMatches, isAllowed, TEAM, VARIABLE } from '../verify/brute-force.ts';
import { recommend, replace, verifyOne } from '../verify/support.ts';

/** Objects of one bucket, keys of up to three letters; a call of s3:GetObject on one of them, on a prefix or on any. */
const BUCKET = 'arn:aws:s3:::b/';
const RESOURCES = everyString(['x', 'y'], 3).map((name) => BUCKET + name);
const CALLS = [...everyCall(['s3:GetObject'], RESOURCES)];
const KEYS = [[], ['many'], [`${BUCKET}x`], [`${BUCKET}x*`], [`${BUCKET}xy`, `${BUCKET}y*`], [BUCKET]];

const glob = fc
  .array(fc.constantFrom('x', 'y', '*', '?', VARIABLE), { minLength: 1, maxLength: 3 })
  .map((tokens) => tokens.join(''));
const pattern = fc.oneof(
  { weight: 6, arbitrary: glob.map((text) => BUCKET + text) },
  { weight: 3, arbitrary: fc.constant('*') },
);

const statement: fc.Arbitrary<JsonObject> = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Allow', 'Deny'),
    action: fc.constantFrom('Action', 'Action', 'Action', 'NotAction'),
    actions: fc.uniqueArray(fc.constantFrom('s3:GetObject', 's3:Get*', 's3:*', 's3:PutObject'), {
      minLength: 1,
      maxLength: 2,
    }),
    resource: fc.constantFrom('Resource', 'Resource', 'Resource', 'NotResource'),
    resources: fc.array(pattern, { minLength: 1, maxLength: 2 }),
    operator: fc.constantFrom(null, null, 'StringEquals', 'StringNotEquals'),
    values: fc.uniqueArray(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 2 }),
  })
  .map(({ Effect, action, actions, resource, resources, operator, values }) => ({
    Effect,
    [action]: actions,
    [resource]: resources,
    ...(operator === null ? {} : { Condition: { [operator]: { [TEAM]: values } } }),
  }));

const documents = fc.array(statement, { minLength: 1, maxLength: 3 });

/** Two policies of one role, of which the first changes: a statement is dropped, changed or added. */
const scenario = fc
  .record({
    changed: documents,
    other: documents,
    edits: fc.array(fc.tuple(fc.nat(), fc.option(statement)), { minLength: 1, maxLength: 2 }),
    keys: fc.constantFrom(...KEYS),
  })
  .map(({ changed, other, edits, keys }) => {
    const after = [...changed];
    for (const [at, edit] of edits)
      after.splice(at % (after.length + 1), 1, ...(edit === null ? [] : [edit]));
    const versioned = (Statement: readonly JsonObject[]): JsonObject => ({
      Version: '2012-10-17',
      Statement,
    });
    return {
      before: versioned(changed),
      after: versioned(after.length === 0 ? other : after),
      other: versioned(other),
      keys,
    };
  });

describe('no lost usage, against brute force', () => {
  it('passes no change that takes a call away which the observed one may have been', () => {
    let passed = 0;
    let allowed = 0;
    fc.assert(
      fc.property(scenario, ({ before, after, other, keys }) => {
        const [policy, second] = [managedPolicy('changed', before), managedPolicy('other', other)];
        const principal = role('r', [attached(policy), attached(second)]);
        const world = collected(
          [principal],
          [policy, second],
          [activity(principal, 's3:GetObject', { resources: keys })],
        );
        const verified = verifyOne(
          world,
          recommend([principal], [replace(policy, after)], { target: 'scoped' }),
        );
        const lost = verified.verification?.noLostUsage.counterexamples.filter(
          ({ action }) => action === 's3:GetObject',
        );
        if (lost?.length !== 0) return;
        passed += 1;
        const isAny = keys.length === 0 || keys.includes('many');
        for (const call of CALLS) {
          if (!isAny && !keys.some((key) => globMatches(key, call.resource))) continue;
          if (!isAllowed(call, [before, other])) continue;
          allowed += 1;
          if (!isAllowed(call, [after, other])) throw new Error(`passed, but loses ${JSON.stringify(call)}`);
        }
      }),
      { numRuns: runs(2000, 8000) },
    );
    expect(passed).toBeGreaterThan(100);
    expect(allowed).toBeGreaterThan(1000);
  });
});
