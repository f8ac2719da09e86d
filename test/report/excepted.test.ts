import { describe, expect, test } from 'vitest';
import { summaryLines } from '../../src/cli/summary-lines.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { coveringExceptions } from '../../src/report/excepted.ts';
import { parseAssessment } from '../../src/report/index.ts';
import { viewModel } from '../../src/report/view/view-model.ts';
import { HOSTILE_STRINGS, richAssessment } from '../support/assessment-fixture.ts';
import { AGENT, DEPLOYER, EXPORT, exceptedAssessment } from '../support/excepted-assessment.ts';
import { parseCsv } from '../support/parse-csv.ts';
import { reportTexts } from '../support/report-texts.ts';

const assessment = exceptedAssessment();
const files = reportTexts(assessment);
const SAID =
  'until 2027-01-31, owner mia (platform), approved by ada, CISO (SEC-12): break-glass until the new pipeline is there';
const OF_AGENT = `* ${SAID}`;
const OF_DEPLOYER = [`kms:Schedule* ${SAID}`, `s3:PutBucketPolicy ${SAID}`];
const OF_EXPORT = `s3:DeleteBucket ${SAID}`;

const textOf = (path: string, written = files): string => written.get(path) ?? '';
const rowsOf = (written = files): readonly Record<string, string>[] => {
  const [head = [], ...records] = parseCsv(textOf('findings.csv', written));
  return records.map((record) => Object.fromEntries(head.map((name, at) => [name, record[at] ?? ''])));
};
const resultsOf = (written = files): readonly { suppressions?: JsonObject[]; properties: JsonObject }[] =>
  JSON.parse(textOf('findings.sarif', written)).runs[0].results;
/** The articles of findings in the HTML, by their title. */
const articles = (written = files): ReadonlyMap<string, string> =>
  new Map(
    [...textOf('report.html', written).matchAll(/<article class="finding"[\s\S]*?<\/article>/g)].map(
      ([article]) => [/<b>(.*?)<\/b>/.exec(article)?.[1] ?? '', article],
    ),
  );

