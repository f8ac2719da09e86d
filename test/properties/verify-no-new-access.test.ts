import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/domain/json.ts';
import type { CheckResult } from '../../src/domain/recommendation.ts';
import { collected, inlinePolicy, role, roleArn } from '../support/builders.ts';
import { runs } from '../support/runs.ts';
import { everyCall, everyString, isAllowed, isMatched, TEAM, VARIABLE } from '../verify/brute-force.ts';
import { recommend, replace, verifyOne } from '../verify/support.ts';

/** Patterns over two letters, and every request of up to three letters: what differs shows within that. */
const NAMES = everyString(['x', 'y'], 3);
const CALLS = [
  ...everyCall(
    NAMES.map((name) => `s:${name}`),
    NAMES,
  ),
];

const glob = fc
  .array(fc.constantFrom('x', 'y', '*', '?'), { minLength: 1, maxLength: 3 })
  .map((tokens) => tokens.join(''));
const actionPattern = fc.oneof(
  { weight: 5, arbitrary: glob.map((text) => `s:${text}`) },
  { weight: 1, arbitrary: fc.constantFrom('*', 'S:*') },
);
const variablePattern = fc
  .tuple(glob, glob)
  .map(([head, tail]) => (head + VARIABLE + tail).replaceAll('??', '?'));

function statements(resource: fc.Arbitrary<string>, withConditions: boolean): fc.Arbitrary<JsonObject> {
  return fc
    .record({
      Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
      action: fc.constantFrom('Action', 'Action', 'Action', 'NotAction'),
      actions: fc.array(actionPattern, { minLength: 1, maxLength: 3 }),
      resource: fc.constantFrom('Resource', 'Resource', 'Resource', 'NotResource'),
      resources: fc.array(resource, { minLength: 1, maxLength: 2 }),
      operator: withConditions
        ? fc.constantFrom(null, null, 'StringEquals', 'StringNotEquals')
        : fc.constant(null),
      values: fc.uniqueArray(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 2 }),
    })
    .map(({ Effect, action, actions, resource: element, resources, operator, values }) => ({
      Effect,
      [action]: actions,
      [element]: resources,
      ...(operator === null ? {} : { Condition: { [operator]: { [TEAM]: values } } }),
    }));
}

/** An original and a change of it: statements dropped, changed, added. */
function pairs(
  statement: fc.Arbitrary<JsonObject>,
  version: fc.Arbitrary<string>,
): fc.Arbitrary<readonly [JsonObject, JsonObject]> {
  const document = fc.array(statement, { minLength: 1, maxLength: 3 });
  return fc
    .record({
      before: document,
      edits: fc.array(fc.tuple(fc.nat(), fc.option(statement)), { maxLength: 2 }),
      version,
      now: version,
    })
    .map(({ before, edits, version: was, now }) => {
      const after = [...before];
      for (const [at, edit] of edits)
        after.splice(at % (after.length + 1), 1, ...(edit === null ? [] : [edit]));
      const made = after.length === 0 ? before : after;
      return [
        { Version: was, Statement: before },
        { Version: now, Statement: made },
      ] as const;
    });
}

function check([before, after]: readonly [JsonObject, JsonObject]): CheckResult {
  const policy = inlinePolicy(roleArn('r'), 'p', before);
  const principal = role('r', [{ policyId: policy.id, viaGroup: null }]);
  const verified = verifyOne(
    collected([principal], [policy]),
    recommend([principal], [replace(policy, after)]),
  );
  if (verified.verification === null) throw new Error('not verified');
  return verified.verification.noNewAccess;
}

const plain = fc.constant('2012-10-17');

describe('no new access, against brute force', () => {
  it('passes no change that allows a request the original does not', () => {
    const resource = fc.oneof(glob, variablePattern);
    const versions = fc.constantFrom('2012-10-17', '2012-10-17', '2008-10-17');
    let passed = 0;
    fc.assert(
      fc.property(pairs(statements(resource, true), versions), (pair) => {
        if (check(pair).status === 'failed') return;
        passed += 1;
        const [before, after] = pair;
        for (const call of CALLS) {
          if (!isAllowed(call, [after]) || isAllowed(call, [before])) continue;
          throw new Error(`passed, but newly allows ${JSON.stringify(call)}`);
        }
      }),
      { numRuns: runs(1000, 5000) },
    );
    expect(passed).toBeGreaterThan(100);
  });

  it('fails without conditions and variables only with a request that tells the documents apart', () => {
    let failed = 0;
    fc.assert(
      fc.property(pairs(statements(glob, false), plain), ([before, after]) => {
        for (const { action, resource } of check([before, after]).counterexamples) {
          failed += 1;
          const call = { action, resource: resource ?? '', team: null, user: '' };
          const allowsMore = isMatched(call, 'Allow', after) && !isMatched(call, 'Allow', before);
          const deniesLess = isMatched(call, 'Deny', before) && !isMatched(call, 'Deny', after);
          expect(allowsMore || deniesLess, JSON.stringify({ action, resource })).toBe(true);
        }
      }),
      { numRuns: runs(2000, 10_000) },
    );
    expect(failed).toBeGreaterThan(100);
  });
});
