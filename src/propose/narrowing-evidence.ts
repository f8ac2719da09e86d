import type { Permission } from '../domain/analysis.ts';
import { intersects } from '../iam/index.ts';
import { exceptionsFor, principalHold } from './guardrails.ts';
import type { RemovalContext } from './removals.ts';
import type { Subject } from './world.ts';

/** The next one will have a name nobody has seen. */
const CREATES = /:(Create|Run|Register|Import|Allocate|Request|Restore|Copy)/;

/**
 * Why the log cannot vouch for the resources of these actions; null when it can: for every principal each action is
 * used and CloudTrail saw the whole window, or proven unused, and no guardrail holds.
 *
 * @param patterns the statement's own, which may grant more than the catalog knows
 */
export function whyNotWitnessed(
  actions: ReadonlySet<string>,
  patterns: readonly string[],
  subjects: readonly Subject[],
  context: RemovalContext,
): string | null {
  const used = new Set<string>();
  for (const subject of subjects) {
    const { principal, analysis } = subject;
    if (analysis === null) return `${principal.arn} is not analysed`;
    const hold = principalHold(subject, context);
    if (hold !== null) return `${hold.guardrail}: ${hold.reason}`;
    const unlisted = analysis.permissions.find(
      ({ action }) =>
        context.catalog.action(action) === null &&
        patterns.some((pattern) => intersects(pattern, action, { caseInsensitive: true })),
    );
    if (unlisted) return `${unlisted.action} is not in the catalog`;
    const permissions = new Map(analysis.permissions.map((permission) => [permission.action, permission]));
    const otherUnused = new Set(analysis.otherUnused);
    const excepted = exceptionsFor(principal.arn, context.options);
    for (const action of actions) {
      if (excepted?.(action)) return `an exception keeps ${action}`;
      const permission = permissions.get(action);
      if (isSeenInFull(permission)) used.add(action);
      else if (permission?.usage !== 'unused' && !otherUnused.has(action))
        return `use of ${action} is not seen in full`;
    }
  }
  const created = [...actions].find((action) => CREATES.test(action));
  if (created !== undefined) return `${created} makes resources with names not seen yet`;
  const idle = [...actions].find((action) => !used.has(action));
  return idle === undefined ? null : `${idle} is kept without having been used`;
}

/** Seen by CloudTrail, and nothing escaped it: use told by last accessed alone names no resource. */
function isSeenInFull(permission: Permission | undefined): boolean {
  if (permission?.usage !== 'used' || permission.calls === 0 || permission.conflict !== null) return false;
  return permission.witnesses.some(({ witness, complete }) => complete && witness.startsWith('cloudtrail-'));
}
