import { describe, expect, test } from 'vitest';
import * as cited from '../../src/analyze/findings/controls.ts';
import { controlRecords } from '../../src/report/control-evidence.ts';
import { CONTROLS } from '../../src/report/controls.ts';
import { decisionItems, parseAssessment, withReview } from '../../src/report/index.ts';
import { HOSTILE_STRINGS, hostileAssessment, richAssessment } from '../support/assessment-fixture.ts';
import { parseCsv } from '../support/parse-csv.ts';
import { reportTexts } from '../support/report-texts.ts';

test('every control a finding can cite is in the table with its framework and version', () => {
  const known = new Set(CONTROLS.map((control) => control.cited));
  expect(known.size).toBe(CONTROLS.length);
  for (const control of Object.values(cited).flat()) expect([...known]).toContain(control);
  for (const { framework, version, id, title } of CONTROLS) {
    expect([framework, version, id, title]).not.toContain('');
  }
});

test('the control view lists each finding under each control it cites, in CSV, HTML and Markdown', () => {
  const assessment = richAssessment();
  const cites = assessment.findings.flatMap(({ controls }) => controls);
  const records = controlRecords(assessment);
  expect(records.reduce((sum, { findings }) => sum + findings.length, 0)).toBe(cites.length);
  const files = reportTexts(assessment);
  const rows = parseCsv(files.get('pack/controls.csv') ?? '');
  expect(rows.filter((row) => row[4] === 'finding')).toHaveLength(cites.length);
  expect(files.get('report.html')).toContain('id="controls"');
  expect(files.get('report.md')).toContain('## Controls');
});

const review = {
  exceptions: [
    {
      account: '111122223333',
      principal: 'arn:aws:iam::111122223333:role/x',
      action: 'iam:PassRole',
      statement: '0123456789ab',
      owner: HOSTILE_STRINGS.formula,
      approver: 'mia',
      reason: '<script>alert(2)</script>',
      ticket: '=1+1',
      granted: '2026-01-01',
      expires: '2026-06-01',
      status: 'expired' as const,
      detail: 'It expired on 2026-06-01.',
      actions: [],
    },
  ],
};

describe('decisions, exceptions and what changed', () => {
  const assessment = { ...richAssessment(), ...review };
  const [item] = decisionItems(assessment);
  const answers = {
    items: [
      {
        key: item?.key ?? '',
        decision: 'keep' as const,
        reviewer: '<b>mia</b>',
        role: 'CISO',
        date: '2026-11-23',
        reason: '| x',
      },
      {
        key: 'gone/1',
        decision: 'defer' as const,
        reviewer: 'mia',
        role: 'CISO',
        date: '2026-11-23',
        reason: 'later',
      },
    ],
    managementAcknowledgement: { name: 'Ada', role: 'CEO', date: '2026-11-24' },
  };
  const previous = {
    manifestSha256: 'a'.repeat(64),
    asOf: '2026-08-22T00:00:00Z',
    changes: {
      exposureBefore: 42.5,
      exposureNow: 40,
      principalsAdded: 1,
      principalsRemoved: 2,
      newlyUnused: 3,
      newlyGranted: 4,
      remediated: 5,
      regressed: 6,
    },
  };
  const reviewed = withReview(assessment, answers, previous);
  const files = reportTexts(reviewed);

  test('stand in the assessment and are read back', () => {
    expect(parseAssessment(files.get('assessment.json') ?? '')).toEqual(reviewed);
    expect(reviewed.decisions).toMatchObject({
      unknownKeys: ['gone/1'],
      unanswered: decisionItems(assessment)
        .slice(1)
        .map(({ key }) => key),
    });
  });

  test('stand in HTML and Markdown, inert', () => {
    const html = files.get('report.html') ?? '';
    for (const id of ['since', 'exceptions', 'answers', 'controls']) expect(html).toContain(`id="${id}"`);
    expect(html).toContain('Expired');
    expect(html).not.toContain('<script>alert(2)');
    expect(html).not.toContain('<b>mia</b>');
    const text = files.get('report.md') ?? '';
    for (const title of ['## Since the review', '## Exceptions', '## Decisions of reviewers']) {
      expect(text).toContain(title);
    }
    expect(text).not.toContain('<script>alert(2)');
    expect(text).toContain('a'.repeat(64));
  });

  test('one more answer leaves what changed as it was', () => {
    const again = withReview(reviewed, { ...answers, items: answers.items.slice(0, 1) }, undefined);
    expect(again.previous).toEqual(previous);
    expect(again.decisions?.unknownKeys).toEqual([]);
  });

  test('nothing of it stands where nothing was given', () => {
    const html = reportTexts(richAssessment()).get('report.html') ?? '';
    for (const id of ['since', 'exceptions', 'answers']) expect(html).not.toContain(`id="${id}"`);
  });
});

test('hostile names in controls.csv are no formulas', () => {
  const rows = parseCsv(reportTexts(hostileAssessment()).get('pack/controls.csv') ?? '');
  expect(rows.length).toBeGreaterThan(CONTROLS.length);
  for (const field of rows.flat()) expect(field).not.toMatch(/^[=+\-@\t\r]/);
});
