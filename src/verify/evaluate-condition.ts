import { foldCase } from '../domain/fold-case.ts';
import type { Condition } from '../domain/policy.ts';
import { type Comparison, OPERATORS, type Operator } from './condition-operators.ts';
import type { RequestContext, Resolved } from './request-context.ts';
import { allOf, anyOf, not, type Truth } from './truth.ts';

/**
 * Whether a request meets one line of a Condition block; null when it depends on a key that is not known or on an
 * operator that is not decided here (IAM User Guide, reference_policies_elements_condition_operators).
 *
 * Of a variable that has no value AWS says two things: inverted operators "do match against a null value", and it
 * "might cause the entire statement to be invalid" (reference_policies_variables). So a line that would hold, with such
 * a value in it or with one that is not known, is left open: neither an Allow nor a Deny is built on it.
 *
 * @param version `Version` of the document: variables are replaced only in 2012-10-17.
 */
export function evaluateCondition(
  condition: Condition,
  context: RequestContext,
  version: string | null,
): Truth {
  const { set, name, ifExists } = parseOperator(condition.operator);
  const value = context.get(condition.key);
  if (name === 'null') return isNull(condition, value === null ? null : value === 'absent');
  const operator = OPERATORS.get(name);
  if (value === null || operator === undefined) return null;
  // "To prevent variables from causing invalid statements, use the ...IfExists condition operator."
  if (value === 'absent' && ifExists) return true;
  const policyValues = condition.values.map((text) =>
    version === '2012-10-17' ? context.resolve(text) : plain(text),
  );
  const holds = compareAll(value, policyValues, operator, set);
  return holds === true && !policyValues.every(isResolved) ? null : holds;
}

function compareAll(
  value: readonly string[] | 'absent',
  policyValues: readonly Resolved[],
  operator: Operator,
  set: string | null,
): Truth {
  if (value === 'absent') return set === 'forallvalues' || (set === null && operator.negated);
  // Several values without a set operator: AWS tells to use one, and does not tell what happens otherwise.
  if (set === null && value.length > 1) return null;
  const holds = value.map((requestValue) => {
    const equal = anyOf(
      policyValues.map((policyValue) => compareResolved(operator.compare, requestValue, policyValue)),
    );
    return operator.negated ? not(equal) : equal;
  });
  return set === 'foranyvalue' ? anyOf(holds) : allOf(holds);
}

function parseOperator(text: string): {
  readonly set: string | null;
  readonly name: string;
  readonly ifExists: boolean;
} {
  const lower = foldCase(text);
  const set = /^(forallvalues|foranyvalue):/.exec(lower)?.[1] ?? null;
  const name = lower.slice(set === null ? 0 : set.length + 1);
  const ifExists = name !== 'null' && name.endsWith('ifexists');
  return { set, name: ifExists ? name.slice(0, -'ifexists'.length) : name, ifExists };
}

/** `Null: true` asks for the key to be absent. */
function isNull({ values }: Condition, isAbsent: Truth): Truth {
  return anyOf(
    values.map((value) => {
      if (value.toLowerCase() === 'true') return isAbsent;
      return value.toLowerCase() === 'false' ? not(isAbsent) : null;
    }),
  );
}

/** Nothing is compared with a variable that has no value, as what comes of it is not told for every operator. */
function compareResolved(compare: Comparison, request: string, policy: Resolved): Truth {
  return isResolved(policy) ? compare(request, policy) : null;
}

function isResolved(value: Resolved): value is string {
  return value !== null && value !== 'unresolvable';
}

/** Text of a Version 2008-10-17 document, where `${` is no variable, in the writing of 2012-10-17. */
function plain(text: string): string {
  return text.replaceAll('${', '${$}{');
}
