import { analyze } from '../../../src/analyze/index.ts';
import type { Analysis } from '../../../src/domain/analysis.ts';
import type { Catalog } from '../../../src/domain/catalog.ts';
import type { Collected } from '../../../src/domain/collected.ts';
import type { Activity, CoverageDay, LastAccessedReport } from '../../../src/domain/facts.ts';
import type { JsonObject } from '../../../src/domain/json.ts';
import type { Policy, PolicyDocument, Statement } from '../../../src/domain/policy.ts';
import type { Principal } from '../../../src/domain/principal.ts';
import type { ProposalForm, Target, VerifiedRecommendation } from '../../../src/domain/recommendation.ts';
import { parsePolicy, policySize, statementMatchesAction } from '../../../src/iam/index.ts';
import { propose } from '../../../src/propose/index.ts';
import { verify } from '../../../src/verify/index.ts';
import {
  AS_OF,
  activity,
  attached,
  awsPolicy,
  collected,
  inlinePolicy,
  managedPolicy,
  role,
  roleArn,
  WINDOW,
} from '../builders.ts';
import type { Chance } from '../chance.ts';
import type { RealPolicy } from './real-policies.ts';
import { sampleRequests, sampleResource, typedResource } from './sample-requests.ts';
import { simulate } from './simulator.ts';

export interface Tightened {
  readonly verified: number;
  readonly notProposed: number;
  /** What failed verification, in words: there should be none. */
  readonly failed: readonly string[];
  /** Not proposed, and no sentence says why. */
  readonly withoutReason: readonly string[];
  readonly removedActions: number;
  /** Resource patterns of proposals that the documents before did not have: what resources were narrowed to. */
  readonly narrowedTo: number;
  /** Of the changed documents, without whitespace, as IAM counts them. */
  readonly charactersBefore: number;
  readonly charactersAfter: number;
  /** Requests that the simulator denies before and allows after: there should be none. */
  readonly widened: readonly string[];
  readonly widenedAsked: number;
  /** Observed calls that the simulator allows before and denies after: there should be none. */
  readonly lost: readonly string[];
  readonly lostAsked: number;
}

/** A principal for every policy, each with calls of its own; inline, customer-managed and AWS-managed in turn. */
export function populate(policies: readonly RealPolicy[], catalog: Catalog, chance: Chance): Collected {
  const held: Policy[] = [];
  const principals: Principal[] = [];
  const calls: Activity[] = [];
  const reports: LastAccessedReport[] = [];
  for (const [index, { document }] of policies.entries()) {
    const name = `p${index}`;
    const policy = policyOf(name, index, document);
    const principal = role(name, [attached(policy)]);
    const own = callsOf(principal, policy.document, catalog, chance);
    held.push(policy);
    principals.push(principal);
    calls.push(...own);
    reports.push(reportOf(principal, own, catalog));
  }
  const facts = collected(principals, held, calls);
  if (facts.usage === null) throw new Error('no usage');
  return { ...facts, usage: { ...facts.usage, coverage: everyDay() }, lastAccessed: reports };
}

function policyOf(name: string, index: number, document: JsonObject): Policy {
  const size = policySize(document);
  if (index % 3 === 0 && size < 10_000) return inlinePolicy(roleArn(name), 'own', document);
  return index % 3 === 1 && size < 6_000 ? managedPolicy(name, document) : awsPolicy(name, document);
}

/** Up to a dozen calls of actions the document allows, on resources near its patterns. */
function callsOf(
  principal: Principal,
  document: PolicyDocument | null,
  catalog: Catalog,
  chance: Chance,
): readonly Activity[] {
  const allows = (document?.statements ?? []).filter(({ effect }) => effect === 'Allow');
  const granted = catalog
    .expand('*')
    .filter((action) => allows.some((statement) => statementMatchesAction(statement, action)));
  return chance.some(granted, 12).flatMap((action) => {
    const statement = allows.find((one) => statementMatchesAction(one, action));
    const call = activity(principal, action, {
      day: '2026-08-01',
      calls: 1 + chance.below(40),
      resources: statement === undefined ? [] : resourcesOf(action, statement, catalog, chance),
    });
    const exercised = catalog.eventActions(call);
    return exercised.kind === 'actions' && exercised.certain.includes(action) ? [call] : [];
  });
}

