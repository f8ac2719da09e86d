import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze/index.ts';
import type { Collected } from '../../src/domain/collected.ts';
import type { Activity, CoverageDay } from '../../src/domain/facts.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import type { Principal } from '../../src/domain/principal.ts';
import { TARGETS, type Target, type VerifiedRecommendation } from '../../src/domain/recommendation.ts';
import { propose } from '../../src/propose/index.ts';
import { verify } from '../../src/verify/index.ts';
import {
  ACCOUNT,
  AS_OF,
  activity,
  applyAll,
  attached,
  awsPolicy,
  collected,
  doc,
  groupArn,
  inlinePolicy,
  managedPolicy,
  role,
  roleArn,
  tinyCatalog,
  user,
  userArn,
  WINDOW,
} from '../support/builders.ts';
import { runs } from '../support/runs.ts';
import { everyCall, isAllowed, TEAM, VARIABLE } from '../verify/brute-force.ts';

/**
 * The whole chain from calls to proof, over small organisations: what is observed is mapped to actions by a catalog,
 * judged, proposed and verified; then every request of a small universe is asked of the documents by a naive reading
 * that shares no code with the sources (test/verify/brute-force.ts). fast-check prints the seed of a failure.
 */
const catalog = tinyCatalog();
const ACTIONS = catalog.expand('*').filter((action) => /^(s3|kms|iam|lambda):/.test(action));
const ARNS = [
  'arn:aws:s3:::b',
  'arn:aws:s3:::b/x',
  'arn:aws:s3:::b/xy/z',
  `arn:aws:kms:us-east-1:${ACCOUNT}:key/x`,
  `arn:aws:iam::${ACCOUNT}:role/x`,
  `arn:aws:lambda:us-east-1:${ACCOUNT}:function:x`,
];
const CALLS = [...everyCall(ACTIONS, ARNS)];

const statement: fc.Arbitrary<JsonObject> = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Allow', 'Deny'),
    action: fc.constantFrom('Action', 'Action', 'Action', 'NotAction'),
    actions: fc.uniqueArray(
      fc.constantFrom(
        ...ACTIONS,
        '*',
        's3:*',
        'S3:get*',
        'kms:De*',
        'iam:*User',
        'lambda:?????Function',
        '*:*Object',
      ),
      { minLength: 1, maxLength: 4 },
    ),
    resource: fc.constantFrom('Resource', 'Resource', 'Resource', 'NotResource'),
    resources: fc.uniqueArray(
      fc.constantFrom(
        '*',
        '*',
        ...ARNS,
        'arn:aws:s3:::b/*',
        `arn:aws:s3:::b/${VARIABLE}*`,
        'arn:aws:s3:::b/?',
      ),
      { minLength: 1, maxLength: 2 },
    ),
    operator: fc.constantFrom(null, null, null, 'StringEquals', 'StringNotEquals'),
    values: fc.uniqueArray(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 2 }),
  })
  .map(({ Effect, action, actions, resource, resources, operator, values }) => ({
    Effect,
    [action]: actions,
    [resource]: resources,
    ...(operator === null ? {} : { Condition: { [operator]: { [TEAM]: values } } }),
  }));
const document = fc.array(statement, { minLength: 1, maxLength: 3 }).map((list) => doc(...list));

const NAMES = ['a', 'b', 'c'] as const;
const use = fc.record({
  who: fc.nat({ max: 2 }),
  action: fc.constantFrom(...ACTIONS),
  resource: fc.constantFrom(null, 'many', ...ARNS),
  denied: fc.constantFrom(false, false, false, true),
});
type Use = { who: number; action: string; resource: string | null; denied: boolean };

interface Organisation {
  readonly world: Collected;
  readonly principals: readonly Principal[];
}

function organisation(
  made: {
    inline: readonly (JsonObject | null)[];
    shared: JsonObject;
    aws: JsonObject;
    group: JsonObject;
    boundary: boolean;
    carries: readonly (readonly string[])[];
  },
  uses: readonly Use[],
): Organisation {
  const shared = managedPolicy('shared', made.shared);
  const aws = awsPolicy('Aws', made.aws);
  const limit = managedPolicy('limit', doc({ Effect: 'Allow', Action: ['s3:*', 'kms:*'], Resource: '*' }));
  const group = inlinePolicy(groupArn('g'), 'g', made.group);
  const policies = [shared, aws, limit, group];
  const principals = NAMES.map((name, index): Principal => {
    const isUser = index === 2;
    const own = made.inline[index];
    const inline = own ? inlinePolicy((isUser ? userArn : roleArn)(name), 'own', own) : null;
    if (inline !== null) policies.push(inline);
    const carried = made.carries[index] ?? [];
    const list = [
      ...(inline === null ? [] : [attached(inline)]),
      ...(carried.includes('shared') ? [attached(shared)] : []),
      ...(carried.includes('aws') ? [attached(aws)] : []),
      ...(isUser && carried.includes('group') ? [attached(group, groupArn('g'))] : []),
    ];
    if (isUser) return user(name, list);
    return role(name, list, { permissionsBoundary: made.boundary && index === 0 ? limit.id : null });
  });
  const calls = uses.flatMap(({ who, action, resource, denied }): Activity[] => {
    const principal = principals[who];
    if (principal === undefined) return [];
    const resources = resource === null ? [] : [resource];
    return [activity(principal, action, { resources, outcome: denied ? 'denied' : 'allowed' })];
  });
  const base = collected(principals, policies, calls);
  if (base.usage === null) throw new Error('no usage');
  return { principals, world: { ...base, usage: { ...base.usage, coverage: EVERY_DAY } } };
}

