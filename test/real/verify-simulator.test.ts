import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src/collect/catalog-files.ts';
import { Chance } from '../support/chance.ts';
import { differ } from '../support/proof/differ.ts';
import { managedPolicies, quackyPolicies, type RealPolicy } from '../support/proof/real-policies.ts';
import { runs, SEED } from '../support/runs.ts';
import { hasSharedData } from '../support/shared-data.ts';

/** Resource policies are not ours to evaluate. */
function identityPolicies(policies: readonly RealPolicy[]): readonly RealPolicy[] {
  return policies.filter(({ document }) => !/"(Not)?Principal":/.test(JSON.stringify(document)));
}

describe.skipIf(!hasSharedData)('our evaluator and an independent simulator, over real policies', () => {
  const catalog = hasSharedData ? loadCatalog() : null;

  it.each([
    ['the quacky collection', quackyPolicies, 3],
    ['the AWS managed policies', managedPolicies, 1],
  ] as const)('agree on %s, but for the differences listed by name', (_, load, each) => {
    if (catalog === null) throw new Error('no catalog');
    const { requests, open, unexplained } = differ(
      identityPolicies(load()),
      catalog,
      new Chance(SEED),
      runs(each),
    );
    expect(unexplained, `seed ${SEED}`).toEqual([]);
    expect(requests).toBeGreaterThan(1000);
    expect(open / requests).toBeLessThan(0.06);
  });
});
