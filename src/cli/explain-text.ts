import { visibleLines } from '../domain/visible.ts';
import type { AskedAction } from '../main/ask-action.ts';
import type { Assessment, AssessmentPermission, AssessmentPrincipal } from '../report/assessment-schema.ts';
import {
  KIND_WORDS,
  REASON_WORDS,
  SAW_WORDS,
  STATUS_WORDS,
  USAGE_WORDS,
  WITNESS_WORDS,
} from '../report/words.ts';

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

/** A call that AWS lets everybody make is no use of a permission, so that a count of them would mislead. */
const NO_PERMISSION_NEEDED =
  'AWS asks no permission for this call: it works whether granted or not, so no call counts as use of the grant.';

function usageLines(permission: AssessmentPermission, isFree: boolean): readonly string[] {
  const { calls, denied, firstUsed, lastUsed, conflict } = permission;
  if (isFree && calls + denied === 0) return [NO_PERMISSION_NEEDED];
  const attempt = lastUsed === null ? '' : `, the last attempt at ${lastUsed}`;
  const times = firstUsed === null ? attempt : `, first ${firstUsed}, last ${lastUsed}`;
  return [
    `${USAGE_WORDS[permission.usage]}: ${calls} calls allowed${times}; ${denied} denied.`,
    ...permission.reasons.map((reason) => `${REASON_WORDS[reason].meaning} ${REASON_WORDS[reason].remedy}`),
    ...(conflict === null ? [] : [`The witnesses disagree, so it is kept: ${conflict}`]),
  ];
}

function witnessLines(permission: AssessmentPermission): readonly string[] {
  return permission.witnesses.map(({ witness, saw, from, to, complete, detail }) => {
    const span = complete ? 'the whole window' : from === to ? 'none of the window' : `${from} to ${to} only`;
    return `${WITNESS_WORDS[witness]} (${span}): ${SAW_WORDS[saw]}. ${detail}`;
  });
}

/** What is known of the action besides its name. */
type Asked = Pick<AssessmentPermission, 'action'> & Partial<AssessmentPermission>;

/** What becomes of the permission, from every recommendation that concerns the principal. */
function decisionLines(
  assessment: Assessment,
  principal: AssessmentPrincipal,
  { action, usage, severity, grantedBy }: Asked,
): readonly string[] {
  const concerning = assessment.recommendations.filter((recommendation) =>
    recommendation.principalArns.includes(principal.arn),
  );
  const lines = concerning.flatMap(({ id, status, removed, kept, requires, notProposed, decided = [] }) => {
    const others = requires.length === 0 ? '' : ` It takes effect together with: ${requires.join(', ')}.`;
    if (removed.includes(action)) {
      const decision = decided.find((one) => one.action === action && one.principalArn === principal.arn);
      return [
        `Removed by the recommendation for ${id}. ${STATUS_WORDS[status].meaning}${others}`,
        ...(decision === undefined ? [] : [decisionLine(decision)]),
      ];
    }
    const guardrails = kept.filter((item) => item.action === action);
    if (guardrails.length > 0) {
      return guardrails.map(({ guardrail, reason }) => `Kept by the guardrail ${guardrail}: ${reason}`);
    }
    return notProposed === null ? [] : [`No change is proposed for ${id}: ${notProposed}`];
  });
  if (lines.length > 0) return lines;
  if (grantedBy?.length === 0) return ['Nothing: no policy of it grants this.'];
  if (usage === 'used') return ['Kept: it is in use.'];
  if (usage !== undefined && usage !== 'unused') return ['Kept: what is not proven unused stays.'];
  return severity === null && assessment.target === 'sensitive'
    ? ['Kept: the target `sensitive` removes sensitive actions only; `--target used` asks for this one too.']
    : ['Kept: no recommendation removes it.'];
}

type Decided = NonNullable<Assessment['recommendations'][number]['decided']>[number];

function decisionLine({ usage, lastBefore }: Decided): string {
  const before =
    lastBefore === undefined ? '' : `, and IAM tells of an attempt before the window, at ${lastBefore}`;
  return `It goes by a person's decision, the never list, and not on evidence of no use: ${USAGE_WORDS[usage].toLowerCase()}${before}.`;
}

/** The findings about the never list that name the action. */
function neverLines(
  { findings }: Assessment,
  { arn }: AssessmentPrincipal,
  action: string,
): readonly string[] {
  return findings
    .filter(({ type, principalArn }) => type === 'NeverGranted' && principalArn === arn)
    .filter(({ evidence }) => evidence.some((item) => item === action || item.startsWith(`${action}: `)))
    .map(({ detail }) => detail);
}

/**
 * Why one permission of one principal is judged as it is, and what is proposed, as plain text.
 * @param isFree whether AWS asks no permission for the call
 */
export function explainText(
  assessment: Assessment,
  principal: AssessmentPrincipal,
  permission: AssessmentPermission,
  isFree: boolean,
): string {
  const { window } = assessment;
  return visibleLines([
    `${permission.action} of ${principal.arn} (${principal.uniqueId})`,
    `Window: ${window.start} to ${window.end}, ${window.days} days. Coverage: ${assessment.coverage.verdict}.`,
    permission.severity === null
      ? 'Not sensitive.'
      : `Sensitive: ${permission.sensitivity.join(', ')} (${permission.severity}).`,
    ...section(
      'Who grants it',
      permission.grantedBy.length === 0
        ? ['Nobody: no identity policy of it allows this.']
        : permission.grantedBy.map(
            ({ policy, kind, statement, statementHash }) =>
              `${policy} (${KIND_WORDS[kind]}), statement ${statement}${statementHash === undefined ? '' : `, hash ${statementHash}`}`,
          ),
    ),
    ...section('What limits it', permission.blockedBy === undefined ? [] : [permission.blockedBy]),
    ...section('Usage', usageLines(permission, isFree)),
    ...section('Who could see it', witnessLines(permission)),
    ...section('What a person decided', neverLines(assessment, principal, permission.action)),
    ...section('What becomes of it', decisionLines(assessment, principal, permission)),
  ]);
}

/** The same for an action that is granted, not sensitive and was never called: the assessment keeps only its name. */
export function explainOtherUnused(
  assessment: Assessment,
  principal: AssessmentPrincipal,
  action: string,
  isFree: boolean,
): string {
  return visibleLines([
    `${action} of ${principal.arn} (${principal.uniqueId})`,
    isFree
      ? `It is granted and not sensitive. ${NO_PERMISSION_NEEDED}`
      : 'It is granted, not sensitive, and the evidence shows that it was not used in the window.',
    ...section('What a person decided', neverLines(assessment, principal, action)),
    ...section('What becomes of it', decisionLines(assessment, principal, { action })),
  ]);
}

/** An action that the principal is not granted and did not call, and what takes it away where a statement allows it. */
export function explainNotGranted(
  { window }: Assessment,
  principal: AssessmentPrincipal,
  { action, limits }: AskedAction,
  isFree: boolean,
): string {
  return visibleLines([
    `${action} of ${principal.arn} (${principal.uniqueId})`,
    `Window: ${window.start} to ${window.end}, ${window.days} days.`,
    ...section('Who grants it', [
      isFree
        ? 'Nobody: no identity policy of it allows this.'
        : 'Nobody: no identity policy of it allows this, and no call of it was seen.',
    ]),
    ...section('Usage', isFree ? [NO_PERMISSION_NEEDED] : []),
    ...section('What limits it', limits),
  ]);
}
