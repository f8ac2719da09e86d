import { type ActionSet, isSame } from '../catalog/index.ts';
import type { Analysis } from '../domain/analysis.ts';
import type { Catalog } from '../domain/catalog.ts';
import type { Collected } from '../domain/collected.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Recommendation } from '../domain/recommendation.ts';
import { ArnTemplates } from './arn-template.ts';
import { callHolds } from './call-holds.ts';
import { Candidates } from './candidates.ts';
import { editDocument } from './edit-document.ts';
import { fitPlans, type NamedEdit, type TooLarge } from './fit.ts';
import { GrantIndex } from './grants.ts';
import { narrowDocument } from './narrow-document.ts';
import type { NarrowContext } from './narrow-statement.ts';
import { ObservedResources } from './observed-resources.ts';
import { type ProposeOptions, resolveOptions } from './options.ts';
import { proposeOverlays } from './propose-overlays.ts';
import { recommend } from './recommend.ts';
import { removalOrder } from './removal-order.ts';
import { decideRemovals, type RemovalContext, type SiteHold } from './removals.ts';
import { replacementNames } from './replacement-name.ts';
import type { SiteEdit } from './site-plan.ts';
import { UnmappedCalls } from './unmapped-calls.ts';
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
  const resolved = resolveOptions(options);
  const candidates = new Candidates(world.subjects.values(), catalog, resolved);
  const base = {
    world,
    window: analysis.window,
    options: resolved,
    catalog,
    candidates,
    grants: new GrantIndex(candidates.index),
    unmapped: new UnmappedCalls(collected, catalog),
  };
  if (base.options.form === 'deny-overlay') {
    return proposeOverlays(analysis, { ...base, held: new Map() });
  }
  const names = replacementNames(world);
  const held = new Map<string, readonly SiteHold[]>();
  const observed = new ObservedResources(collected, catalog, new ArnTemplates(catalog));
  const unnarrowed = new Set<string>();
  const edited = new Map<Site, { readonly removed: ActionSet; readonly edit: SiteEdit }>();
  for (;;) {
    const context: PlanContext = { ...base, held, observed, unnarrowed };
    const removals = decideRemovals(context);
    const removedFrom = (site: Site): readonly string[] => candidates.index.list(removals.removedFrom(site));
    const edits = world.sites.map((site) => {
      const removed = removals.removedFrom(site);
      const before = edited.get(site);
      if (before !== undefined && isSame(before.removed, removed)) return before.edit;
      const edit = editSite(site, new Set(removedFrom(site)), context);
      edited.set(site, { removed, edit });
      return edit;
    });
    const forCalls = callHolds(edits, removedFrom, context);
    for (const [{ key }, holds] of forCalls) held.set(key, [...(held.get(key) ?? []), ...holds]);
    if (forCalls.size > 0) continue;
    const { plans, tooLarge } = fitPlans(
      edits.flatMap((edit) => named(edit, names)),
      world,
      catalog,
    );
    // What stays in one site undoes the effect of edits of others, so everything is decided again.
    if (tooLarge.size === 0) return recommend({ ...context, analysis, removals, plans, edits });
    for (const { site } of plans) {
      const refused = tooLarge.get(site.key);
      if (!refused) continue;
      // Narrowing mostly adds text: that is what goes first.
      if (base.options.target === 'scoped' && !unnarrowed.has(site.key)) {
        unnarrowed.add(site.key);
        edited.delete(site);
      } else {
        const others = held.get(site.key)?.filter(({ guardrail }) => guardrail !== TOO_LARGE) ?? [];
        held.set(site.key, [...others, holdBack(site, new Set(removedFrom(site)), refused, context)]);
      }
    }
  }
}

const TOO_LARGE = 'policy-size-limit';

interface PlanContext extends NarrowContext {
  /** Keys of sites whose resources stay as they are, for want of room. */
  readonly unnarrowed: ReadonlySet<string>;
}

function editSite(site: Site, removed: ReadonlySet<string>, context: PlanContext): SiteEdit {
  const { catalog, options } = context;
  const editing = {
    catalog,
    target: options.target,
    uncatalogued: uncatalogued(site, context),
    unmapped: options.target === 'sensitive' ? [] : unmapped(site, context),
  };
  const trimmed = editDocument(site.document, removed, editing);
  const narrows =
    context.options.target === 'scoped' && trimmed !== null && !context.unnarrowed.has(site.key);
  if (narrows) return { site, ...narrowDocument(site, trimmed, context), removal: null };
  const without = (actions: ReadonlySet<string>): JsonObject | null =>
    editDocument(site.document, actions, editing);
  return {
    site,
    document: trimmed,
    notes: [],
    removal: { actions: removed, byService: options.target !== 'sensitive', without },
  };
}

function named(edit: SiteEdit, names: ReadonlyMap<string, string>): readonly NamedEdit[] {
  const { site, document } = edit;
  if (document === site.document.raw) return [];
  return [{ edit, newName: names.get(site.key) ?? site.policy.name }];
}

/** Removes less from a site: what `removalOrder` puts first, as far as there is room, or nothing. */
function holdBack(
  site: Site,
  removed: ReadonlySet<string>,
  { reason, fits }: TooLarge,
  context: RemovalContext,
): SiteHold {
  const guardrail = TOO_LARGE;
  const held = context.held.get(site.key)?.find((hold) => hold.guardrail === TOO_LARGE);
  const before = held?.actions ?? [];
  const byService = context.options.target !== 'sensitive';
  const fitting = withinRoom(removalOrder(removed, context.catalog, byService), fits);
  if (fitting.size === 0 || fitting.size === removed.size) return { guardrail, reason, actions: null };
  const rest = [...removed].filter((action) => !fitting.has(action));
  const order = byService ? 'whole services first, then the most severe' : 'the most severe first';
  const partly = `${reason} There is room for ${fitting.size} of ${removed.size}, ${order}.`;
  return { guardrail, reason: partly, actions: new Set([...before, ...rest]) };
}

/** What the principals a site reaches may use although the catalog does not know it. */
function uncatalogued(site: Site, { world, candidates }: PlanContext): readonly string[] {
  const names = site.reach.flatMap((arn) => candidates.unknownTo(world.subjects.get(arn)?.analysis ?? null));
  return [...new Set(names)].sort();
}

/** The calls of the principals a site reaches that no action is known for. */
function unmapped(site: Site, { world, unmapped: calls }: PlanContext): readonly string[] {
  const subjects = site.reach.flatMap((arn) => world.subjects.get(arn) ?? []);
  return [...new Set(subjects.flatMap(({ principal }) => calls.of(principal)))].sort();
}
