import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src/collect/catalog-files.ts';
import { expand, matchesAction } from '../../src/iam/index.ts';
import { hasSharedData, sharedData } from '../support/shared-data.ts';

/** In the recorded expansions of 2026-08-22, and no longer in the service authorization reference of 2026-09-26. */
const REMOVED_BY_AWS = [
  'glue:GetPartitionMetadata',
  'quicksight:DescribeAutomationGroup',
  'quicksight:DescribeAutomationGroupPermissions',
  'quicksight:ListAutomationGroups',
];

type Expansions = Record<string, { readonly expanded: Record<string, readonly string[]> }>;

function recordedExpansions(): ReadonlyMap<string, readonly string[]> {
  const file = sharedData('oracle-managed-policy-expansion', 'expansion.json.gz');
  const policies: Expansions = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
  return new Map(Object.values(policies).flatMap(({ expanded }) => Object.entries(expanded)));
}

describe.skipIf(!hasSharedData)('expanding the action patterns of AWS managed policies', () => {
  it('gives at least what was recorded, for each of 9,907 patterns', () => {
    const catalog = loadCatalog();
    const recorded = recordedExpansions();
    expect(recorded.size).toBe(9907);
    const missing = new Set<string>();
    const mismatched: string[] = [];
    for (const [pattern, actions] of recorded) {
      const namespace = pattern.slice(0, pattern.indexOf(':'));
      const known = /[*?]/.test(namespace)
        ? catalog.services.flatMap((one) => catalog.actionsOf(one))
        : catalog.actionsOf(namespace);
      const expanded = new Set(expand(pattern, known).map((name) => name.toLowerCase()));
      for (const action of actions) {
        if (!matchesAction(pattern, action)) mismatched.push(`${pattern} ${action}`);
        if (!expanded.has(action.toLowerCase())) missing.add(action);
      }
    }
    expect(mismatched).toEqual([]);
    expect([...missing].sort()).toEqual(REMOVED_BY_AWS);
    expect(REMOVED_BY_AWS.filter((action) => catalog.action(action) !== null)).toEqual([]);
  });
});
