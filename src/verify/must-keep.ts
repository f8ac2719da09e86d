import type { Permission } from '../domain/analysis.ts';
import type { Principal } from '../domain/principal.ts';
import type { Recommendation } from '../domain/recommendation.ts';
import type { Context } from './context.ts';
import type { ObservedCall } from './observed-calls.ts';

/**
 * Actions (or patterns) of a principal that must stay on every resource and under every condition that grants them:
 * those used, unknown or denied only, unless a person decided that the principal must not have them. When resources are narrowed, an action whose whole use CloudTrail witnessed is
 * left to the replay of its calls.
 */
export function mustKeep(
  principal: Principal,
  calls: readonly ObservedCall[],
  applied: readonly Recommendation[],
  { verdicts }: Pick<Context, 'verdicts'>,
): readonly Permission[] {
  const kept = verdicts?.mustKeep(principal) ?? [];
  if (!applied.some(({ target }) => target === 'scoped')) return kept;
  const called = new Set(calls.filter(({ certain }) => certain).map(({ action }) => action));
  return kept.filter((permission) => !(called.has(permission.action) && isWitnessedWhole(permission)));
}

function isWitnessedWhole({ usage, witnesses }: Permission): boolean {
  return (
    usage === 'used' &&
    witnesses.some(
      ({ witness, saw, complete }) => witness.startsWith('cloudtrail-') && saw === 'use' && complete,
    )
  );
}
