import type { Reporter } from '../reporter.ts';
import type { Decision } from '../view/decision-queue.ts';
import { formatCount } from '../view/format.ts';
import { type FindingView, type PrincipalSection, principalSection } from '../view/principal-view.ts';
import type { Settlements } from '../view/settlements.ts';
import type { ViewModel } from '../view/view-model.ts';
import { agentsSection, sessionsSection, workspacesSection } from './markdown-agents.ts';
import { backtestSection } from './markdown-backtest.ts';
import { bullets, codes, section } from './markdown-parts.ts';
import { recommendation } from './markdown-proposal.ts';
import { reviewSections, sinceSection } from './markdown-review.ts';
import { code, type Markdown, md, row, table } from './markdown-text.ts';

/** `report.md`: the same view for a terminal, a wiki or a review thread. */
export const markdown: Reporter = ({ view }) => new Map([['report.md', { parts: () => parts(view) }]]);

/** Principal by principal: the whole of a large report is tens of megabytes, put together of as many small texts. */
function* parts(view: ViewModel): Generator<string, void, undefined> {
  yield opening(view).text;
  for (const { text } of principals(view)) yield text;
  yield `${closing(view).text.trimEnd()}\n`;
}

function opening(view: ViewModel): Markdown {
  const { coverage, window, tool } = view;
  return md`# Permission review

**${coverage.title}.** ${coverage.meaning}

${bullets(coverage.notes.map((note) => md`${note}`))}
- Scope: ${view.scope}
- Window: ${window.start} to ${window.end} (${window.days})
- As of: ${view.asOf}
- Evidence: ${coverage.events}; ${coverage.complete}
- Inputs: ${view.inputWords}
- Proposal target: ${view.target}
- Tool: ${tool.name} ${tool.version}

${sinceSection(view)}
## Numbers

${table(
  ['Count', 'Name', 'Value'],
  view.countRows.map(({ label, name, value }) => row(label, code(name), value)),
)}
${agentsSection(view)}## Decisions, worst first

${section([...view.queue.top, ...view.queue.rest], () =>
  table(['Severity', 'Decision', 'Who', 'Exposure'], [...view.queue.top, ...view.queue.rest].map(decision)),
)}
## Principals

`;
}

function closing(view: ViewModel): Markdown {
  const { coverage } = view;
  return md`
${section(
  view.sharedRecommendations,
  () => md`## Shared policies

${view.sharedRecommendations.map((each) => md`### ${code(each.id)}\n\n${recommendation(each)}`)}`,
)}
${workspacesSection(view)}${section(view.accountFindings, () => md`## Findings about accounts\n\n${view.accountFindings.map(finding)}`)}
${reviewSections(view)}
${backtestSection(view.backtest)}## Coverage

${coverage.events}; ${coverage.span}.

${section(coverage.witnesses, () =>
  table(
    ['Witness', 'Account', 'Region', 'What it could see', 'From and to', 'Gaps'],
    coverage.witnesses.map(({ name, account, region, scope, period, complete, gaps }) =>
      row(
        name,
        code(account),
        region,
        scope,
        period,
        complete ? 'whole window' : gaps.map((gap) => `${gap.period}: ${gap.reason}`).join('; '),
      ),
    ),
  ),
)}
${bullets(coverage.accounting.map(({ what, sum }) => md`${what}: ${sum}`))}
${section(coverage.integrity === null ? [] : [coverage.integrity], () => md`${coverage.integrity ?? ''}\n\n`)}
${section(coverage.integrityRows, () =>
  table(
    ['Log files of', 'Against the digest files', 'Log files', 'Digest files', 'What failed'],
    coverage.integrityRows.map(({ place, status, files, digests, problems }) =>
      row(code(place), status, files, digests, problems.join('; ')),
    ),
  ),
)}
${section(coverage.unreadable, () => md`### Unreadable inputs\n\n${bullets(coverage.unreadable.map(({ location, reason }) => md`${code(location)}: ${reason}`))}\n`)}
${section(coverage.unmapped, () => md`### Events that map to no known action\n\n${bullets(coverage.unmapped.map(({ event, count }) => md`${code(event)}: ${count}`))}\n`)}
${section(view.excluded, () => md`### Excluded from the population\n\n${bullets(view.excluded.map(({ principalArn, rule }) => md`${code(principalArn)}: ${rule}`))}\n`)}
## Inputs

${table(
  ['Kind', 'Location', 'Records', 'SHA-256'],
  view.inputs.map(({ kind, location, records, sha256 }) => row(kind, code(location), records, code(sha256))),
)}
${bullets(view.catalog.map(({ name, version, date }) => md`Catalog: ${name} ${version} (${date})`))}`;
}

const decision = ({
  severity,
  title,
  kind,
  statusTitle,
  detail,
  who,
  isAgent,
  exposure,
  settles,
}: Decision): Markdown =>
  row(
    severity,
    md`**${title}** (${kind}${statusTitle === '' ? '' : `, ${statusTitle}`}): ${detail}${settlesWords(settles)}`,
    md`${code(who)}${isAgent ? ' (agent)' : ''}`,
    exposure,
  );

const settlesWords = ({ shown, more }: Settlements): string =>
  [...shown.map(({ words, name }) => ` ${words} "${name}".`), ...(more === '' ? [] : [` ${more}`])].join('');

/** Above this many permissions none is named: nobody reads, or opens, a page of 30 MB. */
const MOST_PERMISSIONS = 20_000;

function* principals({ principals: all, counts }: ViewModel): Generator<Markdown, void, undefined> {
  const rows = all.reduce((sum, each) => sum + each.rows, 0);
  if (rows <= MOST_PERMISSIONS) {
    for (const view of all) yield principal(principalSection(view));
    return;
  }
  yield md`The review judges ${formatCount(rows)} permissions, too many to read here: all are in \`assessment.json\`; the ${counts.sensitiveGranted} that are sensitive and granted to principals in scope are rows of \`findings.csv\` too.

`;
  for (const view of all) {
    const blocked = view.blocked.map((group) => ({ ...group, actions: [] }));
    yield principal({ ...view, permissions: UNNAMED, blocked });
  }
}

