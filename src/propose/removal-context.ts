import type { Catalog } from '../domain/catalog.ts';
import type { GrantIndex } from './grants.ts';
import type { GuardrailContext, Hold } from './guardrails.ts';
import type { Site } from './world.ts';

export type Actions = ReadonlySet<string>;

export const NONE: Actions = new Set();

export interface SiteHold extends Hold {
  /** Null: any action. */
  readonly actions: Actions | null;
}

export interface RemovalContext extends GuardrailContext {
  readonly catalog: Catalog;
  readonly grants: GrantIndex;
  /** What may not be taken out of a site for a reason found later (its size), by its key. */
  readonly held: ReadonlyMap<string, SiteHold>;
}

/** What holds an action in a site whoever uses it. */
export type HoldOn = (site: Site, action: string) => Hold | null;
