import { code, Markdown, md, row } from '../formats/markdown-text.ts';
import type { ComparisonView } from './comparison-view.ts';

const NOTHING = new Markdown('');

const codes = ({ actions, more }: ComparisonView['proposals'][number]['stillGranted']): Markdown =>
  md`${actions.map((action, index) => md`${index === 0 ? '' : ', '}${code(action)}`)} ${more}`;

const table = (head: readonly string[], rows: readonly Markdown[]): Markdown =>
  md`${row(...head)}${new Markdown(`|${head.map(() => ' --- |').join('')}\n`)}${rows}\n`;

/** `compare.md`. */
export function comparisonMarkdown({
  oldAsOf,
  newAsOf,
  notes,
  rows,
  principals,
  proposals,
}: ComparisonView): string {
  const document = md`# Permission reviews of ${oldAsOf} and ${newAsOf} compared

${rows.map(({ label, value }) => md`- ${label}: ${value}\n`)}${notes.map((note) => md`- Note: ${note}\n`)}
## Principals that changed

${
  principals.length === 0
    ? md`None.\n`
    : table(
        ['Principal', 'Exposure', 'Newly unused', 'Newly granted', 'Remediated'],
        principals.map((each) =>
          row(
            md`${code(each.arn)} ${each.status}`,
            `${each.exposure} ${each.trend}`,
            codes(each.newlyUnused),
            codes(each.newlyGranted),
            codes(each.remediated),
          ),
        ),
      )
}
${
  proposals.length === 0
    ? NOTHING
    : md`## Proposals of the earlier review

${table(
  ['Proposal', 'What became of it', 'Still granted'],
  proposals.map(({ id, outcome, stillGranted }) => row(code(id), outcome, codes(stillGranted))),
)}`
}`;
  return `${document.text.trimEnd()}\n`;
}
