import type { Catalog } from '../domain/catalog.ts';
import { POLICY_LIMITS, policySize } from '../iam/index.ts';
import { denyAll, overflow } from './overflow.ts';
import { attachmentsAdded, type Removal, type SiteEdit, type SitePlan } from './site-plan.ts';
import { splitDocument } from './split-document.ts';

const LIMIT = POLICY_LIMITS.managed.characters;

/**
 * How an edit is carried out in managed policies, each within IAM's size limit. Where the document alone is too large
 * there are three ways; the one that adds the fewest policies is taken, and of equals the one that comes first:
 *
 * 1. the document split along its Allow statements;
 * 2. as much as has room left out of it, and the rest denied in policies beside it;
 * 3. the original kept as it is, and everything denied beside it: for an AWS-managed policy too large to copy.
 *
 * All three attach more to the holder; with several holders they would be several policies to keep alike.
 *
 * @returns null when there is no way
 */
export function fitManaged(edit: SiteEdit, newName: string, catalog: Catalog): SitePlan | null {
  const { site, document, removal } = edit;
  const plain = plan(edit, newName);
  if (site.policy.kind === 'inline' || document === null || policySize(document) <= LIMIT) return plain;
  if (site.holders.length !== 1) return null;
  const parts = splitDocument(document, LIMIT);
  const plans = [
    ...(parts === null ? [] : [{ ...plain, parts }]),
    ...(removal === null ? [] : withDenies(plain, removal, catalog)),
  ];
  const fewest = Math.min(...plans.map(attachmentsAdded));
  return plans.find((each) => attachmentsAdded(each) === fewest) ?? null;
}

/** An edit as it stands, whatever its size. */
export function plan({ site, document }: SiteEdit, newName: string): SitePlan {
  return { site, parts: document === null ? [] : [document], denies: [], denied: 0, newName };
}

function withDenies(plain: SitePlan, removal: Removal, catalog: Catalog): readonly SitePlan[] {
  const over = overflow(removal, LIMIT, catalog);
  return [
    ...(over === null
      ? []
      : [{ ...plain, parts: [over.document], denies: over.denies, denied: over.denied }]),
    { ...plain, parts: [plain.site.document.raw], ...denyAll([...removal.actions]) },
  ];
}
