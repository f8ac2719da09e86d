import type { Condition } from '../domain/policy.ts';

/**
 * Operators where a request value has to equal one of the values: fewer values are stronger. Lower case, without
 * `ForAllValues:`, `ForAnyValue:` and `IfExists`, none of which turns the direction round.
 */
const POSITIVE: ReadonlySet<string> = new Set([
  'stringequals',
  'stringequalsignorecase',
  'stringlike',
  'arnequals',
  'arnlike',
  'numericequals',
  'numericlessthan',
  'numericlessthanequals',
  'numericgreaterthan',
  'numericgreaterthanequals',
  'dateequals',
  'datelessthan',
  'datelessthanequals',
  'dategreaterthan',
  'dategreaterthanequals',
  'bool',
  'binaryequals',
  'ipaddress',
  'null',
]);

/** Operators where a request value may equal none of the values: more values are stronger. */
const NEGATIVE: ReadonlySet<string> = new Set([
  'stringnotequals',
  'stringnotequalsignorecase',
  'stringnotlike',
  'arnnotequals',
  'arnnotlike',
  'numericnotequals',
  'datenotequals',
  'notipaddress',
]);

/**
 * Whether every request that meets `stronger` also meets `weaker`, both normalized (clause.ts). Sound, and
 * syntactic: each line of `weaker` must stand in `stronger` with the same operator, the same key and a value set that
 * lets no more through. A line is a conjunct, so extra lines only make `stronger` stronger.
 */
export function implies(stronger: readonly Condition[], weaker: readonly Condition[]): boolean {
  return weaker.every((line) => stronger.some((candidate) => lineImplies(candidate, line)));
}

function lineImplies(stronger: Condition, weaker: Condition): boolean {
  if (stronger.operator !== weaker.operator || stronger.key !== weaker.key) return false;
  const operator = stronger.operator.replace(/^for(all|any)values?:/, '').replace(/ifexists$/, '');
  if (POSITIVE.has(operator)) return isSubset(stronger.values, weaker.values);
  if (NEGATIVE.has(operator)) return isSubset(weaker.values, stronger.values);
  return isSubset(stronger.values, weaker.values) && isSubset(weaker.values, stronger.values);
}

function isSubset(small: readonly string[], large: readonly string[]): boolean {
  return small.every((value) => large.includes(value));
}
