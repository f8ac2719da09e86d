import type { NeverRule } from '../domain/never.ts';
import type { Principal } from '../domain/principal.ts';
import { matchesAction } from './match-action.ts';
import { mayMatchResource } from './match-resource.ts';

/** The rules that are for a principal, in their order. */
export function neverRulesOf(
  { arn, tags }: Pick<Principal, 'arn' | 'tags'>,
  rules: readonly NeverRule[],
): readonly NeverRule[] {
  return rules.filter(
    ({ principal, tag }) =>
      (principal !== null && mayMatchResource(principal, arn)) ||
      (tag !== null && tags.some(({ key, value }) => tag === key || tag === `${key}=${value}`)),
  );
}

/** The first of the rules that names the action on every resource: only such a rule can take it away whole. */
export function neverRuleFor(action: string, rules: readonly NeverRule[]): NeverRule | null {
  const found = rules.find(
    ({ actions, resources }) =>
      (resources.length === 0 || resources.includes('*')) &&
      actions.some((pattern) => matchesAction(pattern, action)),
  );
  return found ?? null;
}
