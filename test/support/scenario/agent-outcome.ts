import type { Assessment, AssessmentPrincipal } from '../../../src/report/assessment-schema.ts';
import type { Scenario } from './schema.ts';

type Expect = Scenario['expect'];
type Named<T> = Readonly<Record<string, T>>;

/** What the assessment says of agents, sessions and workspaces, in the form of the expectations. */
export function agentParts(
  assessment: Assessment,
  find: (assessment: Assessment, name: string) => AssessmentPrincipal,
) {
  const each = <T, U>(wanted: Named<T>, value: (principal: AssessmentPrincipal, wanted: T) => U): Named<U> =>
    Object.fromEntries(
      Object.entries(wanted).map(([name, expected]) => [name, value(find(assessment, name), expected)]),
    );
  return {
    kinds: (wanted: NonNullable<Expect['kinds']>) =>
      each(wanted, ({ agent }) => (agent.kind === null ? 'none' : `${agent.kind} (${agent.confidence})`)),
    markers: (wanted: NonNullable<Expect['markers']>) =>
      each(wanted, ({ agent }) => [...new Set(agent.evidence.map(({ marker }) => marker))].sort()),
    sessions: (wanted: NonNullable<Expect['sessions']>) =>
      each(wanted, ({ sessions }) =>
        Object.fromEntries(
          (sessions?.kinds ?? []).flatMap(({ kind, markers }) =>
            markers.map(({ marker, calls }) => [`${kind}: ${marker}`, calls]),
          ),
        ),
      ),
    origins: (wanted: NonNullable<Expect['origins']>) =>
      each(wanted, ({ sessions }) =>
        Object.fromEntries((sessions?.origins ?? []).map(({ origin, calls }) => [lastPart(origin), calls])),
      ),
    agentSessions: (wanted: NonNullable<Expect['agentSessions']>) =>
      each(wanted, ({ sessions }) =>
        Object.fromEntries(
          (sessions?.agentSessions ?? []).map(({ session, sensitive }) => [
            session,
            Object.fromEntries(
              sensitive.map(({ action, calls, denied }) => [action, `${calls} allowed, ${denied} denied`]),
            ),
          ]),
        ),
      ),
    sensitivity: (wanted: NonNullable<Expect['sensitivity']>) =>
      each(wanted, ({ permissions }, packs) =>
        Object.fromEntries(
          Object.keys(packs).map((pack) => [
            pack,
            permissions
              .filter(({ granted, sensitivity }) => granted && sensitivity.includes(pack))
              .map(({ action }) => action),
          ]),
        ),
      ),
    workspaces: (wanted: NonNullable<Expect['workspaces']>) =>
      each(wanted, ({ arn }) =>
        Object.fromEntries(
          (assessment.workspaces ?? [])
            .filter(({ principalArn }) => principalArn === arn)
            .map(({ workspace, access }) => [
              lastPart(workspace),
              access.map(({ capability, used }) => `${capability}${used ? '*' : ''}`),
            ]),
        ),
      ),
  };
}

const lastPart = (arn: string): string => arn.split('/').at(-1) ?? arn;
