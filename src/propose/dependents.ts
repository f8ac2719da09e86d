import { type ActionSet, DEPENDENCIES, subtract, union } from '../catalog/index.ts';
import type { Hold } from './guardrails.ts';
import type { RemovalContext } from './removal-context.ts';
import type { Subject } from './world.ts';

/** What of `gone` must stay with a principal for something that stays. */
export function dependentsOf(
  subject: Subject,
  gone: ActionSet,
  context: RemovalContext,
): readonly { readonly action: string; readonly hold: Hold }[] {
  const { index } = context.candidates;
  const needed = DEPENDENCIES.map(({ action }) => action).filter((action) => index.has(gone, action));
  if (needed.length === 0) return [];
  const kept = keptOf(subject, gone, context);
  return needed.flatMap((action) => {
    const reason = context.catalog.dependencyReason(action, kept);
    return reason === null ? [] : [{ action, hold: { guardrail: 'dependency', reason } }];
  });
}

/** What a principal keeps, as far as it may need another action: all such actions are in the index. */
function keptOf(
  { sites, analysis }: Subject,
  gone: ActionSet,
  { candidates: { index }, grants }: RemovalContext,
): readonly string[] {
  const kept = index.empty();
  for (const { document } of sites) union(kept, grants.of(document));
  subtract(kept, gone);
  // The analysis also names what is granted and not in the catalog.
  const judged = (analysis?.permissions ?? []).filter(
    ({ granted, action }) => granted && !index.has(gone, action),
  );
  return [...index.list(kept), ...judged.map(({ action }) => action)];
}