const EVERY_DAY = Array.from(
  { length: WINDOW.days },
  (_, index): CoverageDay => ({
    account: ACCOUNT,
    region: 'us-east-1',
    day: new Date(Date.parse(WINDOW.start) + index * 86_400_000).toISOString().slice(0, 10),
    category: 'Management',
    resourceType: null,
    events: 1,
    duplicates: 0,
    files: 1,
  }),
);

const policies = fc.record({
  inline: fc.tuple(...NAMES.map(() => fc.option(document))),
  shared: document,
  aws: document,
  group: document,
  boundary: fc.boolean(),
  carries: fc.tuple(...NAMES.map(() => fc.subarray(['shared', 'aws', 'group']))),
});
const uses = fc.array(use, { maxLength: 8 });
const target = fc.constantFrom<Target>(...TARGETS);

function chain(world: Collected, to: Target): readonly VerifiedRecommendation[] {
  const analysis = analyze(world, catalog, {
    window: WINDOW,
    scope: 'all',
    extent: 'all',
    regions: ['us-east-1'],
    agents: [],
  });
  return verify(world, analysis, propose(world, analysis, catalog, { target: to, asOf: AS_OF }), catalog);
}

const verifiedOf = (all: readonly VerifiedRecommendation[]) =>
  all.filter(({ status }) => status === 'verified');

/** The documents a principal holds, by ARN. */
function documentsOf(world: Collected, arn: string): readonly JsonObject[] {
  const attachments = world.principals.find((one) => one.arn === arn)?.attachments ?? [];
  return attachments.flatMap(({ policyId }) => {
    const document = world.policies.get(policyId)?.document;
    return document ? [document.raw] : [];
  });
}

describe('from calls to proof, over generated organisations', () => {
  it('never fails its own proof, never widens, never loses a call, and removes what it says', () => {
    let removals = 0;
    fc.assert(
      fc.property(policies, uses, target, (made, observed, to) => {
        const { world, principals } = organisation(made, observed);
        const all = chain(world, to);
        for (const { status, notProposed, verification } of all)
          expect(status, JSON.stringify(verification)).toBe(
            notProposed === null ? 'verified' : 'not-proposed',
          );
        const after = applyAll(world, all);
        for (const [who, { arn }] of principals.entries()) {
          const [was, is] = [documentsOf(world, arn), documentsOf(after, arn)];
          const removed = new Set(all.flatMap((one) => (one.principalArns.includes(arn) ? one.removed : [])));
          removals += removed.size;
          for (const call of all.length === 0 ? [] : CALLS) {
            const now = isAllowed(call, is);
            if (now && !isAllowed(call, was)) throw new Error(`widened: ${arn} ${JSON.stringify(call)}`);
            if (now && removed.has(call.action)) throw new Error(`still there: ${JSON.stringify(call)}`);
          }
          for (const { who: caller, action, resource, denied } of observed) {
            if (caller !== who || denied) continue;
            for (const call of CALLS) {
              if (call.action !== action) continue;
              if (resource !== null && resource !== 'many' && call.resource !== resource) continue;
              if (isAllowed(call, was) && !isAllowed(call, is))
                throw new Error(`lost: ${arn} ${JSON.stringify(call)}`);
            }
          }
        }
      }),
      { numRuns: runs(50, 750) },
    );
    expect(removals).toBeGreaterThan(10);
  });

  it('is idempotent: run on its own output with the same evidence it removes nothing more', () => {
    fc.assert(
      fc.property(policies, uses, target, (made, observed, to) => {
        const { world } = organisation(made, observed);
        const again = chain(applyAll(world, verifiedOf(chain(world, to))), to);
        expect(again.flatMap(({ removed }) => removed)).toEqual([]);
      }),
      { numRuns: runs(50, 750) },
    );
  });

  it('is free of order: principals, policies, attachments and activity in any order give the same', () => {
    fc.assert(
      fc.property(policies, uses, target, (made, observed, to) => {
        const { world } = organisation(made, observed);
        const turned: Collected = {
          ...world,
          principals: [...world.principals].reverse(),
          policies: new Map([...world.policies].reverse()),
          usage: world.usage && { ...world.usage, activity: [...world.usage.activity].reverse() },
        };
        expect(JSON.stringify(chain(turned, to))).toBe(JSON.stringify(chain(world, to)));
      }),
      { numRuns: runs(50, 750) },
    );
  });

  it('is monotone: more observed use never takes more away', () => {
    fc.assert(
      fc.property(policies, uses, use, target, (made, observed, more, to) => {
        const lost = (evidence: readonly Use[]) =>
          new Set(
            verifiedOf(chain(organisation(made, evidence).world, to)).flatMap(({ principalArns, removed }) =>
              principalArns.flatMap((arn) => removed.map((action) => `${arn} ${action}`)),
            ),
          );
        const before = lost(observed);
        for (const pair of lost([...observed, { ...more, denied: false }])) expect(before).toContain(pair);
      }),
      { numRuns: runs(50, 750) },
    );
  });
});
