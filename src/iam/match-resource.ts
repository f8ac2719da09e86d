import type { Element } from '../domain/policy.ts';
import { matchTokens } from './match-tokens.ts';
import { FIRST_VARIABLE, Tokenizer, type TokenRules } from './pattern-tokens.ts';
import { widened } from './tokens-meet.ts';

/** `depends`: on the value of a policy variable, or on how a wildcard inside an ARN's first segments is read. */
export type Match = 'yes' | 'no' | 'depends';

const RULES = { caseInsensitive: false } as const;

/**
 * Whether a resource pattern matches a concrete ARN (or `*`, the resource of actions without one, as plain text).
 * Case-sensitive: "the IAM user name is case sensitive" (reference_policies_elements_resource); no page says
 * otherwise for any service.
 *
 * @param version `Version` of the pattern's document; `${...}` is a variable only in 2012-10-17.
 */
export function matchResource(pattern: string, arn: string, version: string | null = '2012-10-17'): Match {
  if (pattern === '*' || (pattern === arn && !pattern.includes('${'))) return 'yes';
  const variables = version === '2012-10-17';
  const symbols = literal(arn);
  const flat = tokensOf(pattern, { ...RULES, variables, reading: 'flat' });
  if (!matchTokens(flat.map(widened), symbols)) return 'no';
  if (flat.some((token) => token >= FIRST_VARIABLE)) return 'depends';
  return matchTokens(tokensOf(pattern, { ...RULES, variables, reading: 'segments' }), symbols)
    ? 'yes'
    : 'depends';
}

/** Whether a resource pattern certainly matches a concrete ARN; false for `depends`. */
export function matchesResource(pattern: string, arn: string, version?: string | null): boolean {
  return matchResource(pattern, arn, version) === 'yes';
}

/** Whether a resource pattern could match a concrete ARN; true for `depends`. */
export function mayMatchResource(pattern: string, arn: string, version?: string | null): boolean {
  return matchResource(pattern, arn, version) !== 'no';
}

/** Whether a Resource or NotResource element covers a concrete ARN. */
export function elementMatchesResource(element: Element, arn: string, version?: string | null): Match {
  let found: Match = 'no';
  for (const pattern of element.patterns) {
    const match = matchResource(pattern, arn, version);
    if (match === 'yes') return element.negated ? 'no' : 'yes';
    if (match === 'depends') found = 'depends';
  }
  if (found === 'depends' || !element.negated) return found;
  return 'yes';
}

function tokensOf(pattern: string, rules: TokenRules): readonly number[] {
  return new Tokenizer(rules).tokens(pattern);
}

function literal(arn: string): readonly number[] {
  return Array.from(arn, (character) => character.codePointAt(0) ?? 0);
}
