import type { JsonObject } from '../../../src/domain/json.ts';
import type { Assessment, AssessmentPrincipal } from '../../../src/report/assessment-schema.ts';
import { agentParts } from './agent-outcome.ts';
import type { Scenario } from './schema.ts';

type Expect = Scenario['expect'];
type Expected<K extends keyof Expect> = NonNullable<Expect[K]>;

function principal(assessment: Assessment, name: string): AssessmentPrincipal {
  const found = assessment.principals.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`the assessment has no principal ${name}`);
  return found;
}

function verdict(of: AssessmentPrincipal, action: string): string {
  const permission = of.permissions.find((candidate) => candidate.action === action);
  if (permission === undefined) return of.otherUnused.includes(action) ? 'unused' : 'not listed';
  return permission.usage === 'unknown' ? `unknown: ${permission.reasons.join(', ')}` : permission.usage;
}

/** The same keys as `shape`, each with what `value` says; so that a mismatch reads as a diff of the two. */
export function like<T, U>(
  shape: Readonly<Record<string, T>>,
  value: (key: string, expected: T) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(shape).map(([key, expected]) => [key, value(key, expected)]));
}

function recommendation(assessment: Assessment, name: string, expected: Expected<'recommendations'>[string]) {
  const { arn } = principal(assessment, name);
  const all = assessment.recommendations.filter(({ principalArns }) => principalArns.includes(arn));
  const changing = all.filter(({ changes }) => changes.length > 0);
  const statuses = [...new Set((changing.length > 0 ? changing : all).map(({ status }) => status))];
  const removed = [...new Set(changing.flatMap((one) => one.removed))].sort();
  const kept = all.flatMap((one) => one.kept);
  const changes = changing.flatMap((one) => one.changes);
  const reasons = all.flatMap(({ notProposed }) => notProposed ?? []).join(' ');
  return {
    ...(expected.status === undefined ? {} : { status: statuses.join(', ') }),
    ...(expected.removed === undefined ? {} : { removed }),
    ...(expected.removes === undefined
      ? {}
      : { removes: expected.removes.filter((action) => removed.includes(action)) }),
    ...(expected.keeps === undefined
      ? {}
      : { keeps: expected.keeps.filter((action) => !removed.includes(action)) }),
    ...(expected.guardrails === undefined
      ? {}
      : {
          guardrails: like(
            expected.guardrails,
            (action) => kept.find((one) => one.action === action)?.guardrail ?? 'none',
          ),
        }),
    ...(expected.after === undefined
      ? {}
      : {
          after: like(
            expected.after,
            (policy) =>
              changes.find((one) => one.policy === policy || one.policy.endsWith(`/${policy}`))?.after,
          ),
        }),
    ...(expected.decided === undefined
      ? {}
      : {
          decided: all.flatMap(({ decided = [] }) =>
            decided.map(({ action, lastBefore }) =>
              lastBefore === undefined ? action : `${action}, last ${lastBefore.slice(0, 10)}`,
            ),
          ),
        }),
    ...(expected.forPermissionSet === undefined
      ? {}
      : { forPermissionSet: all.flatMap((one) => deniedBy(one.forPermissionSet ?? null)) }),
    ...(expected.because === undefined
      ? {}
      : { because: reasons.includes(expected.because) ? expected.because : reasons }),
  };
}

function deniedBy(document: JsonObject | null): readonly unknown[] {
  const statements = (document?.Statement ?? []) as readonly JsonObject[];
  return statements.flatMap(({ Action: actions }) => actions as readonly unknown[]);
}

/** What the assessment says about everything the scenario expects something of, in the same form. */
export function outcome(assessment: Assessment, expected: Expect): Expect {
  const findings = assessment.findings.map(
    ({ type, principalArn }) => `${type} ${principalArn?.split('/').at(-1) ?? '-'}`,
  );
  const parts: { readonly [K in keyof Expect]: (wanted: Expected<K>) => unknown } = {
    coverage: () => assessment.coverage.verdict,
    verdicts: (wanted) =>
      like(wanted, (name, actions) =>
        like(actions, (action) => verdict(principal(assessment, name), action)),
      ),
    blocked: (wanted) =>
      like(wanted, (name, actions) =>
        like(actions, (action, part) => {
          const found = principal(assessment, name).permissions.find((one) => one.action === action);
          const sentence = found?.blockedBy ?? 'nothing';
          return sentence.includes(part) ? part : sentence;
        }),
      ),
    conflicts: (wanted) =>
      like(wanted, (name) =>
        principal(assessment, name)
          .permissions.filter(({ conflict }) => conflict !== null)
          .map(({ action }) => action),
      ),
    agents: (wanted) => like(wanted, (name) => principal(assessment, name).agent.isAgent),
    ...agentParts(assessment, principal),
    recommendations: (wanted) => like(wanted, (name, one) => recommendation(assessment, name, one)),
    findings: (wanted) => wanted.filter((finding) => findings.includes(finding)),
    noFindings: (wanted) => wanted.filter((finding) => !findings.includes(finding)),
    unmapped: () =>
      assessment.coverage.unmappedEvents.map(({ eventSource, eventName }) => `${eventSource}/${eventName}`),
  };
  const keys = Object.keys(expected) as (keyof Expect)[];
  return Object.fromEntries(
    keys.map((key) => [key, (parts[key] as (wanted: unknown) => unknown)(expected[key])]),
  );
}