/** Mostly one of a type the action has, as logs name them; else one near the patterns, or none. */
function resourcesOf(
  action: string,
  statement: Statement,
  catalog: Catalog,
  chance: Chance,
): readonly string[] {
  const typed = chance.is(0.6) ? typedResource(action, statement, catalog, chance) : null;
  if (typed !== null) return [typed];
  return chance.is(0.4) ? [] : [sampleResource(statement, chance)];
}

/** Last accessed as AWS would tell it: every service, those called with the day of the call. */
function reportOf(principal: Principal, calls: readonly Activity[], catalog: Catalog): LastAccessedReport {
  const called = new Set(calls.map(({ eventSource }) => catalog.namespaceOf(eventSource)));
  return {
    principalArn: principal.arn,
    generatedAt: AS_OF,
    location: 'test',
    services: catalog.services.map((namespace) => ({
      namespace,
      lastAuthenticated: called.has(namespace) ? '2026-08-01T00:00:00Z' : null,
      region: null,
      actions: null,
    })),
  };
}

function everyDay(): readonly CoverageDay[] {
  return Array.from({ length: WINDOW.days }, (_, index) => ({
    account: '111122223333',
    region: 'us-east-1',
    day: new Date(Date.parse(WINDOW.start) + index * 86_400_000).toISOString().slice(0, 10),
    category: 'Management' as const,
    resourceType: null,
    events: 1,
    duplicates: 0,
    files: 1,
  }));
}

export interface Proposed {
  readonly world: Collected;
  readonly analysis: Analysis;
  readonly recommendations: readonly VerifiedRecommendation[];
}

/** What the product proposes and verifies for a principal of each policy. */
export function proposeFor(
  policies: readonly RealPolicy[],
  catalog: Catalog,
  target: Target,
  chance: Chance,
  form: ProposalForm = 'replace',
): Proposed {
  const world = populate(policies, catalog, chance);
  const analysis = analyze(world, catalog, {
    window: WINDOW,
    scope: 'all',
    extent: target === 'sensitive' ? 'sensitive' : 'all',
    regions: ['us-east-1'],
    agents: [],
  });
  const proposed = propose(world, analysis, catalog, { target, form, asOf: AS_OF });
  return { world, analysis, recommendations: verify(world, analysis, proposed, catalog) };
}

/** Tightens every policy and asks the verifier, and beside it the simulator, whether that is right. */
export function tighten(
  policies: readonly RealPolicy[],
  catalog: Catalog,
  target: Target,
  chance: Chance,
  requestsEach: number,
  form: ProposalForm = 'replace',
): Tightened {
  const { world, recommendations } = proposeFor(policies, catalog, target, chance, form);
  const nameOf = (id: string) =>
    policies[world.principals.findIndex(({ arn }) => arn === id)]?.name ?? `unknown principal ${id}`;
  const changed = recommendations.filter(({ status }) => status === 'verified');
  const changes = changed.flatMap((each) => each.changes);
  const sizes = (which: 'before' | 'after') =>
    changes
      .filter(({ kind }) => kind !== (which === 'before' ? 'create' : 'detach'))
      .reduce((sum, change) => sum + (change[which] === null ? 0 : policySize(change[which])), 0);
  const asked = changed.map((each) =>
    askSimulator(each, nameOf(each.id), world, catalog, chance, requestsEach),
  );
  return {
    verified: changed.length,
    notProposed: recommendations.filter(({ status }) => status === 'not-proposed').length,
    failed: recommendations
      .filter(({ status }) => status === 'failed')
      .map(({ id, verification }) => `${nameOf(id)}: ${firstCounterexample(verification)}`),
    withoutReason: recommendations
      .filter(({ status, notProposed }) => status === 'not-proposed' && !notProposed)
      .map(({ id }) => nameOf(id)),
    removedActions: changed.reduce((sum, { removed }) => sum + removed.length, 0),
    narrowedTo: changed.reduce((sum, each) => sum + newResources(each), 0),
    charactersBefore: sizes('before'),
    charactersAfter: sizes('after'),
    widened: asked.flatMap(({ widened }) => widened),
    widenedAsked: asked.reduce((sum, one) => sum + one.widenedAsked, 0),
    lost: asked.flatMap(({ lost }) => lost),
    lostAsked: asked.reduce((sum, one) => sum + one.lostAsked, 0),
  };
}

