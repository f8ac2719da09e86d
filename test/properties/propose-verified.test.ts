import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { TARGETS } from '../../src/domain/recommendation.ts';
import { propose } from '../../src/propose/index.ts';
import { verify } from '../../src/verify/index.ts';
import { AS_OF } from '../support/builders.ts';
import { analysisOf, catalog, generatedWorld } from '../support/generated-world.ts';
import { runs } from '../support/runs.ts';

it('whatever is proposed, the independent evaluator proves', () => {
  fc.assert(
    fc.property(generatedWorld, fc.constantFrom(...TARGETS), (world, target) => {
      const analysis = analysisOf(world);
      const proposed = propose(world.collected, analysis, catalog, { target, asOf: AS_OF });
      for (const { status, notProposed, verification } of verify(
        world.collected,
        analysis,
        proposed,
        catalog,
      )) {
        expect(status, JSON.stringify(verification)).toBe(notProposed === null ? 'verified' : 'not-proposed');
      }
    }),
    { numRuns: runs(150, 2000) },
  );
});
