import { FINDING_RULES } from '../src/analyze/findings/rules.ts';

/** docs/findings.md: one section per finding, from the table and nothing else. */
export function findingsPage(): string {
  const rules = [...FINDING_RULES].sort((a, b) => (a.type < b.type ? -1 : 1));
  const lines = [
    '# Findings',
    '',
    'Generated from `src/analyze/findings/` by `npm run docs:findings`; a test holds it to the table. The severity is that',
    'of the rule; an instance may carry another, with its evidence. What triggers each finding, and what must not, is in',
    '`test/scenarios/`.',
    '',
    '| finding | severity | says |',
    '|---|---|---|',
    ...rules.map(
      ({ type, severity, title }) => `| [${type}](#${type.toLowerCase()}) | ${severity} | ${title} |`,
    ),
    ...rules.flatMap(({ type, severity, title, rationale, remedy, controls }) => [
      '',
      `## ${type}`,
      '',
      `**${title}.** Severity: ${severity}.`,
      '',
      `Why it matters: ${rationale}`,
      '',
      `What to do: ${remedy}`,
      '',
      `Controls: ${controls.join(', ')}.`,
    ]),
  ];
  return `${lines.join('\n')}\n`;
}