function newResources({ changes }: VerifiedRecommendation): number {
  const resourcesIn = (which: 'before' | 'after') =>
    new Set(
      changes
        .flatMap((change) => (change[which] === null ? [] : parsePolicy(change[which]).statements))
        .filter(({ effect }) => effect === 'Allow')
        .flatMap(({ resource }) => resource?.patterns ?? []),
    );
  const before = resourcesIn('before');
  return [...resourcesIn('after')].filter((pattern) => !before.has(pattern)).length;
}

function firstCounterexample(verification: VerifiedRecommendation['verification']): string {
  const [check, found] =
    Object.entries(verification ?? {}).find(([, result]) => result.status === 'failed') ?? [];
  return `${check} ${JSON.stringify(found?.counterexamples[0])}`;
}

/** What a principal carries before anything is changed. */
function documentsOf(principalArn: string, { principals, policies }: Collected): readonly JsonObject[] {
  const attachments = principals.find(({ arn }) => arn === principalArn)?.attachments ?? [];
  return attachments.flatMap(({ policyId }) => {
    const document = policies.get(policyId)?.document;
    return document ? [document.raw] : [];
  });
}

type Answers = Pick<Tightened, 'widened' | 'widenedAsked' | 'lost' | 'lostAsked'>;

/** The second opinion: requests near the documents before and after, and the observed calls. */
function askSimulator(
  recommendation: VerifiedRecommendation,
  name: string,
  world: Collected,
  catalog: Catalog,
  chance: Chance,
  count: number,
): Answers {
  const changed = recommendation.changes.flatMap((change) =>
    change.kind !== 'create' && change.before !== null ? [change.before] : [],
  );
  const kept = documentsOf(recommendation.id, world).filter((document) => !changed.includes(document));
  const before = [...kept, ...changed];
  const after = [
    ...kept,
    ...recommendation.changes.flatMap(({ after: made }) => (made === null ? [] : [made])),
  ];
  const widened: string[] = [];
  const lost: string[] = [];
  let widenedAsked = 0;
  let lostAsked = 0;
  const answer = (request: Parameters<typeof simulate>[0], documents: readonly JsonObject[]) =>
    documents.length === 0 ? 'implicitly-denied' : simulate(request, documents);
  const near = [...before, ...after].flatMap((document) =>
    sampleRequests(parsePolicy(document), catalog, chance, count),
  );
  for (const request of near) {
    const was = answer(request, before);
    if (was === null || was === 'allowed') continue;
    widenedAsked += 1;
    if (answer(request, after) === 'allowed') widened.push(`${name}: ${JSON.stringify(request)}`);
  }
  for (const call of world.usage?.activity ?? []) {
    if (call.principalArn !== recommendation.id) continue;
    const exercised = catalog.eventActions(call);
    for (const action of exercised.kind === 'actions' ? exercised.certain : []) {
      const request = {
        action,
        resource: call.resources[0] ?? 'arn:aws:s3:::any/thing',
        context: { 'aws:username': ['ana'] },
        contextIsComplete: true,
      };
      if (answer(request, before) !== 'allowed') continue;
      lostAsked += 1;
      if (answer(request, after) !== 'allowed') lost.push(`${name}: ${JSON.stringify(request)}`);
    }
  }
  return { widened, widenedAsked, lost, lostAsked };
}
