import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src/collect/catalog-files.ts';
import { TARGETS } from '../../src/domain/recommendation.ts';
import { Chance } from '../support/chance.ts';
import { managedPolicies, quackyPolicies } from '../support/proof/real-policies.ts';
import { type Tightened, tighten } from '../support/proof/tighten.ts';
import { isFull, SEED } from '../support/runs.ts';
import { hasSharedData } from '../support/shared-data.ts';

/** One policy in so many by default; all of them with TEST_RUNS=full, as `npm run proof` has it. */
const COLLECTIONS = [
  { name: 'quacky collection', load: quackyPolicies, oneIn: 240 },
  { name: 'AWS managed policies', load: managedPolicies, oneIn: 400 },
] as const;

/** Attached to auditors and their agents as they are; AWS replaces their text every few weeks. */
const WIDE = ['ReadOnlyAccess', 'SecurityAudit', 'ViewOnlyAccess'];

function expectRight({ failed, withoutReason, widened, lost }: Tightened): void {
  expect({ failed, withoutReason, widened, lost }, `seed ${SEED}`).toEqual({
    failed: [],
    withoutReason: [],
    widened: [],
    lost: [],
  });
}

describe.skipIf(!hasSharedData)('real policies, tightened against random use', () => {
  const catalog = hasSharedData ? loadCatalog() : null;

  it.each(COLLECTIONS.flatMap((collection) => TARGETS.map((target) => ({ ...collection, target }))))(
    '$name, target $target: verified, or not proposed with a reason; a second simulator agrees',
    ({ load, oneIn, target }) => {
      if (catalog === null) throw new Error('no catalog');
      const policies = load().filter((_, index) => isFull || (index + SEED) % oneIn === 0);
      const result = tighten(policies, catalog, target, new Chance(SEED), 10);
      expectRight(result);
      expect(result.verified + result.notProposed).toBe(policies.length);
      expect(result.verified).toBeGreaterThan(0);
    },
    isFull ? 1_800_000 : 60_000,
  );

  it('AWS managed policies that are read and detached whole: a Deny beside them is verified, and loses no call', () => {
    if (catalog === null) throw new Error('no catalog');
    const policies = managedPolicies().filter(({ name }) => WIDE.includes(name));
    expect(policies.map(({ name }) => name).sort()).toEqual(WIDE);
    const result = tighten(policies, catalog, 'sensitive', new Chance(SEED), 30, 'deny-overlay');
    expectRight(result);
    expect(result.verified).toBe(WIDE.length);
    expect(result.removedActions).toBeGreaterThan(30);
    expect(result.widenedAsked).toBeGreaterThan(0);
    expect(result.lostAsked).toBeGreaterThan(0);
  });
});
