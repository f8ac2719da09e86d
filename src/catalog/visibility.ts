import { BoundedMap } from '../domain/bounded-map.ts';
import type { ActionWitnesses, CloudTrailVisibility } from '../domain/catalog.ts';
import { foldCase } from '../domain/fold-case.ts';
import { matchText } from '../domain/match-text.ts';
import type { ActionTable } from './action-table.ts';
import type { CatalogData } from './catalog-data.ts';
import type { OperationTable } from './operation-table.ts';

/** Room for all 20,000 actions; policies and reports may name any number of others. */
const MOST_KNOWN = 50_000;

/**
 * Which record could show an action. In order: what AWS never records, what the table of the AI platforms states, what
 * is known to be a data event, what no known operation exercises; everything else is a management event.
 */
export function witnessesOf(
  data: CatalogData,
  actions: ActionTable,
  operations: OperationTable,
): (action: string) => ActionWitnesses {
  const { visibility } = data;
  const never = matcher(visibility.never);
  const rules = visibility.data.map((rule) => ({
    matches: matcher(rule.actions),
    types: rule.resourceTypes,
  }));
  const aiPlatform = aiPlatforms(data);
  const global = new Set(visibility.globalServices);
  const untracked = matcher(visibility.notReportedToLastAccessed);
  const known = new BoundedMap<ActionWitnesses>(MOST_KNOWN);

  const cloudTrail = (action: string, canonical: string | null): CloudTrailVisibility => {
    const lower = foldCase(action);
    if (never(lower)) return { kind: 'never' };
    const stated = canonical === null ? null : aiPlatform(lower);
    if (stated !== null) return stated;
    const rule = rules.find(({ matches }) => matches(lower));
    if (rule !== undefined) return { kind: 'data', resourceTypes: [...rule.types].sort() };
    if (canonical === null || operations.isUnexercised(canonical)) return { kind: 'unmapped' };
    return { kind: 'management' };
  };

  return (action) => {
    const canonical = actions.canonical(action);
    const key = canonical ?? foldCase(action);
    const cached = known.get(key);
    if (cached !== undefined) return cached;
    const namespace = key.slice(0, Math.max(0, key.indexOf(':')));
    const value: ActionWitnesses = {
      cloudTrail: cloudTrail(key, canonical),
      global: global.has(namespace),
      lastAccessedService: actions.hasService(namespace) && !untracked(foldCase(key)),
    };
    known.set(key, value);
    return value;
  };
}

/**
 * The AI platforms state every action by name. One that came after the table was written could be of either category:
 * a data event of an unknown type, which proves nothing.
 */
function aiPlatforms(data: CatalogData): (lower: string) => CloudTrailVisibility | null {
  const { namespaces } = data.aiPlatforms;
  const stated = new Map<string, CloudTrailVisibility>();
  for (const [namespace, { witnesses }] of Object.entries(namespaces)) {
    for (const { source: _source, actions, ...visibility } of witnesses) {
      for (const name of actions) stated.set(foldCase(`${namespace}:${name}`), visibility);
    }
  }
  return (lower) => {
    const namespace = lower.slice(0, Math.max(0, lower.indexOf(':')));
    if (!(namespace in namespaces)) return null;
    return stated.get(lower) ?? { kind: 'data', resourceTypes: [] };
  };
}

function matcher(patterns: readonly string[]): (lower: string) => boolean {
  const lowered = patterns.map(foldCase);
  return (lower) => lowered.some((pattern) => matchText(pattern, lower));
}
