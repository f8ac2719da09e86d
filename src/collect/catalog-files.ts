import { readFileSync } from 'node:fs';
import { type CatalogData, createCatalog, type SensitivePack } from '../catalog/index.ts';
import type { Catalog } from '../domain/catalog.ts';

/** The data files travel with the sources and with the build, so the path is the same from `src/` and `dist/`. */
const folder = new URL('../catalog/data/', import.meta.url);

/** Without packs of a user's own it is always the same one, and it remembers what it was asked. */
let plain: Catalog | null = null;

/**
 * The catalog from the data files that ship with the package.
 *
 * @throws UserError when one of `packs` is not valid.
 */
export function loadCatalog({ packs = [] }: { readonly packs?: readonly SensitivePack[] } = {}): Catalog {
  if (packs.length > 0) return createCatalog(readCatalogData(), { packs });
  plain ??= createCatalog(readCatalogData());
  return plain;
}

/** The data files as parsed; tests hold them to what the refresh script would write. */
export function readCatalogData(): CatalogData {
  return {
    actions: read('actions'),
    operations: read('operations'),
    eventOverrides: read('event-overrides'),
    claudePlatform: read('claude-platform'),
    aiPlatforms: read('ai-platforms'),
    visibility: read('visibility'),
    sensitivePacks: read('sensitive-packs'),
  };
}

/** Our own files, of the shape `catalog-data.ts` gives them: the catalog's tests check every entry. */
function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as T;
}
