import type {
  AssessmentFinding,
  AssessmentPermission,
  AssessmentPrincipal,
  AssessmentRecommendation,
} from '../assessment-schema.ts';
import type { Reporter } from '../reporter.ts';
import { isGrantedSensitive } from '../summary.ts';
import { csvLine } from './csv-field.ts';

interface Row {
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

const list = (items: readonly string[] | undefined): string => (items ?? []).join('; ');

/** Column name and what stands in it, in order. */
const COLUMNS: readonly (readonly [string, (row: Row) => string | number])[] = [
  ['record', ({ record }) => record],
  ['severity', ({ severity }) => severity],
  ['account', ({ account }) => account],
  ['principal_arn', ({ principalArn }) => principalArn],
  ['principal_type', ({ principal }) => principal?.type ?? ''],
  ['agent', ({ principal }) => (principal === null ? '' : principal.agent.isAgent ? 'yes' : 'no')],
  ['subject', ({ subject }) => subject],
  ['status', ({ status }) => status],
  ['reasons', ({ permission, seen }) => seen?.reasons ?? list(permission?.reasons)],
  ['sensitivity', ({ permission }) => list(permission?.sensitivity)],
  ['first_used', ({ permission, seen }) => seen?.first ?? permission?.firstUsed ?? ''],
  ['last_used', ({ permission, seen }) => seen?.last ?? permission?.lastUsed ?? ''],
  ['calls', ({ permission, seen }) => seen?.calls ?? permission?.calls ?? ''],
  ['denied', ({ permission, seen }) => seen?.denied ?? permission?.denied ?? ''],
  [
    'witnesses',
    ({ permission }) =>
      list(
        permission?.witnesses.map(
          ({ witness, saw, complete }) => `${witness} saw ${saw}${complete ? '' : ' (partial)'}`,
        ),
      ),
  ],
  [
    'granted_by',
    ({ permission }) =>
      list(
        permission?.grantedBy.map(
          ({ policy, kind, statement }) => `${policy} (${kind}) statement ${statement}`,
        ),
      ),
  ],
  ['title', ({ finding, seen }) => seen?.title ?? finding?.title ?? ''],
  ['detail', ({ detail }) => detail],
  ['remedy', ({ finding }) => finding?.remedy ?? ''],
  ['evidence', ({ finding, seen }) => seen?.evidence ?? list(finding?.evidence)],
  ['controls', ({ finding }) => list(finding?.controls)],
  ['blocked_by', ({ permission }) => permission?.blockedBy ?? ''],
  ['decided', ({ decided }) => decided ?? ''],
  ['aws_validation', ({ awsValidation }) => awsValidation ?? ''],
];

/**
 * `findings.csv`: one row for each granted sensitive permission of a principal in scope (`subject` is the action,
 * `status` its usage), each finding (`subject` is its type) and each proposal (`subject` is its id); for each sensitive
 * action of each kind of session (`session`, `status` is who drives it; `subject` is `*` for all calls of the kind) and of
 * each agent session; and for each thing a principal can do with a workspace (`status` is `used` or `can`).
 */
export const csv: Reporter = ({ shown }) => {
  const byArn = new Map(shown.principals.map((principal) => [principal.arn, principal]));
  const decided = new Map(
    shown.recommendations.flatMap((recommendation) =>
      (recommendation.decided ?? []).map(
        ({ principalArn, action, reason }) => [`${principalArn} ${action}`, reason] as const,
      ),
    ),
  );
  const empty = { permission: null, finding: null, detail: '', status: '' };
  const about = (principal: AssessmentPrincipal) => ({
    ...empty,
    principal,
    principalArn: principal.arn,
    account: principal.account,
  });
  const rows: Row[] = [
    ...shown.principals
      .filter(({ inScope }) => inScope)
      .flatMap((principal) =>
        principal.permissions.filter(isGrantedSensitive).map(
          (permission): Row => ({
            ...about(principal),
            record: 'permission',
            severity: permission.severity ?? '',
            subject: permission.action,
            status: permission.usage,
            permission,
            detail: permission.conflict ?? '',
            decided: decided.get(`${principal.arn} ${permission.action}`) ?? '',
          }),
        ),
      ),
    ...shown.findings.map(
      (finding): Row => ({
        ...empty,
        record: 'finding',
        principal: byArn.get(finding.principalArn ?? '') ?? null,
        principalArn: finding.principalArn ?? '',
        account: finding.account,
        severity: finding.severity,
        subject: finding.type,
        finding,
        detail: finding.detail,
      }),
    ),
    ...shown.recommendations.map(
      (recommendation): Row => ({
        ...empty,
        record: 'proposal',
        principal: null,
        principalArn: list(recommendation.principalArns),
        account: '',
        severity: '',
        subject: recommendation.id,
        status: recommendation.status,
        detail: recommendation.notProposed ?? list(recommendation.removed),
        decided: recommendation.decided?.length ?? '',
        awsValidation: awsWords(recommendation.verification?.awsValidate),
      }),
    ),
    ...shown.principals.flatMap((principal) => sessionRows(principal, about(principal))),
    ...(shown.workspaces ?? []).flatMap(
      ({ principalArn, workspace, production, documentedNeed, account, access }) =>
        access.map(
          ({ capability, actions, used }): Row => ({
            ...empty,
            record: 'workspace',
            principal: byArn.get(principalArn) ?? null,
            principalArn,
            account,
            severity: '',
            finding: null,
            subject: workspace,
            status: used ? 'used' : 'can',
            detail: list(actions),
            seen: {
              title: capability,
              evidence: documentedNeed ?? '',
              reasons: production ? 'production' : '',
            },
          }),
        ),
    ),
  ];
  const lines = [
    csvLine(COLUMNS.map(([name]) => name)),
    ...rows.map((row) => csvLine(COLUMNS.map(([, value]) => value(row)))),
  ];
  return new Map([['findings.csv', lines.join('')]]);
};

/** Who drove what, allowed and denied: the numbers of the sessions table. */
function sessionRows(
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

type AwsValidation = NonNullable<AssessmentRecommendation['verification']>['awsValidate'];

const awsWords = (answer: AwsValidation): string =>
  answer === undefined
    ? ''
    : list([
        answer.status,
        ...answer.findings.map(({ severity, code, policy }) => `${severity} ${code} of ${policy}`),
      ]);
