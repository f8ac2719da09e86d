import type { AssessmentFinding, AssessmentPermission, AssessmentPrincipal } from '../assessment-schema.ts';
import type { Reporter } from '../reporter.ts';
import { isGrantedSensitive } from '../summary.ts';
import { csvLine } from './csv-field.ts';

interface Row {
  readonly record: 'permission' | 'finding' | 'proposal';
  readonly principal: AssessmentPrincipal | null;
  readonly principalArn: string;
  readonly account: string;
  readonly severity: string;
  readonly subject: string;
  readonly status: string;
  readonly permission: AssessmentPermission | null;
  readonly finding: AssessmentFinding | null;
  readonly detail: string;
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
  ['reasons', ({ permission }) => list(permission?.reasons)],
  ['sensitivity', ({ permission }) => list(permission?.sensitivity)],
  ['first_used', ({ permission }) => permission?.firstUsed ?? ''],
  ['last_used', ({ permission }) => permission?.lastUsed ?? ''],
  ['calls', ({ permission }) => permission?.calls ?? ''],
  ['denied', ({ permission }) => permission?.denied ?? ''],
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
  ['title', ({ finding }) => finding?.title ?? ''],
  ['detail', ({ detail }) => detail],
  ['remedy', ({ finding }) => finding?.remedy ?? ''],
  ['evidence', ({ finding }) => list(finding?.evidence)],
  ['controls', ({ finding }) => list(finding?.controls)],
];

/**
 * `findings.csv`: one row for each granted sensitive permission of a principal in scope (`subject` is the action,
 * `status` its usage), each finding (`subject` is its type) and each proposal (`subject` is its id).
 */
export const csv: Reporter = ({ shown }) => {
  const byArn = new Map(shown.principals.map((principal) => [principal.arn, principal]));
  const empty = { permission: null, finding: null, detail: '', status: '' };
  const rows: Row[] = [
    ...shown.principals
      .filter(({ inScope }) => inScope)
      .flatMap((principal) =>
        principal.permissions.filter(isGrantedSensitive).map(
          (permission): Row => ({
            ...empty,
            record: 'permission',
            principal,
            principalArn: principal.arn,
            account: principal.account,
            severity: permission.severity ?? '',
            subject: permission.action,
            status: permission.usage,
            permission,
            detail: permission.conflict ?? '',
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
      }),
    ),
  ];
  const lines = [
    csvLine(COLUMNS.map(([name]) => name)),
    ...rows.map((row) => csvLine(COLUMNS.map(([, value]) => value(row)))),
  ];
  return new Map([['findings.csv', lines.join('')]]);
};
