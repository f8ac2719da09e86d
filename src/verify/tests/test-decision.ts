import type { TestDecision } from '../../domain/policy-tests.ts';
import type { Decision } from '../evaluate.ts';

/** What a test can hold the policies to; null for `depends`, which is no decision and agrees with nothing. */
export function testDecision(decision: Decision): TestDecision | null {
  if (decision === 'depends') return null;
  return decision === 'allowed' ? 'allowed' : 'denied';
}
