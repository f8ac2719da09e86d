import type { Permission, PrincipalAnalysis } from '../domain/analysis.ts';
import type { Catalog } from '../domain/catalog.ts';
import type { Target } from '../domain/recommendation.ts';

/**
 * Actions of a principal that the evidence allows to remove: judged `unused` and nothing else, by every entry that
 * names them, and known to the catalog (a pattern of an unknown service is never removed).
 */
export function candidatesOf(
  principal: PrincipalAnalysis,
  target: Target,
  catalog: Catalog,
): ReadonlySet<string> {
  const canonical = (action: string): string | null => catalog.action(action)?.name ?? null;
  const unused = new Set<string>();
  const contested = new Set<string | null>();
  for (const permission of principal.permissions) {
    const action = canonical(permission.action);
    if (!isUnused(permission)) contested.add(action);
    else if (action !== null && (target !== 'sensitive' || permission.severity !== null)) unused.add(action);
  }
  if (target !== 'sensitive') {
    for (const name of principal.otherUnused) {
      const action = canonical(name);
      if (action !== null) unused.add(action);
    }
  }
  for (const action of contested) if (action !== null) unused.delete(action);
  return unused;
}

function isUnused(permission: Permission): boolean {
  return permission.usage === 'unused' && permission.conflict === null && permission.calls === 0;
}
