import type { Analysis } from '../../domain/analysis.ts';
import type { Catalog, Severity } from '../../domain/catalog.ts';
import type { Collected } from '../../domain/collected.ts';
import type { NeverRule } from '../../domain/never.ts';
import type { PolicyTest, PrincipalTests } from '../../domain/policy-tests.ts';
import type { Principal } from '../../domain/principal.ts';
import type { VerifiedRecommendation } from '../../domain/recommendation.ts';
import { neverRulesOf } from '../../iam/index.ts';
import { clausesWith } from '../clause.ts';
import { type Context, createContext } from '../context.ts';
import { firstOf } from '../first-of.ts';
import { NO_RESOURCE } from '../observed-calls.ts';
import { literalText } from '../request-context.ts';
import { type ExampleRequest, exampleArns, exampleRequests } from './example-requests.ts';
import { type Side, sidesOf } from './policy-sides.ts';

/** How many tests of one kind a person reads. */
const MOST_ALLOWED = 8;
const MOST_REMOVED = 8;
/** Of one entry of a never list. */
const MOST_OF_ENTRY = 2;

/**
 * Tests for each principal in scope that a verified recommendation changes: what it was seen to do must stay allowed,
 * what is removed and what a never list names must be denied, once every verified recommendation is applied.
 * Sorted by principal.
 */
export function policyTests(
  collected: Collected,
  analysis: Analysis,
  recommendations: readonly VerifiedRecommendation[],
  catalog: Catalog,
  never: readonly NeverRule[] = [],
): readonly PrincipalTests[] {
  const verified = recommendations.filter(({ status }) => status === 'verified');
  const context = createContext(collected, analysis, verified, catalog, never);
  const after = context.worldAfter(verified);
  const inScope = analysis.principals.filter((principal) => principal.inScope);
  const reachingOf = byPrincipal(verified);
  const [sidesBefore, sidesAfter] = [sidesOf(context.before), sidesOf(after)];
  return inScope.flatMap(({ principalArn }) => {
    const reaching = reachingOf.get(principalArn) ?? [];
    const [principal, ...others] = context.reach.named(principalArn);
    if (reaching.length === 0 || principal === undefined || others.length > 0) return [];
    const bench: Bench = { principal, context, before: sidesBefore(principal), after: sidesAfter(principal) };
    const removed = [...new Set(reaching.flatMap((each) => each.removed))];
    const tests = [
      ...allowedTests(bench),
      ...neverTests(bench, neverRulesOf(principal, never)),
      ...removedTests(bench, removed),
    ];
    return tests.length === 0
      ? []
      : [{ principalArn, simulate: { before: bench.before.input, after: bench.after.input }, tests }];
  });
}

function byPrincipal(
  recommendations: readonly VerifiedRecommendation[],
): ReadonlyMap<string, readonly VerifiedRecommendation[]> {
  const reaching = new Map<string, VerifiedRecommendation[]>();
  for (const recommendation of recommendations) {
    for (const arn of new Set(recommendation.principalArns)) {
      const others = reaching.get(arn);
      if (others === undefined) reaching.set(arn, [recommendation]);
      else others.push(recommendation);
    }
  }
  return reaching;
}

interface Bench {
  readonly principal: Principal;
  readonly context: Context;
  readonly before: Side;
  readonly after: Side;
}

/** Of the calls seen, one an action: those of sensitive actions first, for they are what a proposal is about. */
function allowedTests({ principal, context, before, after }: Bench): readonly PolicyTest[] {
  const { catalog, calls } = context;
  const seen = new Map<string, PolicyTest>();
  const observed = calls.of(principal).filter(({ certain }) => certain);
  const ordered = [...observed].sort(
    (a, b) => rank(a.action, catalog) - rank(b.action, catalog) || compare(a.action, b.action),
  );
  const allows = clausesWith('Allow', before.documents);
  for (const call of ordered) {
    if (seen.size === MOST_ALLOWED) break;
    if (seen.has(call.action)) continue;
    const patterns = calls.resourcesOf(call).map((key) => (key === NO_RESOURCE ? '*' : literalText(key)));
    const request = firstOf(allows, (clause) => {
      const own = [
        ...exampleRequests(call.action, clause, principal, catalog, patterns),
        ...(patterns.includes('*') ? [{ action: call.action, resource: '*', context: {} }] : []),
        ...(patterns.includes('*') ? exampleRequests(call.action, clause, principal, catalog) : []),
      ];
      const isKept = (candidate: ExampleRequest): boolean =>
        before.decides(candidate) === 'allowed' && after.decides(candidate) === 'allowed';
      return own.find(isKept) ?? null;
    });
    if (request === null) continue;
    const expect = { before: 'allowed', after: 'allowed' } as const;
    seen.set(call.action, test(request, 'observed-use', `Seen in use: ${call.event}.`, expect));
  }
  return [...seen.values()];
}

