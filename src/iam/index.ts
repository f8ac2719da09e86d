/** The IAM policy language: parse and print documents, match and compare patterns as languages, shrink them. */
export { type Arn, parseArn } from './arn.ts';
export { forbiddenCharacters, sidProblems } from './document-characters.ts';
export { duplicateKey } from './duplicate-key.ts';
export { expand } from './expand.ts';
export {
  includes,
  includesIntersection,
  intersects,
  type LanguageOptions,
} from './inclusion.ts';
export { elementMatchesAction, matchesAction, statementMatchesAction } from './match-action.ts';
export {
  elementMatchesResource,
  type Match,
  matchesResource,
  matchResource,
  mayMatchResource,
} from './match-resource.ts';
export { neverRuleFor, neverRulesOf } from './never-rules.ts';
export { parsePolicy } from './parse-policy.ts';
export { PolicySyntaxError } from './policy-syntax-error.ts';
export { policyText, printPolicy } from './print-policy.ts';
export { shrinkPatterns } from './shrink-patterns.ts';
export { ATTACHMENT_LIMITS, POLICY_LIMITS, policySize } from './size.ts';
export { statementHash } from './statement-hash.ts';
export { withElement } from './with-element.ts';
