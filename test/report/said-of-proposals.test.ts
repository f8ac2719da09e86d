import { expect, test } from 'vitest';
import { buildAssessment, parseAssessment } from '../../src/report/index.ts';
import { viewModel } from '../../src/report/view/view-model.ts';
import { arnOf, assessmentInput, HOSTILE_STRINGS, passed } from '../support/assessment-fixture.ts';
import { parseCsv } from '../support/parse-csv.ts';
import { reportTexts } from '../support/report-texts.ts';

const AGENT = arnOf('triage-agent');
const BLOCKED = 'The service control policy no-keys (p-1) denies it.';

/** The rich review, with what people, service control policies and Access Analyzer say of the triage agent. */
function assessment(say: (text: string) => string = (text) => text) {
  const input = assessmentInput();
  return buildAssessment({
    ...input,
    analysis: {
      ...input.analysis,
      principals: input.analysis.principals.map((principal) =>
        principal.principalArn === AGENT
          ? {
              ...principal,
              grants: { ...principal.grants, effective: { actions: 18_200, sensitive: 9 } },
              permissions: principal.permissions.map((permission) =>
                ['iam:CreateAccessKey', 'iam:PassRole', 'bedrock:InvokeModel'].includes(permission.action)
                  ? { ...permission, blockedBy: say(BLOCKED) }
                  : permission,
              ),
            }
          : principal,
      ),
    },
    recommendations: input.recommendations.map((recommendation) =>
      recommendation.id === AGENT
        ? {
            ...recommendation,
            removed: [...recommendation.removed, 'iam:PassRole', 's3:GetObject'],
            decided: ['iam:PassRole', 's3:GetObject'].map((action) => ({
              principalArn: AGENT,
              action,
              usage: 'unknown' as const,
              reason: say('security: agents never pass roles'),
            })),
            verification: {
              ...passed,
              awsValidate: {
                status: 'failed' as const,
                findings: [
                  {
                    policy: say('paredown-triage-agent'),
                    check: 'CheckNoNewAccess' as const,
                    severity: 'NEW_ACCESS' as const,
                    code: say('NEW'),
                    message: say('allows sqs:SendMessage'),
                  },
                ],
              },
            },
          }
        : recommendation,
    ),
  });
}

const files = reportTexts(assessment());
const text = (path: string): string => files.get(path) ?? '';
const rows = (): readonly Record<string, string>[] => {
  const [head = [], ...records] = parseCsv(text('findings.csv'));
  return records.map((record) => Object.fromEntries(head.map((name, index) => [name, record[index] ?? ''])));
};
const [section] = viewModel(assessment()).principals.filter(({ arn }) => arn === AGENT);

test('a grant that a service control policy blocks is said to be without effect, and by which, in every format', () => {
  expect(section?.usedOfGranted).toContain('; service control policies leave 18,200 actions, 9 sensitive');
  const blocked = section?.blocked ?? [];
  expect(blocked).toMatchObject([{ reason: BLOCKED, count: '3 permissions' }]);
  const html = text('report.html');
  expect(html).toContain(`3 permissions granted without effect now, marked below: ${BLOCKED}`);
  // A row each: unused, unknown and used.
  expect(html.split(`Without effect now: ${BLOCKED}`)).toHaveLength(4);
  expect(html).toContain('service control policies leave 18,200 actions, 9 sensitive');
  const markdown = text('report.md');
  expect(markdown).toContain(`3 permissions granted without effect now: ${BLOCKED}`);
  expect(markdown).toContain('service control policies leave 18,200 actions, 9 sensitive');
  expect(rows().filter(({ blocked_by }) => blocked_by === BLOCKED)).toHaveLength(3);
});

test('removals that rest on a decision are told from those that rest on evidence', () => {
  const words = '2 removals here rest on a person&#x27;s decision (never list), not on evidence of no use';
  expect(text('report.html')).toContain(words);
  expect(text('report.html')).toContain('security: agents never pass roles');
  expect(text('report.md')).toContain(words.replace('&#x27;', "'"));
  expect(text('report.md')).toMatch(
    /agents never pass roles .*cannot be judged\): `iam:PassRole`, `s3:GetObject`/,
  );
  const decided = rows().filter((row) => row.record === 'permission' && row.decided !== '');
  expect(decided.map(({ subject }) => subject)).toEqual(['iam:PassRole', 's3:GetObject']);
  expect(rows().find(({ subject, record }) => record === 'proposal' && subject === AGENT)?.decided).toBe('2');
});

test('what Access Analyzer answered stands beside our own checks', () => {
  expect(text('report.html')).toMatch(
    /AWS Access Analyzer: failed[\s\S]*new access[\s\S]*allows sqs:SendMessage/,
  );
  expect(text('report.md')).toMatch(/AWS Access Analyzer: failed.*new access.*`NEW` allows sqs:SendMessage/);
  expect(rows().find(({ aws_validation }) => aws_validation !== '')).toMatchObject({
    subject: AGENT,
    aws_validation: 'failed; NEW_ACCESS NEW of paredown-triage-agent',
  });
  expect(parseAssessment(text('assessment.json')).recommendations).toEqual(assessment().recommendations);
});

test('nothing of it is said where nothing was', () => {
  const plain = reportTexts(buildAssessment(assessmentInput()));
  for (const path of ['report.html', 'report.md'])
    expect(plain.get(path)).not.toMatch(
      /never list|AWS Access Analyzer|without effect|service control policies leave/,
    );
});

test.each(Object.values(HOSTILE_STRINGS))('hostile text in it stays inert: %j', (hostile) => {
  const written = reportTexts(assessment(() => hostile));
  const html = (written.get('report.html') ?? '').replace(
    /<style>[\s\S]*?<\/style>|<script>[\s\S]*<\/script>/g,
    '',
  );
  expect(html).not.toMatch(/<(?:img|script|style)\b/);
  for (const record of parseCsv(written.get('findings.csv') ?? ''))
    for (const field of record) expect(field).not.toMatch(/^[=+\-@\t\r]/);
  const markdown = (written.get('report.md') ?? '')
    .replace(/^(`{3,})[\s\S]*?^\1$/gm, '')
    .replace(/(?<!\\)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '');
  expect(markdown).not.toMatch(/(?<!\\)<[a-z/!]|(?<!\\)\]\(/i);
});
