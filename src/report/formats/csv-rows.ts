import type { AssessmentFinding, AssessmentPermission, AssessmentPrincipal } from '../assessment-schema.ts';

/** What one line of `findings.csv` is about. */
export interface Row {
  readonly record: 'permission' | 'finding' | 'proposal' | 'session' | 'agent-session' | 'workspace';
  readonly principal: AssessmentPrincipal | null;
  readonly principalArn: string;
  readonly account: string;
  readonly severity: string;
  readonly subject: string;
  readonly status: string;
  readonly permission: AssessmentPermission | null;
  readonly finding: AssessmentFinding | null;
  readonly detail: string;
  /** What a person's never list says, of a permission; how many removals rest on one, of a proposal. */
  readonly decided?: string | number;
  /** What the exceptions say that cover a finding or keep a permission. */
  readonly excepted?: string;
  /** What IAM Access Analyzer said of a proposal. */
  readonly awsValidation?: string;
  /** What stands in columns that a permission or a finding fills otherwise. */
  readonly seen?: {
    readonly calls?: number;
    readonly denied?: number;
    readonly first?: string;
    readonly last?: string;
    readonly title?: string;
    readonly evidence?: string;
    readonly reasons?: string;
  };
}

/** Several things in one field. */
export const list = (items: readonly string[] | undefined): string => (items ?? []).join('; ');

/** Who drove what, allowed and denied: the numbers of the sessions table. */
export function sessionRows(
  { sessions }: AssessmentPrincipal,
  base: Omit<Row, 'record' | 'severity' | 'subject'>,
): Row[] {
  if (sessions === null) return [];
  return [
    ...sessions.kinds.flatMap(({ kind, sessions: count, calls, denied, markers, sensitive }): Row[] => [
      {
        ...base,
        record: 'session',
        severity: '',
        subject: '*',
        status: kind,
        detail: `sessions: ${count}`,
        seen: {
          calls,
          denied,
          evidence: list(markers.map(({ marker, calls: made }) => `${marker} (${made})`)),
        },
      },
      ...sensitive.map(
        (use): Row => ({
          ...base,
          record: 'session',
          severity: use.severity,
          subject: use.action,
          status: kind,
          seen: { calls: use.calls, denied: use.denied },
        }),
      ),
    ]),
    ...sessions.agentSessions.flatMap((session) =>
      session.sensitive.map(
        (use): Row => ({
          ...base,
          record: 'agent-session',
          severity: use.severity,
          subject: use.action,
          status: 'agent',
          detail: session.session,
          seen: {
            calls: use.calls,
            denied: use.denied,
            first: session.first,
            last: session.last,
            evidence: list(
              [session.marker, session.sourceIdentity, session.origin].filter((part) => part !== null),
            ),
          },
        }),
      ),
    ),
  ];
}
