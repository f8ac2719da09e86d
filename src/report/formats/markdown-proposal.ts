import type { ChangeView, RecommendationView } from '../view/recommendation-view.ts';
import { bullets, codes, section } from './markdown-parts.ts';
import { block, code, type Markdown, md } from './markdown-text.ts';

/** One proposal: what it removes and keeps, what the checks said, and its diffs. */
export const recommendation = (
  view: RecommendationView,
): Markdown => md`**Proposal: ${view.statusTitle}.** ${view.statusMeaning}

${section(view.removed, () => md`- Removes ${view.removedCount}: ${codes(view.removed)}\n`)}${bullets(decidedLines(view))}${section(view.requires, () => md`- Takes effect only together with: ${codes(view.requires)}\n`)}${bullets(view.notes.map((note) => md`${note}`))}${bullets(
  view.checks.map(
    ({ title, passed, extent, counterexamples }) =>
      md`${title}: ${passed ? 'passed' : 'failed'}${extent === '' ? '' : `, ${extent}`}${counterexamples.map(
        ({ action, resource, explanation }) =>
          md`; ${code(action)}${resource === null ? '' : md` on ${code(resource)}`}: ${explanation}`,
      )}`,
  ),
)}${bullets(awsLines(view))}${bullets(view.kept.map(({ title, reason, actions }) => md`Kept: **${title}.** ${reason} ${codes(actions)}`))}
${view.changes.map(change)}
`;

/** What rests on a person's word and not on evidence. */
const decidedLines = ({ decided: { words, groups } }: RecommendationView): readonly Markdown[] =>
  words === ''
    ? []
    : [
        md`**${words}.**${groups.map(
          ({ reason, principalArn, evidence, actions }) =>
            md` ${reason} (${code(principalArn)}; the evidence says: ${evidence}): ${codes(actions)}.`,
        )}`,
      ];

const awsLines = ({ awsValidation }: RecommendationView): readonly Markdown[] =>
  awsValidation === null
    ? []
    : [
        md`AWS Access Analyzer: ${awsValidation.passed ? 'passed' : 'failed'}. ${awsValidation.words}${awsValidation.findings.map(
          ({ severityWords, check, policy, code: name, message }) =>
            md` **${severityWords}** ${check} of ${code(policy)}: ${code(name)} ${message}`,
        )}`,
      ];

function change({ title, policy, kind, diff }: ChangeView): Markdown {
  const lines = diff.rows.flatMap(({ skipped, changed, left, right }) => {
    if (skipped !== '') return [`  … ${skipped}`];
    if (!changed) return left === null ? [] : [`  ${left.text}`];
    return [...(left === null ? [] : [`- ${left.text}`]), ...(right === null ? [] : [`+ ${right.text}`])];
  });
  return md`${title}: ${code(policy)} (${kind})

${block('diff', lines.join('\n'))}
`;
}
