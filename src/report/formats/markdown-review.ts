import type { ReviewView } from '../view/review-view.ts';
import { code, Markdown, md, row, table } from './markdown-text.ts';

const NOTHING = new Markdown('');

/** What changed since the review before. */
export const sinceSection = ({ since }: ReviewView): Markdown =>
  since.given
    ? md`## Since the review of ${since.asOf}

${since.rows.map(({ label, value }) => md`- ${label}: ${value}\n`)}- SHA-256 of its manifest: ${code(since.manifest)}

`
    : NOTHING;

/** Exceptions, decisions of reviewers and controls. */
export function reviewSections(view: ReviewView): Markdown {
  return md`${exceptions(view)}${decisions(view)}${controls(view)}`;
}

const exceptions = ({ exceptions: all }: ReviewView): Markdown =>
  all.length === 0
    ? NOTHING
    : md`## Exceptions

${table(
  ['Status', 'Principal', 'Action', 'Statement', 'What it does', 'Why and who', 'From, until'],
  all.map(({ statusTitle, principal, action, statement, detail, reason, people, ticket, period }) =>
    row(
      statusTitle,
      code(principal),
      code(action),
      code(statement),
      detail,
      md`${reason}; ${people}; ${ticket}`,
      period,
    ),
  ),
)}
`;

const decisions = ({ reviewDecisions: { given, words, acknowledgement, answers } }: ReviewView): Markdown =>
  given
    ? md`## Decisions of reviewers

${words} ${acknowledgement}

${
  answers.length === 0
    ? NOTHING
    : table(
        ['Decision', 'On what', 'Who', 'Day', 'Reason'],
        answers.map(({ key, question, decision, who, date, reason }) =>
          row(decision, md`${question} ${code(key)}`, who, date, reason),
        ),
      )
}
`
    : NOTHING;

const controls = ({ controls: all }: ReviewView): Markdown => md`## Controls

What this review is evidence for; it is never the whole of a control.

${table(
  ['Framework', 'Control', 'Title', 'Evidence of this review', 'Findings'],
  all.map(({ framework, control, title, statements, findings, types }) =>
    row(framework, control, title, statements.join('; '), [findings, ...types].join('; ')),
  ),
)}
`;
