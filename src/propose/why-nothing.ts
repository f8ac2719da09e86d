import type { PrincipalAnalysis } from '../domain/analysis.ts';
import type { Kept, Target } from '../domain/recommendation.ts';
import type { Subject } from './world.ts';

/** Why nothing is proposed for a principal, in one sentence. */
export function whyNothing(
  principal: PrincipalAnalysis,
  subject: Subject | undefined,
  kept: readonly Kept[],
  target: Target,
): string {
  if (subject === undefined) return 'Its policies are not among the inputs: give its authorization details.';
  if (subject.unchangeable !== null) return subject.unchangeable;
  const [first] = kept;
  if (first !== undefined) {
    const names = [...new Set(kept.map(({ guardrail }) => guardrail))].sort();
    return `All ${kept.length} permissions that are proven unused are kept (${names.join(', ')}); the first, ${first.action}: ${first.reason}`;
  }
  const granted = principal.permissions.filter(
    (each) => each.granted && (target !== 'sensitive' || each.severity !== null),
  );
  const what = target === 'sensitive' ? 'sensitive permission' : 'permission';
  if (granted.length === 0) return `No ${what} is granted.`;
  const count = (usage: string): number => granted.filter((each) => each.usage === usage).length;
  return `No granted ${what} is proven unused: ${count('used')} used, ${count('denied-only')} only denied, ${count('unknown')} unknown.`;
}
