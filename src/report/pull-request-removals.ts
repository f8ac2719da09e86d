import type { Assessment, AssessmentPrincipal, AssessmentRecommendation } from './assessment-schema.ts';
import { code, type Markdown, md, row } from './formats/markdown-text.ts';
import type { Section } from './pull-request-limit.ts';
import { decidedEvidence } from './view/decided-view.ts';
import { formatDay } from './view/format.ts';
import { type PermissionView, permissionsView } from './view/permission-view.ts';
import type { ProofView } from './view/proof-view.ts';

/** What is removed from whom, each removal with its severity, last use and the evidence it rests on. */
export function removalSections(
  assessment: Assessment,
  { principalArns, removed, decided = [] }: AssessmentRecommendation,
): readonly Section[] {
  const principals = assessment.principals.filter(({ arn }) => principalArns.includes(arn));
  const { start, end } = assessment.window;
  return [
    {
      head: md`## Removed, and the evidence\n\nWindow: ${formatDay(start)} to ${formatDay(end)}.\n\n`.text,
      rows: [],
      tail: '',
    },
    ...decidedSection(decided),
    ...principals.flatMap((principal) => ofPrincipal(principal, new Set(removed))),
  ];
}

/** What goes because a person said so: the evidence does not show it unused, and the text must not say it does. */
function decidedSection(decided: NonNullable<AssessmentRecommendation['decided']>): readonly Section[] {
  if (decided.length === 0) return [];
  return [
    {
      head: '### By decision, not by evidence\n\n',
      rows: decided.map(
        (removal) =>
          md`- ${code(removal.action)} of ${code(removal.principalArn)}: ${decidedEvidence(removal)}; on the never list: ${removal.reason}\n`
            .text,
      ),
      tail: '\n',
    },
  ];
}

function ofPrincipal(principal: AssessmentPrincipal, removed: ReadonlySet<string>): readonly Section[] {
  const gone = principal.permissions.filter(({ action }) => removed.has(action));
  const { unused, used, deniedOnly, unknown, proofs } = permissionsView({ ...principal, permissions: gone });
  const views = [...unused, ...deniedOnly, ...used, ...unknown.flatMap(({ permissions }) => permissions)];
  const listed = new Set(views.map(({ action }) => action));
  const others = [...removed].filter((action) => !listed.has(action));
  const title = md`### From ${code(principal.arn)}\n\n`.text;
  const head = `${title}| Action | Severity | Why sensitive | Last use | Evidence | Granted by |
| --- | --- | --- | --- | --- | --- |
`;
  const group = principal.arn;
  return [
    { head: views.length === 0 ? title : head, rows: views.map(removalRow), tail: '\n', group },
    ...(others.length === 0
      ? []
      : [
          {
            head: 'Not sensitive, judged unused over the same window: ',
            rows: others.map((action, index) => md`${index === 0 ? '' : ', '}${code(action)}`.text),
            tail: '\n\n',
            inline: true,
            group,
          },
        ]),
    { head: '', rows: proofs.map(proofRow), tail: '\n', group },
  ];
}

const removalRow = ({ action, severity, categories, lastUsed, proof, grantedBy }: PermissionView): string =>
  row(
    code(action),
    severity,
    categories,
    lastUsed,
    proof === '' ? '' : `E${proof}`,
    grantedBy.map(withoutPath).join('; '),
  ).text;

/** The policy's own name: what comes before it is the same in every row, and stands in the section on changes. */
const withoutPath = (granted: string): string => granted.replace(/^arn:[^/\s]*:policy\/(?:[^/\s]*\/)*/, '');

/** A line for each witness, so that none is read as part of another. */
const proofRow = ({ number, witnesses }: ProofView): string =>
  md`- E${number}\n${witnesses.map(witnessLine)}`.text;

const witnessLine = ({ name, saw, period, complete, detail }: ProofView['witnesses'][number]): Markdown =>
  md`  - ${name}: ${saw}, ${period} (${complete ? 'the whole window' : 'not the whole window'}); ${detail}\n`;
