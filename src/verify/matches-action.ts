import { elementMatchesAction } from '../iam/index.ts';
import type { Clause } from './clause.ts';

/** Whether a clause is about a concrete action. */
export function matchesAction(clause: Clause, action: string): boolean {
  return elementMatchesAction(clause.action, action);
}
