import type { PolicyTest, PrincipalTests, SimulatedPolicies } from '../../domain/policy-tests.ts';
import { parsePolicy } from '../../iam/index.ts';
import { type Decision, evaluate } from '../evaluate.ts';
import { testDecision } from './test-decision.ts';

export interface TestResult {
  readonly test: PolicyTest;
  readonly actual: { readonly before: Decision; readonly after: Decision };
  /** `unmet`: as expected, and not what the never list asks for. */
  readonly status: 'passed' | 'unmet' | 'failed';
}

/**
 * Asks every test of the policies that stand beside it, with the evaluator of the proofs. A context key that a test
 * does not give is absent from the request, as in SimulateCustomPolicy.
 *
 * @throws PolicySyntaxError when a policy is not one
 */
export function runPolicyTests({ simulate, tests }: PrincipalTests): readonly TestResult[] {
  const [before, after] = [asker(simulate.before), asker(simulate.after)];
  return tests.map((test) => {
    const actual = { before: before(test.simulate), after: after(test.simulate) };
    const agrees =
      testDecision(actual.before) === test.expect.before && testDecision(actual.after) === test.expect.after;
    return { test, actual, status: !agrees ? 'failed' : test.unmet === undefined ? 'passed' : 'unmet' };
  });
}

type Ask = (request: PolicyTest['simulate']) => Decision;

function asker({
  PolicyInputList,
  PermissionsBoundaryPolicyInputList: [limit] = [],
}: SimulatedPolicies): Ask {
  const documents = PolicyInputList.map((text) => parsePolicy(text));
  const boundary = limit === undefined ? null : parsePolicy(limit);
  return ({ ActionNames: [action = ''], ResourceArns: [resource = '*'], ContextEntries }) => {
    const context = Object.fromEntries(
      ContextEntries.map(({ ContextKeyName, ContextKeyValues }) => [ContextKeyName, ContextKeyValues]),
    );
    return evaluate({ action, resource, context, contextIsComplete: true }, documents, { boundary }).decision;
  };
}
