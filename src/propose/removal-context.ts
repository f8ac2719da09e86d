import type { ActionSet } from '../catalog/index.ts';
import type { Catalog } from '../domain/catalog.ts';
import type { Candidates } from './candidates.ts';
import type { GrantIndex } from './grants.ts';
import type { GuardrailContext, Hold } from './guardrails.ts';
import type { UnmappedCalls } from './unmapped-calls.ts';

export interface SiteHold extends Hold {
  /** Null: any action. */
  readonly actions: ReadonlySet<string> | null;
}

/** Sets of actions are of the index of `candidates`. */
export interface RemovalContext extends GuardrailContext {
  readonly catalog: Catalog;
  readonly candidates: Candidates;
  readonly grants: GrantIndex;
  readonly unmapped: UnmappedCalls;
  /** What may not be taken out of a site for reasons found later (its size, a call that would be lost), by its key. */
  readonly held: ReadonlyMap<string, readonly SiteHold[]>;
}

/** What holds actions in a site whoever uses them. */
export interface HeldInSite {
  readonly hold: Hold;
  /** Null: any action. */
  readonly actions: ActionSet | null;
}