describe('a finding that exceptions cover', () => {
  test('is marked in HTML and Markdown, with what, until when, who and why, said once', () => {
    const said: Readonly<Record<string, readonly string[]>> = {
      'Excepted at a statement': [OF_AGENT],
      'Excepted twice': OF_DEPLOYER,
      'Excepted whole': [OF_EXPORT],
    };
    const markdown = textOf('report.md').replaceAll('\\*', '*');
    for (const [title, sentences] of Object.entries(said)) {
      const article = articles().get(title) ?? '';
      expect(article).toContain('<span class="status excepted">Excepted</span>');
      expect(article).toContain('<p>It may do more than it does.</p>');
      expect(article.split(SAID)).toHaveLength(sentences.length + 1);
      expect(markdown).toContain(`**critical: ${title}.** It may do more than it does. `);
      for (const sentence of sentences) {
        expect(article).toContain(`<li>${sentence}</li>`);
        expect(markdown).toContain(`  - **Excepted:** ${sentence}\n`);
      }
    }
    const marked = [...articles()].filter(([, article]) => article.includes('status excepted'));
    expect(marked.map(([title]) => title).sort()).toEqual(Object.keys(said));
    expect(markdown.match(/\*\*Excepted:\*\*/g)).toHaveLength(4);
  });

  test('is suppressed in SARIF, where every other result says that it is not', () => {
    const suppressed = resultsOf().filter(({ suppressions }) => suppressions?.length !== 0);
    expect(suppressed).toMatchObject([
      {
        suppressions: [{ kind: 'external', status: 'accepted', justification: OF_AGENT }],
        properties: { principals: [AGENT] },
      },
    ]);
    expect(resultsOf().length).toBeGreaterThan(suppressed.length);
  });

  test('is named in the last column of findings.csv, as is each permission that one in force keeps', () => {
    const [head] = parseCsv(textOf('findings.csv'));
    expect(head?.slice(-2)).toEqual(['aws_validation', 'excepted']);
    const said = rowsOf().filter(({ excepted }) => excepted !== '');
    expect(
      said.map(({ record, principal_arn, subject, excepted }) => [record, principal_arn, subject, excepted]),
    ).toEqual([
      ['permission', EXPORT, 's3:DeleteBucket', OF_EXPORT],
      ['permission', DEPLOYER, 'kms:ScheduleKeyDeletion', OF_DEPLOYER[0]],
      ['permission', DEPLOYER, 's3:PutBucketPolicy', OF_DEPLOYER[1]],
      ['permission', AGENT, 'ssm:SendCommand', OF_AGENT],
      ['finding', AGENT, 'AdministratorAccess', OF_AGENT],
      ['finding', DEPLOYER, 'UnusedSensitivePermissions', OF_DEPLOYER.join('; ')],
      ['finding', EXPORT, 'UnusedSensitivePermissions', OF_EXPORT],
    ]);
  });

  test('comes last in the queue of decisions, with what was decided', () => {
    const { top, rest } = viewModel(assessment).queue;
    const queue = [...top, ...rest];
    expect(queue.slice(-4).map(({ statusTitle, detail }) => [statusTitle, detail])).toEqual([
      ['', expect.any(String)],
      ['Excepted', OF_AGENT],
      ['Excepted', OF_EXPORT],
      ['Excepted', OF_DEPLOYER.join('; ')],
    ]);
    expect(textOf('report.html')).toContain('decisions, 3 of them excepted, which stand last.');
  });

  test('is counted alike everywhere', () => {
    expect(assessment.summary).toMatchObject({ findings: 7, findingsExcepted: 3 });
    expect(textOf('report.html')).toContain('data-count="findingsExcepted">3<');
    const suppressed = textOf('ocsf.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ status }) => status === 'Suppressed')
      .map(({ finding_info, user }) => [finding_info.types[0], user.uid]);
    // And what sums up principals all of whose unused permissions are excepted; not the agent, of which one is.
    expect(suppressed).toEqual([
      ['UnusedSensitivePermissions', EXPORT],
      ['UnusedSensitivePermissions', DEPLOYER],
      ['AdministratorAccess', AGENT],
      ['unused-sensitive-permissions', EXPORT],
      ['unused-sensitive-permissions', DEPLOYER],
    ]);
    expect(summaryLines(assessment).join('\n')).toContain(
      'Findings: 7 (5 critical, 2 high), 3 of them excepted.',
    );
    expect(parseAssessment(textOf('assessment.json'))).toEqual(assessment);
  });
});

test('exceptions in the same words stay apart from those that cover the finding', () => {
  const covered = assessment.findings.find(({ title }) => title === 'Excepted twice');
  const [first] = (assessment.exceptions ?? []).filter(({ action }) => action === 'kms:Schedule*');
  if (covered === undefined || first === undefined) throw new Error('the fixture has no such finding');
  // Of another statement, by another owner: its words without the owner are those of the first.
  const other = { ...first, statement: 'ba9876543210', owner: 'somebody else', actions: ['kms:Decrypt'] };
  const more = { ...assessment, exceptions: [...(assessment.exceptions ?? []), other] };
  const row = rowsOf(reportTexts(more)).find(
    ({ subject, excepted }) => subject === covered.type && excepted?.includes('kms:'),
  );
  expect(row?.excepted).toBe(OF_DEPLOYER.join('; '));
});

test('of an assessment that has them as one text only, that text is said', () => {
  const { excepted: _, ...older } = assessment.findings.find(({ title }) => title === 'Excepted twice') ?? {};
  expect(coveringExceptions(older)).toEqual([
    expect.stringMatching(/^Excepted: kms:Schedule\* .* s3:PutBucketPolicy /),
  ]);
  expect(coveringExceptions({})).toEqual([]);
});

test('one that is excepted in part is not marked; its evidence says which part', () => {
  const article = articles().get('Excepted in part') ?? '';
  expect(article).not.toContain('status excepted');
  expect(article).toContain('<li>Excepted: * until 2027-01-31, approved by ada, CISO (SEC-12): break-glass');
});

test('where no exceptions were given nothing is said of them', () => {
  const plain = reportTexts(richAssessment());
  expect(resultsOf(plain).filter((result) => 'suppressions' in result)).toEqual([]);
  expect(rowsOf(plain).filter(({ excepted }) => excepted !== '')).toEqual([]);
  for (const path of ['report.html', 'report.md', 'step-summary.md', 'assessment.json']) {
    expect(textOf(path, plain).replace(/<style>[\s\S]*?<\/style>/, '')).not.toMatch(/excepted/i);
  }
});

test.each(Object.values(HOSTILE_STRINGS))('what people wrote stays inert: %j', (hostile) => {
  const written = reportTexts(exceptedAssessment(() => hostile));
  for (const article of articles(written).values()) {
    expect(
      article.replace(/<\/?(?:article|div|p|span|b|ul|li|code)(?: (?:class|id)="[^"<>]*")*>/g, ''),
    ).not.toMatch(/[<>]/);
  }
  expect(
    [...articles(written).values()].filter((article) => article.includes('status excepted')),
  ).toHaveLength(3);
  for (const field of parseCsv(textOf('findings.csv', written)).flat()) {
    expect(field).not.toMatch(/^[=+\-@\t\r]/);
    expect(field).not.toMatch(/\p{Cc}|[\u202a-\u202e\u200b-\u200f]/u);
  }
  const markdown = textOf('report.md', written)
    .replace(/^(`{3,})[\s\S]*?^\1$/gm, '')
    .replace(/(?<!\\)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, 'CODE');
  expect(markdown.match(/^ {2}- \*\*Excepted:\*\*/gm)).toHaveLength(4);
  expect(markdown).not.toMatch(/(?<!\\)<[a-z/!]|(?<!\\)\]\(|javascript:|https?:\/\//i);
  const suppressions = resultsOf(written).flatMap((result) => result.suppressions ?? []);
  expect(suppressions).toHaveLength(1);
  expect(suppressions[0]?.justification).toContain(
    `owner ${hostile}, approved by ${hostile} (${hostile}): ${hostile}`,
  );
});
