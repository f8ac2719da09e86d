import type { ActionWitnesses, CloudTrailVisibility } from '../domain/catalog.ts';
import { matchesPattern } from './action-pattern.ts';
import type { ActionTable } from './action-table.ts';
import type { CatalogData } from './catalog-data.ts';
import type { OperationTable } from './operation-table.ts';

const CLAUDE_PLATFORM = 'aws-external-anthropic';

/**
 * Which record could show an action. In order: what AWS never records, what is known to be a management or a data
 * event, what no known operation exercises; everything else is a management event.
 */
export function witnessesOf(
  data: CatalogData,
  actions: ActionTable,
  operations: OperationTable,
): (action: string) => ActionWitnesses {
  const { visibility } = data;
  const never = matcher(visibility.never);
  const management = matcher(visibility.management);
  const rules = visibility.data.map((rule) => ({
    matches: matcher(rule.actions),
    types: rule.resourceTypes,
  }));
  const claude = claudePlatform(data);
  const global = new Set(visibility.globalServices);
  const untracked = matcher(visibility.notReportedToLastAccessed);
  const known = new Map<string, ActionWitnesses>();

  const cloudTrail = (action: string, canonical: string | null): CloudTrailVisibility => {
    const lower = action.toLowerCase();
    if (never(lower)) return { kind: 'never' };
    const documented = claude(lower);
    if (documented !== null) return documented;
    const alsoDataTypes = visibility.managementAndData[action];
    if (alsoDataTypes !== undefined) return { kind: 'management', alsoDataTypes };
    if (management(lower)) return { kind: 'management' };
    const rule = rules.find(({ matches }) => matches(lower));
    if (rule !== undefined) return { kind: 'data', resourceTypes: [...rule.types].sort() };
    if (canonical === null || operations.isUnexercised(canonical)) return { kind: 'unmapped' };
    return { kind: 'management' };
  };

  return (action) => {
    const canonical = actions.canonical(action);
    const key = canonical ?? action.toLowerCase();
    const cached = known.get(key);
    if (cached !== undefined) return cached;
    const namespace = key.slice(0, Math.max(0, key.indexOf(':')));
    const value: ActionWitnesses = {
      cloudTrail: cloudTrail(key, canonical),
      global: global.has(namespace),
      lastAccessedService: actions.hasService(namespace) && !untracked(key.toLowerCase()),
    };
    known.set(key, value);
    return value;
  };
}

/** The Claude Platform documents each action's event category; one it does not classify could be either. */
function claudePlatform(data: CatalogData): (lower: string) => CloudTrailVisibility | null {
  const { managementEvents, dataEvents, dataEventResourceType } = data.claudePlatform;
  const name = (action: string): string => `${CLAUDE_PLATFORM}:${action}`.toLowerCase();
  const management = new Set(managementEvents.map(name));
  const dataPlane = new Set(dataEvents.map(name));
  return (lower) => {
    if (!lower.startsWith(`${CLAUDE_PLATFORM}:`)) return null;
    if (management.has(lower)) return { kind: 'management' };
    return { kind: 'data', resourceTypes: dataPlane.has(lower) ? [dataEventResourceType] : [] };
  };
}

function matcher(patterns: readonly string[]): (lower: string) => boolean {
  const lowered = patterns.map((pattern) => pattern.toLowerCase());
  return (lower) => lowered.some((pattern) => matchesPattern(pattern, lower));
}
