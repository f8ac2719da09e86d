import type { Catalog } from '../domain/catalog.ts';
import type { JsonObject } from '../domain/json.ts';
import { POLICY_LIMITS, policySize } from '../iam/index.ts';
import { denyDocuments } from './deny-documents.ts';
import { removalOrder } from './removal-order.ts';
import type { Removal } from './site-plan.ts';
import { withinRoom } from './within-room.ts';

interface Overflow {
  /** The document without what it has room to leave out. */
  readonly document: JsonObject;
  /** What that is. */
  readonly inDocument: ReadonlySet<string>;
  readonly denies: readonly JsonObject[];
  /** How many actions `denies` name. */
  readonly denied: number;
}

/**
 * Carries out a removal that has no room in its document (`NotAction` names everything that goes): what comes first in
 * `removalOrder` goes there, and explicit Denies take the rest. Unlike an Allow, a Deny can be cut into any number of
 * policies.
 *
 * @param room characters that the document may have
 * @returns null when the document has no form that fits
 */
export function overflow(removal: Removal, room: number, catalog: Catalog): Overflow | null {
  const fits = (document: JsonObject | null): boolean => document !== null && policySize(document) <= room;
  const order = removalOrder(removal.actions, catalog, removal.byService);
  const inDocument = withinRoom(order, (actions) => fits(removal.without(actions)));
  const document = removal.without(inDocument);
  if (document === null || !fits(document)) return null;
  return {
    document,
    inDocument,
    ...denyAll([...removal.actions].filter((action) => !inDocument.has(action))),
  };
}

/** Explicit Denies of the actions, in customer-managed policies. */
export function denyAll(actions: readonly string[]): Pick<Overflow, 'denies' | 'denied'> {
  const denies = denyDocuments([...actions].sort(), POLICY_LIMITS.managed.characters);
  return { denies, denied: actions.length };
}
