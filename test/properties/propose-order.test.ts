import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Catalog } from '../../src/domain/catalog.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { parsePolicy } from '../../src/iam/index.ts';
import { propose } from '../../src/propose/index.ts';
import { AS_OF, doc, tinyCatalog } from '../support/builders.ts';
import {
  analysisOf,
  type GeneratedWorld,
  generatedWorld,
  UNKNOWN_NAMES,
} from '../support/generated-world.ts';
import { runs } from '../support/runs.ts';

/** The same account with other actions in every statement that allows some: the same evidence, asked another way. */
function allowing(world: GeneratedWorld, actions: JsonObject): GeneratedWorld {
  const policies = [...world.collected.policies].map(([id, policy]) => {
    const statements = (policy.document?.statements ?? []).map(({ effect, raw }) => {
      const { Action: _, NotAction: __, ...others } = raw;
      return effect === 'Allow' ? { ...others, ...actions } : raw;
    });
    return [id, { ...policy, document: parsePolicy(doc(...statements)) }] as const;
  });
  return { ...world, collected: { ...world.collected, policies: new Map(policies) } };
}

const FORMS: readonly JsonObject[] = [
  { Action: '*' },
  { NotAction: ['s3:ListThing'] },
  { NotAction: ['KMS:decryptThing', 'foo:Bar', 's3:GetObjectThing'] },
  { NotAction: ['kms:*', 's3:ListThing'] },
  { Action: ['s3:*', 'kms:*', 'foo:*'] },
  { Action: ['*:*', ...UNKNOWN_NAMES] },
];

it('what was proposed before, from the same catalog, changes no proposal', () => {
  fc.assert(
    fc.property(
      generatedWorld,
      fc.constantFrom('used', 'used', 'scoped', 'sensitive'),
      fc.shuffledSubarray([...FORMS], { minLength: 3, maxLength: 5 }),
      (world, target, forms) => {
        const used = tinyCatalog();
        for (const asked of [world, ...forms.map((form) => allowing(world, form))]) {
          const analysis = analysisOf(asked);
          const proposed = (catalog: Catalog): string =>
            JSON.stringify(propose(asked.collected, analysis, catalog, { target, asOf: AS_OF }));
          expect(proposed(used)).toBe(proposed(tinyCatalog()));
        }
      },
    ),
    { numRuns: runs(150, 1500) },
  );
});
