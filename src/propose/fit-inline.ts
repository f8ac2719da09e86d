import type { Catalog } from '../domain/catalog.ts';
import { POLICY_LIMITS } from '../iam/index.ts';
import { plan } from './fit-managed.ts';
import { denyAll, overflow } from './overflow.ts';
import { attachmentsAdded, type Removal, type SiteEdit, type SitePlan } from './site-plan.ts';
import { splitDocument } from './split-document.ts';

/**
 * How an edit of an inline policy is carried out that has more than its room: as much as has room left out of it and
 * the rest denied by managed policies beside it, or split, its first part in its place and the others managed policies.
 * The way that adds the fewest is taken; of equals the Denies, which leave what stays in one place.
 *
 * @param room characters that the other inline policies of its owner leave
 * @returns null when there is no way
 */
export function fitInline(edit: SiteEdit, newName: string, room: number, catalog: Catalog): SitePlan | null {
  if (edit.document === null) return null;
  const plain = plan(edit, newName);
  const over = edit.removal === null ? null : overflow(edit.removal, room, catalog);
  const parts = splitDocument(edit.document, POLICY_LIMITS.managed.characters, room);
  const plans: SitePlan[] = [];
  if (over !== null) {
    plans.push({ ...plain, parts: [over.document], denies: over.denies, denied: over.denied });
  }
  if (parts !== null) plans.push({ ...plain, parts });
  const fewest = Math.min(...plans.map(attachmentsAdded));
  return plans.find((each) => attachmentsAdded(each) === fewest) ?? null;
}

/**
 * Whether some of the actions of a removal can go when so many managed policies may be added: those in the document, and
 * others in Denies. What the document has room for is worked out once for all answers.
 */
export function fitsBeside(
  removal: Removal,
  room: number,
  free: number,
  catalog: Catalog,
): (actions: ReadonlySet<string>) => boolean {
  let inDocument: ReadonlySet<string> | null | undefined;
  return (actions) => {
    if (inDocument === undefined) inDocument = overflow(removal, room, catalog)?.inDocument ?? null;
    const inside = inDocument;
    if (inside === null) return false;
    return denyAll([...actions].filter((action) => !inside.has(action))).denies.length <= free;
  };
}
