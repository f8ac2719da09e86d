import { describe, expect, test } from 'vitest';
import { hostileAssessment, largeAssessment, richAssessment } from '../support/assessment-fixture.ts';
import { exceptedAssessment } from '../support/excepted-assessment.ts';
import { parseCsv } from '../support/parse-csv.ts';
import { reportTexts } from '../support/report-texts.ts';

const ASSESSMENTS = {
  rich: richAssessment,
  hostile: hostileAssessment,
  excepted: exceptedAssessment,
  large: () => largeAssessment(30, 40),
};

/** Formatted for people: `18,204`. */
const number = (text: string | undefined): number => Number((text ?? '').replaceAll(',', ''));

function fromHtml(text: string): Record<string, number> {
  return Object.fromEntries(
    [...text.matchAll(/data-count="([A-Za-z]+)">([\d,]+)</g)].map(([, name, value]) => [name, number(value)]),
  );
}

function fromMarkdown(text: string): Record<string, number> {
  return Object.fromEntries(
    [...text.matchAll(/^\| [^|]+ \| `([A-Za-z]+)` \| ([\d,]+) \|$/gm)].map(([, name, value]) => [
      name,
      number(value),
    ]),
  );
}

/** Counted from the rows, not copied from a total. */
function fromCsv(text: string): Record<string, number> {
  const [head = [], ...records] = parseCsv(text);
  const rows = records.map((record) =>
    Object.fromEntries(head.map((name, index) => [name, record[index] ?? ''])),
  );
  const count = (wanted: Record<string, string>): number =>
    rows.filter((row) => Object.entries(wanted).every(([name, value]) => row[name] === value)).length;
  const permission = (wanted: Record<string, string>) => count({ record: 'permission', ...wanted });
  const finding = (severity: string) => count({ record: 'finding', severity });
  const excepted = rows.filter((row) => row.record === 'finding' && row.excepted !== '').length;
  const agentsWith = (status: string): number =>
    new Set(
      rows
        .filter(
          (row) =>
            row.record === 'permission' &&
            row.agent === 'yes' &&
            row.severity === 'critical' &&
            row.status === status,
        )
        .map((row) => row.principal_arn),
    ).size;
  return {
    sensitiveGranted: permission({}),
    used: permission({ status: 'used' }),
    unused: permission({ status: 'unused' }),
    unknown: permission({ status: 'unknown' }),
    deniedOnly: permission({ status: 'denied-only' }),
    unusedCritical: permission({ status: 'unused', severity: 'critical' }),
    unusedHigh: permission({ status: 'unused', severity: 'high' }),
    unusedMedium: permission({ status: 'unused', severity: 'medium' }),
    unusedLow: permission({ status: 'unused', severity: 'low' }),
    agentsWithCriticalUnused: agentsWith('unused'),
    agentsWithCriticalUnknown: agentsWith('unknown'),
    findings: count({ record: 'finding' }),
    findingsCritical: finding('critical'),
    findingsHigh: finding('high'),
    findingsMedium: finding('medium'),
    findingsLow: finding('low'),
    ...(excepted === 0 ? {} : { findingsExcepted: excepted }),
    recommendationsVerified: count({ record: 'proposal', status: 'verified' }),
    recommendationsFailed: count({ record: 'proposal', status: 'failed' }),
    recommendationsNotProposed: count({ record: 'proposal', status: 'not-proposed' }),
  };
}

describe.each(Object.entries(ASSESSMENTS))('counts of the %s assessment', (_name, assessment) => {
  const files = reportTexts(assessment());
  const text = (path: string): string => files.get(path) ?? '';
  const { summary } = JSON.parse(text('assessment.json')) as { summary: Record<string, number> };

  test('are all in the HTML, the Markdown, the step summary, the SARIF log and the manifest', () => {
    expect(Object.keys(summary).length).toBeGreaterThan(20);
    expect(fromHtml(text('report.html'))).toEqual(summary);
    expect(fromMarkdown(text('report.md'))).toEqual(summary);
    expect(fromMarkdown(text('step-summary.md'))).toEqual(summary);
    expect(JSON.parse(text('findings.sarif')).runs[0].properties.counts).toEqual(summary);
    expect((JSON.parse(text('pack/manifest.json')) as { counts: unknown }).counts).toEqual(summary);
  });

  test('are the rows of the CSV', () => {
    expect(summary).toMatchObject(fromCsv(text('findings.csv')));
  });

  test('are the removals of the SARIF log, each at a statement of a file that is there', () => {
    const { results } = JSON.parse(text('findings.sarif')).runs[0];
    const removed = new Set<string>();
    const found = new Set<number>();
    for (const { ruleId, locations, properties } of results) {
      if (ruleId === 'RemovablePermissions') {
        for (const action of properties.actions) removed.add(`${properties.proposal} ${action}`);
      } else found.add(properties.finding);
      for (const { physicalLocation } of locations) {
        const lines = text(physicalLocation.artifactLocation.uri).split('\n');
        const { startLine, endLine } = physicalLocation.region;
        const statement = lines
          .slice(startLine - 1, endLine)
          .join('\n')
          .replace(/,$/, '');
        expect(JSON.parse(statement)).toHaveProperty(startLine === 1 ? 'Statement' : 'Effect');
      }
    }
    // A proposal without a document before it (it only attaches) has no file to point at.
    expect(removed.size).toBe(summary.removals);
    expect(found.size).toBeLessThanOrEqual(summary.findings ?? 0);
  });

  test('are the lines of the OCSF file', () => {
    const events = text('ocsf.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const sums = events.filter(
      ({ finding_info }) => finding_info.types[0] === 'unused-sensitive-permissions',
    );
    const unused = sums.reduce(
      (sum, event) => sum + event.permission_analysis_results[0].unused_privileges_count,
      0,
    );
    expect(unused).toBe(summary.unused);
    expect(events.length - sums.length).toBe(summary.findings);
  });
});

test('the summary of the rich assessment, counted by hand', () => {
  expect(richAssessment().summary).toEqual({
    principals: 7,
    principalsInScope: 5,
    principalsExcluded: 2,
    agents: 3,
    agentsWithCriticalUnused: 1,
    agentsWithCriticalUnknown: 3,
    sensitiveGranted: 25,
    used: 6,
    unused: 13,
    unknown: 5,
    deniedOnly: 1,
    unusedCritical: 7,
    unusedHigh: 6,
    unusedMedium: 0,
    unusedLow: 0,
    findings: 3,
    findingsCritical: 1,
    findingsHigh: 2,
    findingsMedium: 0,
    findingsLow: 0,
    recommendationsVerified: 2,
    recommendationsFailed: 1,
    recommendationsNotProposed: 1,
    removals: 9,
  });
});
