import { elementMatchesAction } from '../iam/index.ts';
import type { Clause } from './clause.ts';

const answers = new WeakMap<Clause, Map<string, boolean>>();

/** Whether a clause is about a concrete action; asked once per clause and action, as principals share documents. */
export function matchesAction(clause: Clause, action: string): boolean {
  let known = answers.get(clause);
  if (known === undefined) {
    known = new Map();
    answers.set(clause, known);
  }
  let answer = known.get(action);
  if (answer === undefined) {
    answer = clause.actionPatterns.has(action.toLowerCase()) || elementMatchesAction(clause.action, action);
    known.set(action, answer);
  }
  return answer;
}
