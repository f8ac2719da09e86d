import type { Permission, PrincipalAnalysis, Unjudged, UnknownReason } from '../domain/analysis.ts';
import type { Catalog, CloudTrailVisibility } from '../domain/catalog.ts';

/** Of several reasons the one a reader can do most about, first; last what only a person can answer. */
const ORDER: readonly UnknownReason[] = [
  'data-events-not-logged',
  'source-failed',
  'no-log-coverage',
  'granted-too-recently',
  'principal-too-young',
  'wildcard-remainder',
  'ambiguous-attribution',
  'event-not-mapped',
  'not-recorded-by-aws',
  'not-tracked-by-last-accessed',
];

/**
 * What would settle the critical permissions of agents that cannot be judged. Each permission counts once, so that the
 * numbers add up to those of the agents. Data events that AWS documents no type for stand apart: no selector shows them.
 */
export function unjudged(principals: readonly PrincipalAnalysis[], catalog: Catalog): readonly Unjudged[] {
  const groups = new Map<
    string,
    {
      readonly reason: UnknownReason;
      readonly account: string;
      readonly types: Set<string>;
      permissions: number;
      readonly agents: Set<string>;
    }
  >();
  for (const { principalArn, uniqueId, account, agent, inScope, permissions } of principals) {
    if (!inScope || !agent.isAgent) continue;
    for (const verdict of permissions) {
      if (!verdict.granted || verdict.usage !== 'unknown' || verdict.severity !== 'critical') continue;
      const { reason, types } = decisive(verdict, catalog);
      const key = `${account} ${reason} ${types.length > 0}`;
      const group = groups.get(key) ?? {
        reason,
        account,
        types: new Set(),
        permissions: 0,
        agents: new Set(),
      };
      groups.set(key, group);
      for (const type of types) group.types.add(type);
      group.permissions++;
      group.agents.add(`${principalArn} ${uniqueId}`);
    }
  }
  return [...groups]
    .sort(([a, one], [b, other]) => other.permissions - one.permissions || (a < b ? -1 : 1))
    .map(([, { reason, account, types, permissions, agents }]) => ({
      reason,
      account,
      resourceTypes: [...types].sort(),
      permissions,
      agents: agents.size,
    }));
}

function decisive(
  { action, reasons }: Permission,
  catalog: Catalog,
): { readonly reason: UnknownReason; readonly types: readonly string[] } {
  const types = reasons.includes('data-events-not-logged')
    ? typesOf(catalog.witnesses(action).cloudTrail)
    : [];
  if (types.length > 0) return { reason: 'data-events-not-logged', types };
  const others = ORDER.filter((reason) => reason !== 'data-events-not-logged' && reasons.includes(reason));
  const settled = others.find((reason) => reason !== 'not-tracked-by-last-accessed');
  if (reasons.includes('data-events-not-logged') && settled === undefined) {
    return { reason: 'data-events-not-logged', types };
  }
  return { reason: settled ?? 'not-tracked-by-last-accessed', types };
}

function typesOf(visibility: CloudTrailVisibility): readonly string[] {
  if (visibility.kind === 'data') return visibility.resourceTypes;
  return visibility.kind === 'management' ? (visibility.alsoDataTypes ?? []) : [];
}
