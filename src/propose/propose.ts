import type { Analysis } from '../domain/analysis.ts';
import type { Catalog } from '../domain/catalog.ts';
import type { Collected } from '../domain/collected.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Recommendation } from '../domain/recommendation.ts';
import { policySize } from '../iam/index.ts';
import { editDocument } from './edit-document.ts';
import { fitPlans, type TooLarge } from './fit.ts';
import { GrantIndex } from './grants.ts';
import { type ProposeOptions, resolveOptions } from './options.ts';
import { recommend } from './recommend.ts';
import { decideRemovals, type RemovalContext, type SiteHold } from './removals.ts';
import { replacementNames } from './replacement-name.ts';
import type { SitePlan } from './site-plan.ts';
import { withinRoom } from './within-room.ts';
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
  const held = new Map<string, SiteHold>();
  for (;;) {
    const context: RemovalContext = { ...base, held };
    const removals = decideRemovals(context);
    const planned = world.sites.flatMap((site) => planSite(site, removals.removedFrom(site), names, context));
    const { plans, tooLarge } = fitPlans(planned, world);
    // What stays in one site undoes the effect of edits of others, so everything is decided again.
    if (tooLarge.size === 0) return recommend({ ...context, analysis, removals, plans });
    for (const { site } of plans) {
      const refused = tooLarge.get(site.key);
      if (refused) held.set(site.key, holdBack(site, removals.removedFrom(site), refused, context));
    }
  }
}

function planSite(
  site: Site,
  removed: ReadonlySet<string>,
  names: ReadonlyMap<string, string>,
  context: RemovalContext,
): readonly SitePlan[] {
  const edited = editSite(site, removed, context);
  if (edited === site.document.raw) return [];
  const newName = names.get(site.key) ?? `${site.policy.name}-paredown`;
  return [{ site, parts: edited === null ? [] : [edited], newName }];
}

function editSite(site: Site, removed: ReadonlySet<string>, context: RemovalContext): JsonObject | null {
  const { catalog, options } = context;
  return editDocument(site.document, removed, {
    catalog,
    target: options.target,
    uncatalogued: uncatalogued(site, context),
  });
}

/** Removes less from a site: the most severe that its room allows, or nothing. */
function holdBack(
  site: Site,
  removed: ReadonlySet<string>,
  { reason, room }: TooLarge,
  context: RemovalContext,
): SiteHold {
  const guardrail = 'policy-size-limit';
  const before = context.held.get(site.key)?.actions ?? [];
  const fits = (actions: ReadonlySet<string>): boolean => {
    const edited = editSite(site, actions, context);
    return edited === null || policySize(edited) <= room;
  };
  const fitting = withinRoom(removed, context.catalog, fits);
  if (fitting.size === 0 || fitting.size === removed.size) return { guardrail, reason, actions: null };
  const rest = [...removed].filter((action) => !fitting.has(action));
  const partly = `${reason} There is room for ${fitting.size} of ${removed.size}, the most severe first.`;
  return { guardrail, reason: partly, actions: new Set([...before, ...rest]) };
}

/** What the principals a site reaches may use although the catalog does not know it. */
function uncatalogued(site: Site, { world, catalog }: RemovalContext): readonly string[] {
  const names = site.reach.flatMap((arn) => world.subjects.get(arn)?.analysis?.permissions ?? []);
  return [...new Set(names.map(({ action }) => action))]
    .filter((action) => catalog.action(action) === null)
    .sort();
}
