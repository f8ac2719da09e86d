import { readdirSync, readFileSync } from 'node:fs';
import type { FindingRule } from '../src/analyze/findings/finding-rule.ts';
import { FINDING_RULES } from '../src/analyze/findings/rules.ts';

interface Example {
  readonly name: string;
  readonly why: string;
  readonly file: string;
}

interface Scenario {
  readonly name: string;
  readonly why: string;
  readonly expect: { readonly findings?: readonly string[]; readonly noFindings?: readonly string[] };
}

const scenarioFolder = new URL('../test/scenarios/', import.meta.url);

/** The pages of docs/: `findings.md` is the index, `findings/<type>.md` a page for each row of the table. */
export function findingsPages(): ReadonlyMap<string, string> {
  const rules = [...FINDING_RULES].sort((a, b) => (a.type < b.type ? -1 : 1));
  const scenarios = readScenarios();
  return new Map([
    ['findings.md', index(rules)],
    ...rules.map((rule) => [`findings/${rule.type}.md`, page(rule, scenarios)] as const),
  ]);
}

function index(rules: readonly FindingRule[]): string {
  return text([
    '# Findings',
    '',
    'Generated from `src/analyze/findings/` and `test/scenarios/` by `npm run docs:findings`; a test holds the pages to the',
    'table. The severity is that of the rule; an instance may carry another, with its evidence.',
    '',
    '| finding | severity | says |',
    '|---|---|---|',
    ...rules.map(
      ({ type, severity, title }) => `| [${type}](findings/${type}.md) | ${severity} | ${title} |`,
    ),
  ]);
}

function page(rule: FindingRule, scenarios: ReadonlyMap<string, Example & Scenario['expect']>): string {
  const { type, severity, title, rationale, evidence, remedy, controls } = rule;
  const examples = (list: 'findings' | 'noFindings'): readonly string[] =>
    [...scenarios.values()]
      .filter((scenario) => (scenario[list] ?? []).some((finding) => finding.split(' ')[0] === type))
      .map(({ name, why, file }) => `- **${name}.** ${why} (\`test/scenarios/${file}\`)`);
  return text([
    `# ${type}`,
    '',
    `**${title}.** Severity: ${severity}.`,
    '',
    '## Why it matters',
    '',
    rationale,
    '',
    '## What the evidence shows',
    '',
    evidence,
    '',
    '## What to do',
    '',
    remedy,
    '',
    '## Controls',
    '',
    ...controls.map((control) => `- ${control}`),
    '',
    '## Scenarios that trigger it',
    '',
    ...examples('findings'),
    '',
    '## Scenarios that must not',
    '',
    ...examples('noFindings'),
    '',
    'All findings: [findings](../findings.md).',
  ]);
}

function readScenarios(): ReadonlyMap<string, Example & Scenario['expect']> {
  return new Map(
    readdirSync(scenarioFolder)
      .filter((file) => file.endsWith('.json'))
      .sort()
      .flatMap((file) =>
        (JSON.parse(readFileSync(new URL(file, scenarioFolder), 'utf8')) as readonly Scenario[]).map(
          ({ name, why, expect }) => [`${file} ${name}`, { name, why, file, ...expect }] as const,
        ),
      ),
  );
}

const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;
