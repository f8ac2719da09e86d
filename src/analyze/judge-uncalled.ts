import type { Permission, PrincipalAnalysis } from '../domain/analysis.ts';
import { neverRulesOf } from '../iam/index.ts';
import type { PrincipalGrants } from './grants.ts';
import { type Bench, type Case, judgeAction, verdictOf } from './judge-action.ts';
import type { JudgedRows } from './judged-rows.ts';

/** What there is to say of a principal's grants as if it had never called anything that is known. */
export interface Uncalled {
  /** Granted actions that are sensitive, on its never list or asked for, and patterns that match no known action; sorted. */
  readonly permissions: readonly Permission[];
  /** Those of them that are of a pattern: no call is known to be of one. */
  readonly patterns: ReadonlySet<Permission>;
  /** The rest of the granted actions that are then unused; only for extent `all`. In catalog order. */
  readonly otherUnused: ReadonlySet<string>;
  readonly grants: PrincipalAnalysis['grants'];
}

/**
 * Of the calls, only those that no action is known for count here: they may have exercised any of their service.
 *
 * @param rows judged before of principals that differ from this one in their policies only
 */
export function judgeUncalled(bench: Bench, subject: Case, rows: JudgedRows): Uncalled {
  const { principal, grants, observed } = subject;
  const sensitive = bench.index.among(grants.actions, bench.catalog.sensitiveActions);
  const never = neverRulesOf(principal, bench.never)
    .flatMap(({ actions }) => actions.flatMap((pattern) => bench.catalog.expand(pattern)))
    .filter((action) => grants.has(action));
  const also = bench.also.filter((action) => grants.has(action));
  const listed = new Set([...sensitive, ...never, ...also]);
  const idle: Case = { ...subject, observed: { ...observed, actions: new Map() } };
  const isUnused = (action: string): boolean => verdictOf(bench, idle, action).usage === 'unused';
  const others =
    bench.extent === 'all'
      ? bench.index.list(grants.actions).filter((action) => !listed.has(action) && isUnused(action))
      : [];
  const patterns = unknownPatterns(grants);
  const judged = [...listed].map((action) =>
    rows.of(grants.sourcesOf(action), action, () => judgeAction(bench, idle, action)),
  );
  return {
    permissions: [...judged, ...patterns].sort(byAction),
    patterns: new Set(patterns),
    otherUnused: new Set(others),
    grants: { actions: grants.count, sensitive: sensitive.length, ...effective(bench, grants, sensitive) },
  };
}

export function byAction(a: Permission, b: Permission): number {
  return a.action < b.action ? -1 : a.action > b.action ? 1 : 0;
}

/** What is left of the grants under the service control policies, when some were given. */
function effective(
  { index, hasServiceControl }: Bench,
  grants: PrincipalGrants,
  sensitive: readonly string[],
): Pick<PrincipalAnalysis['grants'], 'effective'> {
  if (!hasServiceControl) return {};
  const free = (actions: readonly string[]): number =>
    actions.filter((action) => grants.blockedBy(action) === null).length;
  return { effective: { actions: free(index.list(grants.actions)), sensitive: free(sensitive) } };
}

/** Patterns that match no known action: a service or action newer than the catalog, or one that never existed. */
function unknownPatterns(grants: PrincipalGrants): Permission[] {
  const merged = new Map<string, Permission>();
  for (const { pattern, grantedBy } of grants.unknownPatterns) {
    const known = merged.get(pattern);
    merged.set(pattern, {
      action: pattern,
      usage: 'unknown',
      reasons: ['wildcard-remainder'],
      granted: true,
      sensitivity: [],
      severity: null,
      firstUsed: null,
      lastUsed: null,
      calls: 0,
      denied: 0,
      witnesses: [],
      conflict: null,
      grantedBy: [...(known?.grantedBy ?? []), ...grantedBy],
    });
  }
  return [...merged.values()];
}
