import type { Analysis } from '../domain/analysis.ts';
import type { Catalog } from '../domain/catalog.ts';
import type { Collected } from '../domain/collected.ts';
import type { Recommendation } from '../domain/recommendation.ts';
import { editDocument } from './edit-document.ts';
import { fitPlans } from './fit.ts';
import { GrantIndex } from './grants.ts';
import type { Hold } from './guardrails.ts';
import { type ProposeOptions, resolveOptions } from './options.ts';
import { recommend } from './recommend.ts';
import { decideRemovals, type RemovalContext } from './removals.ts';
import { replacementNames } from './replacement-name.ts';
import type { SitePlan } from './site-plan.ts';
import { buildWorld, type Site } from './world.ts';

/**
 * Tighter policies for every principal in scope: what is proven unused is taken out of every policy that grants it,
 * as far as nobody whom those policies reach needs it and no guardrail holds it back.
 *
 * @returns one recommendation per principal in scope (with `notProposed` when there is nothing to do) and one per
 *   shared policy or group that changes; sorted by id
 */
export function propose(
  collected: Collected,
  analysis: Analysis,
  catalog: Catalog,
  options: ProposeOptions,
): Recommendation[] {
  const world = buildWorld(collected, analysis);
  const base = {
    world,
    window: analysis.window,
    options: resolveOptions(options),
    catalog,
    grants: new GrantIndex(catalog),
  };
  const names = replacementNames(world);
  const held = new Map<string, Hold>();
  for (;;) {
    const context: RemovalContext = { ...base, held };
    const removals = decideRemovals(context);
    const planned = world.sites.flatMap((site) => planSite(site, removals.removedFrom(site), names, context));
    const { plans, tooLarge } = fitPlans(planned, world);
    // A site that cannot be edited may undo the effect of other edits, so everything is decided again without it.
    if (tooLarge.size === 0) return recommend({ ...context, analysis, removals, plans });
    for (const [key, hold] of tooLarge) held.set(key, hold);
  }
}

function planSite(
  site: Site,
  removed: ReadonlySet<string>,
  names: ReadonlyMap<string, string>,
  context: RemovalContext,
): readonly SitePlan[] {
  const edited = editDocument(site.document, removed, {
    catalog: context.catalog,
    target: context.options.target,
    uncatalogued: uncatalogued(site, context),
  });
  if (edited === site.document.raw) return [];
  const newName = names.get(site.key) ?? `${site.policy.name}-paredown`;
  return [{ site, parts: edited === null ? [] : [edited], newName }];
}

/** What the principals a site reaches may use although the catalog does not know it. */
function uncatalogued(site: Site, { world, catalog }: RemovalContext): readonly string[] {
  const names = site.reach.flatMap((arn) => world.subjects.get(arn)?.analysis?.permissions ?? []);
  return [...new Set(names.map(({ action }) => action))]
    .filter((action) => catalog.action(action) === null)
    .sort();
}