/** The permissions without their rows; how many there are stands with the principal. */
const UNNAMED: PrincipalSection['permissions'] = {
  unused: [],
  unusedCommon: { lastUsed: '', proof: '', grantedBy: '' },
  unknown: [],
  deniedOnly: [],
  used: [],
  proofs: [],
};

function principal(view: PrincipalSection): Markdown {
  const { permissions, exposure } = view;
  return md`### ${code(view.name)}

- ${view.type}: ${code(view.arn)} (${code(view.uniqueId)}), account ${code(view.account)}${view.inScope ? '' : ', not in scope'}
- ${view.agent}${view.agentEvidence.map(({ marker, detail }) => md`; ${marker}: ${detail}`)}
- ${view.usedOfGranted}
- ${view.activity}
- Exposure ${exposure.before} now, ${exposure.after} once applied; ${exposure.unknown} cannot be judged
${view.unmanageable === '' ? '' : md`- ${view.unmanageable}\n`}
${section(permissions.unused, () =>
  table(
    ['Unused action', 'Severity', 'Why sensitive', 'Last use', 'Evidence', 'Granted by'],
    permissions.unused.map(({ action, severity, categories, lastUsed, proof, grantedBy }) =>
      row(
        code(action),
        severity,
        categories,
        lastUsed,
        proof === '' ? '' : `E${proof}`,
        grantedBy.join('; '),
      ),
    ),
  ),
)}
${permissions.unknown.map(
  ({ reasons, count, permissions: unknown }) => md`${count} cannot be judged: ${reasons.map(
    ({ title, meaning, remedy }) => md`**${title}.** ${meaning} ${remedy} `,
  )}

${codes(unknown.map(({ action }) => action))}

`,
)}
${section(permissions.deniedOnly, () => md`Only denied: ${codes(permissions.deniedOnly.map(({ action }) => action))}\n`)}
${section(permissions.used, () => md`Used: ${codes(permissions.used.map(({ action }) => action))}\n`)}
${bullets(view.blocked.map(({ count, reason, actions }) => md`${count} granted without effect now: ${reason} ${codes(actions)}`))}${view.sessions === null ? '' : sessionsSection(view.sessions)}${view.recommendations.map(recommendation)}
${bullets(view.shared.map(({ id, statusTitle }) => md`Proposal for a shared policy: ${code(id)} (${statusTitle})`))}
${view.findings.map(finding)}
${permissions.proofs.map(
  ({ number, witnesses }) => md`- E${number}: ${witnesses.map(
    ({ name, saw, period, complete, detail }) =>
      md`${name} ${saw}, ${period}${complete ? '' : ' (not the whole window)'}. ${detail} `,
  )}
`,
)}
`;
}

const finding = ({
  severity,
  title,
  detail,
  remedy,
  evidence,
  controls,
  excepted,
}: FindingView): Markdown => md`- **${severity}: ${title}.** ${detail} ${remedy}
${excepted.map((item) => md`  - **Excepted:** ${item}\n`)}${evidence.map((item) => md`  - ${item}\n`)}${section(controls, () => md`  - Controls: ${controls.join(', ')}\n`)}`;
