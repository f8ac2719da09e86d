import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Collected } from '../../src/domain/collected.ts';
import type { Json, JsonObject } from '../../src/domain/json.ts';
import type { Recommendation, Target } from '../../src/domain/recommendation.ts';
import { parsePolicy, statementMatchesAction } from '../../src/iam/index.ts';
import { propose } from '../../src/propose/index.ts';
import { AS_OF, applyAll } from '../support/builders.ts';
import {
  ACTIONS,
  analysisOf,
  catalog,
  type GeneratedWorld,
  generatedWorld,
} from '../support/generated-world.ts';
import { runs } from '../support/runs.ts';

const RUNS = { numRuns: runs(1000, 2500) };

const target = fc.constantFrom<Target>('sensitive', 'used', 'scoped');

function run(world: GeneratedWorld, to: Target): Recommendation[] {
  return propose(world.collected, analysisOf(world), catalog, { target: to, asOf: AS_OF });
}

/** What identity policies allow, by brute force over names, Deny statements left aside. */
function allowed(document: JsonObject | null, action: string): boolean {
  if (document === null) return false;
  return parsePolicy(document).statements.some(
    (statement) => statement.effect === 'Allow' && statementMatchesAction(statement, action),
  );
}

function granted({ principals, policies }: Collected, arn: string, action: string): boolean {
  const attachments = principals.find((principal) => principal.arn === arn)?.attachments ?? [];
  return attachments.some(({ policyId }) => allowed(policies.get(policyId)?.document?.raw ?? null, action));
}

function usageOf(world: GeneratedWorld, arn: string, action: string): string {
  return world.usage.get(arn)?.[ACTIONS.indexOf(action)] ?? 'not analysed';
}

/** A recommendation with all that it requires. */
function withRequired(
  all: readonly Recommendation[],
  recommendation: Recommendation,
): readonly Recommendation[] {
  return all.filter(({ id }) => id === recommendation.id || recommendation.requires.includes(id));
}

