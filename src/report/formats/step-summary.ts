import type { Reporter } from '../reporter.ts';
import { formatCount } from '../view/format.ts';
import type { AgentLine, ViewModel } from '../view/view-model.ts';
import { code, Markdown, md, row } from './markdown-text.ts';

/** GitHub refuses a step summary above 1 MiB and shows nothing of it; some room is left for other steps' lines. */
const LONGEST = 1_000_000;

/**
 * `step-summary.md`, for `cat step-summary.md >> "$GITHUB_STEP_SUMMARY"`: verdict, counts and decisions. Decisions that
 * would make it too long are left out and counted.
 */
export const stepSummary: Reporter = ({ view }) => {
  const head = opening(view).text;
  const decisions = [...view.queue.top, ...view.queue.rest].map(
    ({ severity, title, kind, statusTitle, who, isAgent, exposure }) =>
      row(
        severity,
        md`**${title}** (${kind}${statusTitle === '' ? '' : `, ${statusTitle}`})`,
        md`${code(who)}${isAgent ? ' (agent)' : ''}`,
        exposure,
      ).text,
  );
  let size = Buffer.byteLength(head, 'utf8');
  let fitting = 0;
  for (const line of decisions) {
    size += Buffer.byteLength(line, 'utf8');
    if (size > LONGEST) break;
    fitting++;
  }
  const left = decisions.length - fitting;
  const closing =
    left === 0
      ? 'Details, diffs and evidence are in `report.html` and `report.md` of the artifact.\n'
      : `${formatCount(left)} more decisions do not fit here: all are in \`report.html\`, \`report.md\` and \`findings.csv\` of the artifact.\n`;
  return new Map([['step-summary.md', `${head}${decisions.slice(0, fitting).join('')}\n${closing}`]]);
};

function opening(view: ViewModel): Markdown {
  const { coverage, window } = view;
  return md`## Permission review

**${coverage.title}.** ${coverage.meaning}

${coverage.notes.slice(0, MOST_NOTES).map((note) => md`- ${note}\n`)}
- Scope: ${view.scope}
- Window: ${window.start} to ${window.end} (${window.days})

${agents('Agents that hold critical permissions they have not used', view.agentsUnused.top, view.agentsUnused.rest.length)}
${agents('Agents that hold critical permissions that cannot be judged', view.agentsUnknown.top, view.agentsUnknown.rest.length)}
${view.switchOn.map(({ title, words, remedy, types }) => md`- **${title}** (${words}): ${remedy} ${types}\n`)}
### Numbers

${row('Count', 'Name', 'Value')}| --- | --- | ---: |
${view.countRows.map(({ label, name, value }) => row(label, code(name), value))}
### Decisions, worst first

${row('Severity', 'Decision', 'Who', 'Exposure')}| --- | --- | --- | ---: |
`;
}

/** Notes shown; a broken log of many files has one for each. */
const MOST_NOTES = 20;

const agents = (title: string, lines: readonly AgentLine[], more: number): Markdown =>
  lines.length === 0
    ? new Markdown('')
    : md`### ${title}

${lines.map(({ name, account, count, actions, more: others }) => md`- ${code(name)} (${account}): ${count} critical, ${actions.map((action, index) => md`${index === 0 ? '' : ', '}${code(action)}`)} ${others}\n`)}${more > 0 ? md`- and ${formatCount(more)} more agents\n` : md``}`;
