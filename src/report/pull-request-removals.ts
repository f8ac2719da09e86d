import type { Assessment, AssessmentPrincipal, AssessmentRecommendation } from './assessment-schema.ts';
import { code, md, row } from './formats/markdown-text.ts';
import type { Section } from './pull-request-limit.ts';
import { formatDay } from './view/format.ts';
import { type PermissionView, permissionsView } from './view/permission-view.ts';

/** What is removed from whom, each removal with its severity, last use and the evidence it rests on. */
export function removalSections(
  assessment: Assessment,
  { principalArns, removed }: AssessmentRecommendation,
): readonly Section[] {
  const principals = assessment.principals.filter(({ arn }) => principalArns.includes(arn));
  return [
    { head: '## Removed, and the evidence\n\n', rows: [], tail: '' },
    ...principals.flatMap((principal) => ofPrincipal(assessment, principal, new Set(removed))),
  ];
}

function ofPrincipal(
  { window }: Assessment,
  principal: AssessmentPrincipal,
  removed: ReadonlySet<string>,
): readonly Section[] {
  const gone = principal.permissions.filter(({ action }) => removed.has(action));
  const { unused, used, deniedOnly, unknown, proofs } = permissionsView({ ...principal, permissions: gone });
  const views = [...unused, ...deniedOnly, ...used, ...unknown.flatMap(({ permissions }) => permissions)];
  const listed = new Set(views.map(({ action }) => action));
  const others = [...removed].filter((action) => !listed.has(action));
  const head = md`### From ${code(principal.arn)}

| Action | Severity | Why sensitive | Last use | Evidence | Granted by |
| --- | --- | --- | --- | --- | --- |
`.text;
  const rest =
    others.length === 0
      ? []
      : [
          md`\nNot sensitive, judged unused over the same window: ${others.map((action, index) => md`${index === 0 ? '' : ', '}${code(action)}`)}\n`
            .text,
        ];
  const evidence = proofs.map(
    ({ number, witnesses }) =>
      md`- E${number}: ${witnesses.map(
        ({ name, saw, period, complete, detail }) =>
          md`${name} ${saw}, ${period}${complete ? ' (the whole window)' : ' (not the whole window)'}. ${detail} `,
      )}\n`.text,
  );
  return [
    {
      head: views.length === 0 ? md`### From ${code(principal.arn)}\n\n`.text : head,
      rows: views.map(removalRow),
      tail: '\n',
    },
    { head: '', rows: rest, tail: rest.length > 0 ? '\n' : '' },
    {
      head: md`Window: ${formatDay(window.start)} to ${formatDay(window.end)}.\n\n`.text,
      rows: evidence,
      tail: '\n',
    },
  ];
}

const removalRow = ({ action, severity, categories, lastUsed, proof, grantedBy }: PermissionView): string =>
  row(code(action), severity, categories, lastUsed, proof === '' ? '' : `E${proof}`, grantedBy.join('; '))
    .text;
