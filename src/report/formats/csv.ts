import type { TextPart } from '../../domain/file-text.ts';
import { TextBytes } from '../../domain/text-bytes.ts';
import type {
  AssessmentPermission,
  AssessmentPrincipal,
  AssessmentRecommendation,
} from '../assessment-schema.ts';
import { coveringExceptions, keepingExceptions } from '../excepted.ts';
import type { Reporter } from '../reporter.ts';
import { isGrantedSensitive } from '../summary.ts';
import { csvFields, csvLine } from './csv-field.ts';
import { list, type Row, sessionRows } from './csv-rows.ts';

/** Column name and what stands in it, in order. */
type Column = readonly [name: string, value: (row: Row) => string | number];

const KIND: readonly Column[] = [
  ['record', ({ record }) => record],
  ['severity', ({ severity }) => severity],
];
/** Of a permission they follow from its principal alone. */
const WHOSE: readonly Column[] = [
  ['account', ({ account }) => account],
  ['principal_arn', ({ principalArn }) => principalArn],
  ['principal_type', ({ principal }) => principal?.type ?? ''],
  ['agent', ({ principal }) => (principal === null ? '' : principal.agent.isAgent ? 'yes' : 'no')],
];
/** Of a permission they follow from it alone, whoever holds it. */
const WHAT: readonly Column[] = [
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
];
const SAID: readonly Column[] = [
  ['decided', ({ decided }) => decided ?? ''],
  ['aws_validation', ({ awsValidation }) => awsValidation ?? ''],
  ['excepted', ({ excepted }) => excepted ?? ''],
];

const fields = (columns: readonly Column[], row: Row): string =>
  csvFields(columns.map(([, value]) => value(row)));

/**
 * `findings.csv`: one row for each granted sensitive permission of a principal in scope (`subject` is the action,
 * `status` its usage), each finding (`subject` is its type) and each proposal (`subject` is its id); for each sensitive
 * action of each kind of session (`session`, `status` is who drives it; `subject` is `*` for all calls of the kind) and of
 * each agent session; and for each thing a principal can do with a workspace (`status` is `used` or `can`). `excepted` is
 * what exceptions say of a finding that they cover, and of a permission that they keep.
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
  const keeping = keepingExceptions(shown);
  const empty = { permission: null, finding: null, detail: '', status: '' };
  const about = (principal: AssessmentPrincipal) => ({
    ...empty,
    principal,
    principalArn: principal.arn,
    account: principal.account,
  });
  const rows: Row[] = [
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
        excepted: list(coveringExceptions(finding)),
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
  // A principal has hundreds of permissions and shares most of them, as objects: each is written out once.
  const known = new Map<AssessmentPermission, Uint8Array | null>();
  const whatOf = (permission: AssessmentPermission, base: Row): TextPart => {
    const { action, usage, conflict } = permission;
    const bytes = known.get(permission);
    if (bytes) return bytes;
    const text = `${fields(WHAT, { ...base, permission, subject: action, status: usage, detail: conflict ?? '' })},`;
    // Kept from the second time on: what one principal alone has is not worth its room.
    known.set(permission, bytes === undefined ? null : Buffer.from(text, 'utf8'));
    return text;
  };
  const lines = new TextBytes();
  const permissionLines = (principal: AssessmentPrincipal): Uint8Array => {
    const base = { ...about(principal), record: 'permission' as const, severity: '', subject: '' };
    const whose = Buffer.from(`,${fields(WHOSE, base)},`, 'utf8');
    for (const permission of principal.permissions) {
      if (!isGrantedSensitive(permission)) continue;
      lines.add(`permission,${permission.severity ?? ''}`);
      lines.add(whose);
      lines.add(whatOf(permission, base));
      const reason = decided.get(`${principal.arn} ${permission.action}`);
      const exceptions = keeping(principal.arn, permission.action);
      lines.add(
        reason === undefined && exceptions.length === 0
          ? ',,\r\n'
          : csvLine([reason ?? '', '', list(exceptions)]),
      );
    }
    return lines.take();
  };
  const columns = [...KIND, ...WHOSE, ...WHAT, ...SAID];
  function* parts(): Generator<TextPart, void, undefined> {
    yield csvLine(columns.map(([name]) => name));
    for (const principal of shown.principals) {
      if (principal.inScope) yield permissionLines(principal);
    }
    for (const row of rows) yield `${fields(columns, row)}\r\n`;
  }
  return new Map([['findings.csv', { parts }]]);
};

type AwsValidation = NonNullable<AssessmentRecommendation['verification']>['awsValidate'];

const awsWords = (answer: AwsValidation): string =>
  answer === undefined
    ? ''
    : list([
        answer.status,
        ...answer.findings.map(({ severity, code, policy }) => `${severity} ${code} of ${policy}`),
      ]);
