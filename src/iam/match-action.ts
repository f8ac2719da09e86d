import type { Element, Statement } from '../domain/policy.ts';
import { foldCase } from './fold-case.ts';
import { matchText } from './match-text.ts';

/** "The prefix and the action name are case insensitive" (IAM User Guide, reference_policies_elements_action). */
export function matchesAction(pattern: string, action: string): boolean {
  return pattern === '*' || matchText(foldCase(pattern), foldCase(action));
}

/** Whether an Action or NotAction element covers a concrete action. */
export function elementMatchesAction(element: Element, action: string): boolean {
  return element.patterns.some((pattern) => matchesAction(pattern, action)) !== element.negated;
}

export function statementMatchesAction(statement: Statement, action: string): boolean {
  return elementMatchesAction(statement.action, action);
}
