import type { Condition } from '../domain/policy.ts';
import { type Comparison, OPERATORS } from './condition-operators.ts';
import type { RequestContext } from './request-context.ts';
import { allOf, anyOf, not, type Truth } from './truth.ts';

/**
 * Whether a request meets one line of a Condition block; null when it depends on a key that is not known or on an
 * operator that is not decided here (IAM User Guide, reference_policies_elements_condition_operators).
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
  if (value === 'absent') {
    if (ifExists || set === 'forallvalues') return true;
    if (set === 'foranyvalue') return false;
    return operator.negated;
  }
  // Several values without a set operator: AWS tells to use one, and does not tell what happens otherwise.
  if (set === null && value.length > 1) return null;
  const policyValues = condition.values.map((text) =>
    version === '2012-10-17' ? context.resolve(text) : plain(text),
  );
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
  const lower = text.toLowerCase();
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

/** What a variable without a value compares with is not documented for every operator, so it is not decided here. */
function compareResolved(compare: Comparison, request: string, policy: string | null): Truth {
  if (policy === null || policy === 'unresolvable') return null;
  return compare(request, policy);
}

/** Text of a Version 2008-10-17 document, where `${` is no variable, in the writing of 2012-10-17. */
function plain(text: string): string {
  return text.replaceAll('${', '${$}{');
}
