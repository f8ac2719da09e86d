import { beforeAll, describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src/collect/catalog-files.ts';
import type { Catalog } from '../../src/domain/catalog.ts';
import type { Collected } from '../../src/domain/collected.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import type { Policy } from '../../src/domain/policy.ts';
import {
  type PolicyChange,
  type Recommendation,
  TARGETS,
  type VerifiedRecommendation,
} from '../../src/domain/recommendation.ts';
import { parsePolicy, statementMatchesAction } from '../../src/iam/index.ts';
import { verify } from '../../src/verify/index.ts';
import { managedPolicy } from '../support/builders.ts';
import { Chance } from '../support/chance.ts';
import { type About, MUTATIONS, type Mutation } from '../support/proof/mutations.ts';
import { managedPolicies, quackyPolicies, type RealPolicy } from '../support/proof/real-policies.ts';
import { sampleRequests } from '../support/proof/sample-requests.ts';
import { simulate } from '../support/proof/simulator.ts';
import { type Proposed, proposeFor } from '../support/proof/tighten.ts';
import { isFull, SEED } from '../support/runs.ts';
import { hasSharedData } from '../support/shared-data.ts';

/** Mutants of a kind, and policies of a feature; TEST_RUNS=full takes all there are. */
const [MUTANTS, POLICIES] = isFull ? [2000, 2000] : [40, 12];
/** Policies that allow by NotAction: each allows 20,000 actions, and takes as long. */
const NOT_ACTION = 2;
/** Policies of the first features, which are tried under every target. */
const RARE_ONES = 2 * POLICIES;
/** Times that the proposals are gone through: a document has more than one place to break. */
const ROUNDS = 10;
/** Requests near each document that the simulator is asked about a mutant that passed. */
const ASKED = 60;

/** Identity policies; a statement about NotResource `*` is about nothing, so that breaking it breaks nothing. */
const identity = (hasSharedData ? [...quackyPolicies(), ...managedPolicies()] : [])
  .map((policy) => ({ policy, text: JSON.stringify(policy.document) }))
  .filter(({ text }) => !/"(Not)?Principal":|"NotResource":\[?"\*"/.test(text));

interface Proposal extends Proposed {
  readonly recommendation: VerifiedRecommendation;
}

interface Mutant {
  readonly recommendation: Recommendation;
  readonly before: JsonObject;
  readonly proposed: JsonObject;
  readonly broken: JsonObject;
}

describe.skipIf(!hasSharedData)('proposals for real policies, broken on purpose', () => {
  const chance = new Chance(SEED);
  let catalog: Catalog;
  let proposals: readonly Proposal[];

  beforeAll(() => {
    catalog = loadCatalog();
    proposals = proposalsFor(catalog, chance);
  });

  it.each(MUTATIONS)('$name: caught, with a request that a person can read', (mutation) => {
    const tally = { applied: 0, caught: 0, byItsCheck: 0 };
    const wrong: string[] = [];
    for (const proposal of Array.from({ length: ROUNDS }, () => proposals).flat()) {
      if (tally.applied === MUTANTS) break;
      const mutant = mutate(mutation, proposal, catalog, chance);
      if (mutant === null) continue;
      tally.applied += 1;
      const { world, analysis } = proposal;
      const [verified] = verify(world, analysis, [mutant.recommendation], catalog);
      if (verified?.status === 'failed') {
        tally.caught += 1;
        tally.byItsCheck += verified.verification?.[mutation.check].status === 'failed' ? 1 : 0;
        wrong.push(...unreadableIn(verified, catalog));
      } else if (!isHarmless(mutant, mutation, catalog, chance)) {
        wrong.push(`not caught: ${JSON.stringify(mutant)}`);
      }
    }
    expect(wrong, `seed ${SEED}`).toEqual([]);
    expect(tally.caught, JSON.stringify(tally)).toBeGreaterThanOrEqual(20);
    expect(tally.byItsCheck, JSON.stringify(tally)).toBeGreaterThanOrEqual(5);
  });

  it('drop a Deny of the permissions boundary: caught', () => {
    const boundaries = rarePolicies(/"Effect":"Deny"/).map(({ document }) =>
      managedPolicy('limit', document),
    );
    let applied = 0;
    for (const [index, { world, analysis, recommendation }] of proposals.entries()) {
      const boundary = boundaries[index % boundaries.length];
      const [arn] = recommendation.principalArns;
      if (boundary?.document === null || boundary === undefined || applied === MUTANTS) continue;
      const broken = withoutDenies(boundary.document.raw);
      if (broken === null) continue;
      applied += 1;
      const limited: Collected = {
        ...world,
        policies: new Map([...world.policies, [boundary.id, boundary]]),
        principals: world.principals.map((one) =>
          one.arn === arn ? { ...one, permissionsBoundary: boundary.id } : one,
        ),
      };
      const changes = [...recommendation.changes, replaced(boundary, broken)];
      const [verified] = verify(limited, analysis, [{ ...recommendation, changes }], catalog);
      expect(verified?.status).toBe('failed');
      expect(verified?.verification?.noNewAccess.counterexamples[0]).toMatchObject({
        policy: 'limit',
        action: expect.stringMatching(/^[a-z0-9-]+:[A-Za-z0-9]+$/),
        resource: expect.any(String),
        explanation: expect.stringMatching(/^Statement \d+ of the original denies it; /),
      });
    }
    expect(applied).toBeGreaterThanOrEqual(20);
  });
});

/** Verified proposals for policies of each feature that mutations need, under each target for a third of them. */
function proposalsFor(catalog: Catalog, chance: Chance): readonly Proposal[] {
  const chosen = [...new Set(RARE.flatMap((feature) => rarePolicies(feature)))];
  const proposed = TARGETS.map((target, at) => {
    const own = chosen.filter((_, index) => isFull || index < RARE_ONES || index % TARGETS.length === at);
    return proposeFor([...own, ...withNotAction()], catalog, target, chance);
  });
  return proposed.flatMap((one) =>
    one.recommendations
      .filter(({ status }) => status === 'verified')
      .map((recommendation) => ({ ...one, recommendation })),
  );
}

/** What of a document makes a mutation possible, what few have first. */
const RARE: readonly RegExp[] = [
  /arn:aws:[a-z0-9]+:[a-z]+-[a-z]+-\d:\d{12}:/,
  /arn:aws:[a-z0-9]+:[a-z]+-[a-z]+-\d:/,
  /"NotResource":/,
  /:\d{12}:/,
  /"Effect":"Deny"[^}]*"Resource":\["[^\]]*","/,
  /"Effect":"Deny"/,
  /\$\{[a-z]/,
  /"Condition":/,
  /arn:aws:s3:::[^/*]+"/,
  /arn:aws:s3:::[^/*]+\/\*"/,
];

/** Policies with the feature, as far from one another in the collections as they are many. */
function rarePolicies(feature: RegExp): readonly RealPolicy[] {
  const all = identity.filter(({ text }) => feature.test(text)).map(({ policy }) => policy);
  const step = Math.max(1, Math.floor(all.length / POLICIES));
  return all.filter((_, index) => index % step === 0).slice(0, POLICIES);
}

/** One policy of the collections allows by NotAction; so what some others allow is made what they do not. */
function withNotAction(): readonly RealPolicy[] {
  const some = rarePolicies(/"Effect":"Allow","Action":\[/).slice(0, NOT_ACTION);
  return some.map(({ name, document }) => ({
    name: `not ${name}`,
    document: {
      ...document,
      Statement: statementsOf(document).map((statement) => {
        const { Action, ...rest } = statement;
        return Action === undefined || rest.Effect !== 'Allow' ? statement : { ...rest, NotAction: Action };
      }),
    },
  }));
}

function mutate(
  { mutate: edit }: Mutation,
  { recommendation, world }: Proposal,
  catalog: Catalog,
  chance: Chance,
): Mutant | null {
  const { changes } = recommendation;
  const denies = changes
    .flatMap(({ after }) => (after === null ? [] : parsePolicy(after).statements))
    .filter(({ effect }) => effect === 'Deny');
  const removed = recommendation.removed.filter(
    (action) => !denies.some((statement) => statementMatchesAction(statement, action)),
  );
  for (const change of changes) {
    const { before, after } = change;
    if (before === null || after === null) continue;
    const about: About = {
      before,
      used: usedOf(recommendation, before, world, catalog),
      removed,
      catalog,
      chance,
    };
    const broken = edit(after, about);
    if (broken === null) continue;
    const mutated = changes.map((one) => (one === change ? { ...change, after: broken } : one));
    return { recommendation: { ...recommendation, changes: mutated }, before, proposed: after, broken };
  }
  return null;
}

/** What the principal was certainly seen to use by what the document allows. */
function usedOf(
  { principalArns: [arn] }: Recommendation,
  before: JsonObject,
  { usage }: Collected,
  catalog: Catalog,
): readonly string[] {
  const allows = parsePolicy(before).statements.filter(({ effect }) => effect === 'Allow');
  const certain = (usage?.activity ?? []).flatMap((call) => {
    if (call.principalArn !== arn || call.outcome !== 'allowed') return [];
    const exercised = catalog.eventActions(call);
    return exercised.kind === 'actions' ? exercised.certain : [];
  });
  return [...new Set(certain)].filter((action) =>
    allows.some((statement) => statementMatchesAction(statement, action)),
  );
}

/** What of the first counterexample of each check that failed a person could not read. */
function unreadableIn({ verification }: VerifiedRecommendation, catalog: Catalog): readonly string[] {
  if (verification === null) return ['no verification'];
  const { noNewAccess, noLostUsage, takesEffect } = verification;
  // What IAM would not take, because of its size, is no request.
  return [noNewAccess, noLostUsage, takesEffect].flatMap(({ status, counterexamples: [found] }) => {
    if (status === 'passed') return [];
    const isReadable =
      found !== undefined &&
      catalog.action(found.action) !== null &&
      found.resource !== null &&
      /(Statement \d+|no verdict says) .*\.$/.test(found.explanation);
    return isReadable ? [] : [`unreadable: ${JSON.stringify(found)}`];
  });
}

/** Whether no request near the documents is one that only the broken one allows, by the independent simulator. */
function isHarmless(
  { before, proposed, broken }: Mutant,
  { check }: Mutation,
  catalog: Catalog,
  chance: Chance,
): boolean {
  return (
    check === 'noNewAccess' &&
    [before, proposed, broken]
      .flatMap((document) => sampleRequests(parsePolicy(document), catalog, chance, ASKED))
      .every(
        (request) => simulate(request, [broken]) !== 'allowed' || simulate(request, [before]) === 'allowed',
      )
  );
}

function statementsOf({ Statement }: JsonObject): readonly JsonObject[] {
  return (Array.isArray(Statement) ? Statement : [Statement]) as readonly JsonObject[];
}

function withoutDenies(document: JsonObject): JsonObject | null {
  const left = statementsOf(document).filter(({ Effect }) => Effect !== 'Deny');
  return left.length === 0 ? null : { ...document, Statement: left };
}

function replaced(policy: Policy, after: JsonObject): PolicyChange {
  return {
    kind: 'replace',
    policyId: policy.id,
    policy: policy.name,
    policyKind: policy.kind,
    target: null,
    before: policy.document?.raw ?? null,
    after,
  };
}
