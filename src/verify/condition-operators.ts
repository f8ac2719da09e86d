import { matchResource } from '../iam/index.ts';
import { isInRange } from './ip-range.ts';
import { literalText } from './request-context.ts';
import type { Truth } from './truth.ts';

/**
 * Compares one value of the request with one of the policy (variables already replaced); null when the two cannot
 * be compared, so that the caller does not decide.
 */
export type Comparison = (request: string, policy: string) => Truth;

export interface Operator {
  readonly compare: Comparison;
  /** `...NotEquals` and the like: true when the request's value compares with none of the policy's. */
  readonly negated: boolean;
}

const equals: Comparison = (request, policy) => request === literalText(policy);
const equalsIgnoringCase: Comparison = (request, policy) =>
  request.toLowerCase() === literalText(policy).toLowerCase();
const like: Comparison = (request, policy) => {
  // `arn:` patterns read by segment in ArnLike only; a prefix that is no ARN keeps this one flat.
  const match = matchResource(`:${policy}`, `:${request}`);
  return match === 'depends' ? null : match === 'yes';
};

/** "Each of the six colon-delimited components of the ARN is checked separately" (reference_policies_elements_condition_operators). */
const arnLike: Comparison = (request, policy) => {
  const values = segments(request);
  const patterns = segments(policy);
  if (values.length !== 6 || patterns.length !== 6) return false;
  const matches = patterns.map((pattern, at) => like(values[at] ?? '', pattern));
  if (matches.includes(false)) return false;
  return matches.includes(null) ? null : true;
};

function segments(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function numeric(holds: (request: number, policy: number) => boolean): Comparison {
  return compareAs((text) => (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : null), holds);
}

function date(holds: (request: number, policy: number) => boolean): Comparison {
  return compareAs(instant, holds);
}

function compareAs(
  read: (text: string) => number | null,
  holds: (request: number, policy: number) => boolean,
): Comparison {
  return (request, policy) => {
    const [left, right] = [read(request), read(policy)];
    return left === null || right === null ? null : holds(left, right);
  };
}

/** Milliseconds of an ISO 8601 date, or of one with a time and zone, or of epoch seconds; null for anything else. */
function instant(text: string): number | null {
  if (/^\d+$/.test(text)) return text.length > 4 ? Number(text) * 1000 : null;
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?$/.test(text)) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}

const bool: Comparison = (request, policy) => {
  const [left, right] = [request.toLowerCase(), policy.toLowerCase()];
  return [left, right].every((value) => value === 'true' || value === 'false') ? left === right : null;
};

/** Operators that can be decided, in lower case, without `ForAllValues:`, `ForAnyValue:` and `IfExists`. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['stringequals', { compare: equals, negated: false }],
  ['stringnotequals', { compare: equals, negated: true }],
  ['stringequalsignorecase', { compare: equalsIgnoringCase, negated: false }],
  ['stringnotequalsignorecase', { compare: equalsIgnoringCase, negated: true }],
  ['stringlike', { compare: like, negated: false }],
  ['stringnotlike', { compare: like, negated: true }],
  ['arnequals', { compare: arnLike, negated: false }],
  ['arnlike', { compare: arnLike, negated: false }],
  ['arnnotequals', { compare: arnLike, negated: true }],
  ['arnnotlike', { compare: arnLike, negated: true }],
  ['bool', { compare: bool, negated: false }],
  ['ipaddress', { compare: isInRange, negated: false }],
  ['notipaddress', { compare: isInRange, negated: true }],
  ['numericequals', { compare: numeric((a, b) => a === b), negated: false }],
  ['numericnotequals', { compare: numeric((a, b) => a === b), negated: true }],
  ['numericlessthan', { compare: numeric((a, b) => a < b), negated: false }],
  ['numericlessthanequals', { compare: numeric((a, b) => a <= b), negated: false }],
  ['numericgreaterthan', { compare: numeric((a, b) => a > b), negated: false }],
  ['numericgreaterthanequals', { compare: numeric((a, b) => a >= b), negated: false }],
  ['dateequals', { compare: date((a, b) => a === b), negated: false }],
  ['datenotequals', { compare: date((a, b) => a === b), negated: true }],
  ['datelessthan', { compare: date((a, b) => a < b), negated: false }],
  ['datelessthanequals', { compare: date((a, b) => a <= b), negated: false }],
  ['dategreaterthan', { compare: date((a, b) => a > b), negated: false }],
  ['dategreaterthanequals', { compare: date((a, b) => a >= b), negated: false }],
]);