function removedTests(bench: Bench, removed: readonly string[]): readonly PolicyTest[] {
  const { catalog } = bench.context;
  const ordered = [...removed].sort((a, b) => rank(a, catalog) - rank(b, catalog) || compare(a, b));
  const tests: PolicyTest[] = [];
  for (const action of ordered) {
    if (tests.length === MOST_REMOVED) break;
    const request = allowedBefore(bench, action, null);
    if (request === null || bench.after.decides(request) !== 'denied') continue;
    tests.push(test(request, 'removed', 'The proposal removes it.', { before: 'allowed', after: 'denied' }));
  }
  return tests;
}

/** Each entry of the never list, by the worst of the actions it names, granted ones first. */
function neverTests(bench: Bench, rules: readonly NeverRule[]): readonly PolicyTest[] {
  const { principal, context, before, after } = bench;
  const { catalog } = context;
  return rules.flatMap((rule) =>
    rule.actions.flatMap((pattern) => {
      const known = catalog.expand(pattern);
      const resources = rule.resources.length === 0 ? null : rule.resources;
      const asked = (known.length === 0 && !/[*?]/.test(pattern) ? [pattern] : known).map((action) => {
        const granted = allowedBefore(bench, action, resources);
        const [resource = '*'] = exampleArns(resources?.[0] ?? '*', action, principal, catalog);
        return { granted: granted !== null, request: granted ?? { action, resource, context: {} } };
      });
      const worst = asked.sort(
        (a, b) =>
          Number(b.granted) - Number(a.granted) ||
          rank(a.request.action, catalog) - rank(b.request.action, catalog) ||
          compare(a.request.action, b.request.action),
      );
      const tests = worst.flatMap(({ request }) => {
        const [was, is] = [before.decides(request), after.decides(request)];
        if (was === null || is === null) return [];
        const expect = { before: was, after: is };
        const made = test(request, 'never', `Never: ${pattern} (${rule.reason}).`, expect);
        if (is === 'denied') return [made];
        return [{ ...made, unmet: 'The proposal keeps it: it is used, or a guardrail holds it.' }];
      });
      return tests.slice(0, MOST_OF_ENTRY);
    }),
  );
}

/** A request for the action that the policies as collected allow; null when none of the examples is. */
function allowedBefore(
  { principal, context, before }: Bench,
  action: string,
  resources: readonly string[] | null,
): ExampleRequest | null {
  for (const clause of clausesWith('Allow', before.documents)) {
    const examples = exampleRequests(action, clause, principal, context.catalog, resources);
    const found = examples.find((request) => before.decides(request) === 'allowed');
    if (found !== undefined) return found;
  }
  return null;
}

function test(
  { action, resource, context }: ExampleRequest,
  basis: PolicyTest['basis'],
  why: string,
  expect: PolicyTest['expect'],
): PolicyTest {
  return {
    kind: basis === 'observed-use' ? 'must-allow' : 'must-deny',
    basis,
    why,
    expect,
    simulate: {
      ActionNames: [action],
      ResourceArns: [resource],
      ContextEntries: Object.entries(context).map(([ContextKeyName, ContextKeyValues]) => ({
        ContextKeyName,
        ContextKeyValues,
        ContextKeyType: 'string',
      })),
    },
  };
}

const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

function rank(action: string, catalog: Catalog): number {
  const severity = catalog.sensitivity(action)?.severity;
  return severity === undefined ? SEVERITIES.length : SEVERITIES.indexOf(severity);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