describe('propose, on generated accounts', () => {
  it('removes nothing that is not proven unused, and takes it from nobody else', () => {
    fc.assert(
      fc.property(generatedWorld, target, (world, to) => {
        const recommendations = run(world, to);
        for (const { principalArns, removed } of recommendations) {
          for (const arn of principalArns) {
            for (const action of removed) expect(usageOf(world, arn, action)).toBe('unused');
          }
        }
        const after = applyAll(world.collected, recommendations);
        for (const { arn } of world.collected.principals) {
          for (const action of ACTIONS) {
            if (usageOf(world, arn, action) === 'unused' || !granted(world.collected, arn, action)) continue;
            expect(granted(after, arn, action), `${arn} ${action}`).toBe(true);
          }
        }
      }),
      RUNS,
    );
  });

  it('takes effect: no policy of the principal grants a removed action once what it requires is applied', () => {
    fc.assert(
      fc.property(generatedWorld, target, (world, to) => {
        const recommendations = run(world, to);
        for (const recommendation of recommendations) {
          const after = applyAll(world.collected, withRequired(recommendations, recommendation));
          for (const arn of recommendation.principalArns) {
            for (const action of recommendation.removed) expect(granted(after, arn, action)).toBe(false);
          }
        }
      }),
      RUNS,
    );
  });

  it('removes all that the rules allow for a principal with policies of its own', () => {
    fc.assert(
      fc.property(generatedWorld, (world) => {
        const recommendations = run(world, 'used');
        for (const principal of world.collected.principals) {
          const ownOnly = principal.attachments.every(({ policyId }) =>
            policyId.startsWith(`${principal.arn}#`),
          );
          if (!ownOnly || !world.inScope.has(principal.arn) || !world.usage.has(principal.arn)) continue;
          const expected = ACTIONS.filter(
            (action) =>
              usageOf(world, principal.arn, action) === 'unused' &&
              granted(world.collected, principal.arn, action),
          );
          const { removed, kept } = recommendations.find(({ id }) => id === principal.arn) ?? {
            removed: [],
            kept: [],
          };
          expect([...removed, ...kept.map(({ action }) => action)].sort()).toEqual(expected);
          expect(kept.every(({ guardrail }) => guardrail === 'dependency')).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('grants nothing new, and keeps services that the catalog does not know under `sensitive`', () => {
    fc.assert(
      fc.property(generatedWorld, target, (world, to) => {
        const after = applyAll(world.collected, run(world, to));
        for (const { arn } of world.collected.principals) {
          for (const action of [...ACTIONS, 'foo:Bar', 's3:NotYetKnown']) {
            const before = granted(world.collected, arn, action);
            if (!before) expect(granted(after, arn, action)).toBe(false);
          }
          if (to === 'sensitive' && granted(world.collected, arn, 'foo:Bar')) {
            expect(granted(after, arn, 'foo:Bar')).toBe(true);
          }
        }
      }),
      RUNS,
    );
  });

  it('keeps untouched statements to the letter and changes nothing but actions in the others', () => {
    fc.assert(
      fc.property(generatedWorld, fc.constantFrom<Target>('sensitive', 'used'), (world, to) => {
        for (const { before, after } of run(world, to).flatMap(({ changes }) => changes)) {
          if (before === null || after === null) continue;
          const kept = statementsOf(after).map((statement) => JSON.stringify(statement));
          const lost = ACTIONS.filter((action) => allowed(before, action) && !allowed(after, action));
          for (const statement of parsePolicy(before).statements) {
            const touched =
              statement.effect === 'Allow' &&
              lost.some((action) => statementMatchesAction(statement, action));
            if (!touched) expect(kept).toContain(JSON.stringify(statement.raw));
          }
          const shapes = statementsOf(before).map(shape);
          for (const statement of statementsOf(after)) expect(shapes).toContain(shape(statement));
        }
      }),
      RUNS,
    );
  });

  it('is idempotent: applied, it proposes nothing more from the same evidence', () => {
    fc.assert(
      fc.property(generatedWorld, target, (world, to) => {
        const applied = { ...world, collected: applyAll(world.collected, run(world, to)) };
        for (const { changes, removed } of run(applied, to)) {
          expect(changes).toEqual([]);
          expect(removed).toEqual([]);
        }
      }),
      RUNS,
    );
  });

  it('is monotone: more observed use never removes more', () => {
    fc.assert(
      fc.property(generatedWorld, target, fc.nat(), fc.nat(), (world, to, who, what) => {
        const arns = [...world.usage.keys()];
        const arn = arns[who % Math.max(1, arns.length)] ?? '';
        const more = (world.usage.get(arn) ?? []).map((usage, index) =>
          index === what % ACTIONS.length ? ('used' as const) : usage,
        );
        const busier = { ...world, usage: new Map([...world.usage, [arn, more] as const]) };
        const fewer = applyAll(world.collected, run(world, to));
        const after = applyAll(world.collected, run(busier, to));
        for (const principal of world.collected.principals) {
          for (const action of ACTIONS) {
            if (granted(fewer, principal.arn, action))
              expect(granted(after, principal.arn, action)).toBe(true);
          }
        }
      }),
      RUNS,
    );
  });

  it('does not depend on the order of anything', () => {
    fc.assert(
      fc.property(generatedWorld, target, (world, to) => {
        const { principals, policies } = world.collected;
        const turned = principals.map((principal) => ({
          ...principal,
          attachments: [...principal.attachments].reverse(),
        }));
        const reversed = {
          ...world,
          collected: {
            ...world.collected,
            principals: turned.reverse(),
            policies: new Map([...policies].reverse()),
          },
        };
        expect(JSON.stringify(run(reversed, to))).toBe(JSON.stringify(run(world, to)));
      }),
      RUNS,
    );
  });
});

function statementsOf(document: JsonObject): readonly JsonObject[] {
  return document.Statement as readonly JsonObject[];
}

/** A statement with its actions blanked, key order kept. */
function shape(statement: JsonObject): string {
  const blank = ([key, value]: readonly [string, Json]): [string, Json] =>
    key === 'Action' || key === 'NotAction' ? ['actions', null] : [key, value];
  return JSON.stringify(Object.fromEntries(Object.entries(statement).map(blank)));
}
