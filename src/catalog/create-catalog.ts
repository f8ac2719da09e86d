import { BoundedMap } from '../domain/bounded-map.ts';
import type { Catalog, CatalogSource, EventActions } from '../domain/catalog.ts';
import { actionTable } from './action-table.ts';
import type { CatalogData, DataSource, SensitivePack } from './catalog-data.ts';
import { dependencyReason } from './dependencies.ts';
import { eventActions } from './event-actions.ts';
import { operationTable } from './operation-table.ts';
import { sensitiveActions } from './sensitivity.ts';
import { witnessesOf } from './visibility.ts';

/**
 * AWS facts as a value, from the parsed data files. Pure; answers are cached, so share one catalog for a whole run.
 *
 * @throws UserError when one of `packs` is not valid.
 */
export function createCatalog(
  data: CatalogData,
  options: { readonly packs?: readonly SensitivePack[] } = {},
): Catalog {
  const actions = actionTable(data.actions);
  const operations = operationTable(data, actions);
  const witnesses = witnessesOf(data, actions, operations);
  const sensitive = sensitiveActions(data.sensitivePacks, options.packs ?? [], actions);
  return {
    sources: [
      source('actions', data.actions),
      source('operations', data.operations),
      source('event overrides', data.eventOverrides),
      source('Claude Platform', data.claudePlatform),
      source('AI platforms', data.aiPlatforms),
      source('visibility', data.visibility),
      source('sensitive packs', data.sensitivePacks),
    ],
    services: actions.services,
    hasService: actions.hasService,
    actionsOf: actions.actionsOf,
    action: actions.info,
    expand: actions.expand,
    eventActions: rememberedEvents((event) => eventActions(event, operations, actions)),
    namespaceOf: operations.namespaceOf,
    witnesses,
    // Most callers have the canonical spelling already.
    sensitivity: (action) => sensitive.get(action) ?? sensitive.get(actions.canonical(action) ?? '') ?? null,
    sensitiveActions: [...sensitive.keys()],
    dependencyReason,
  };
}

/**
 * Logs hold few kinds of events and many of each; what an event exercised follows from these fields alone. Features
 * hold text of requests (the name of a role passed), so there is no end of them.
 */
function rememberedEvents(work: Catalog['eventActions']): Catalog['eventActions'] {
  const known = new BoundedMap<EventActions>(MOST_EVENTS);
  return (event) => {
    const key = JSON.stringify([event.eventSource, event.eventName, event.outcome, ...event.features]);
    let found = known.get(key);
    if (found === undefined) {
      found = work(event);
      known.set(key, found);
    }
    return found;
  };
}

const MOST_EVENTS = 50_000;

function source(name: string, file: DataSource): CatalogSource {
  return { name: `${name}: ${file.source}`, version: file.version, date: file.date };
}
