import { describe, expect, test } from 'vitest';
import { type Assessment, buildAssessment } from '../../src/report/index.ts';
import { arnOf, assessmentInput, finding, principal, richAssessment } from '../support/assessment-fixture.ts';
import { reportTexts } from '../support/report-texts.ts';

test('the step summary stays below the 1 MiB that GitHub takes, in bytes, and counts what it leaves out', () => {
  const rich = richAssessment();
  const findings = Array.from({ length: 3000 }, (_, index) =>
    finding({ title: `${'é'.repeat(400)} ${index}`, principalArn: null }),
  );
  const text = reportTexts({ ...rich, findings }).get('step-summary.md') ?? '';
  const size = Buffer.byteLength(text, 'utf8');
  expect(size).toBeLessThan(1024 * 1024);
  expect(size).toBeGreaterThan(900_000);
  const shown = text.split('é'.repeat(400)).length - 1;
  const [, left = ''] = /([\d,]+) more decisions do not fit here/.exec(text) ?? [];
  const others = text.split('\n').filter((line) => /^\| (critical|high)/.test(line)).length - shown;
  const before = reportTexts(rich).get('step-summary.md') ?? '';
  const all = before.split('\n').filter((line) => /^\| (critical|high|medium|low) \|/.test(line)).length;
  expect(shown + others + Number(left.replaceAll(',', ''))).toBe(
    all - rich.findings.length + findings.length,
  );
});

describe('beyond 5 MB', () => {
  const accounts = ['111122223333', '444455556666', '777788889999'];
  const principals = accounts.flatMap((account) =>
    ['reader', 'writer', 'agent'].map((name) =>
      principal(name, {
        principalArn: arnOf(name, 'role', account),
        account,
        uniqueId: `AROA${account}${name}`,
      }),
    ),
  );
  const long = (): Assessment => {
    const input = assessmentInput();
    const [one] = input.collected.principals;
    if (one === undefined) throw new Error('no principal');
    return buildAssessment({
      ...input,
      collected: {
        ...input.collected,
        principals: principals.map(({ principalArn, name }) => ({ ...one, arn: principalArn, name })),
      },
      analysis: {
        ...input.analysis,
        principals,
        excluded: [],
        findings: principals.map(({ principalArn, account }) =>
          finding({ principalArn, account, detail: 'x'.repeat(2_000_000) }),
        ),
      },
      recommendations: [],
    });
  };
  const files = reportTexts(long());
  const pages = [...files.keys()].filter((path) => /^report-\d{12}(-\d+)?\.html$/.test(path));

  test('each account has pages of its own, none of them longer, and the index leads to all', () => {
    expect(pages.sort()).toEqual(
      accounts.flatMap((account) => [`report-${account}-2.html`, `report-${account}.html`]),
    );
    const index = files.get('report.html') ?? '';
    for (const page of pages) {
      expect((files.get(page) ?? '').length).toBeLessThan(5_000_000);
      expect(index).toContain(`href="${page}"`);
    }
    expect(index.length).toBeLessThan(1_000_000);
  });

  test('every link into another file ends at something that is there', () => {
    let across = 0;
    for (const page of ['report.html', ...pages]) {
      for (const [, file = '', id = ''] of (files.get(page) ?? '').matchAll(
        /href="([a-z0-9.-]*)#([^"]+)"/g,
      )) {
        if (file !== '') across++;
        expect(files.get(file === '' ? page : file)).toContain(`id="${id}"`);
      }
    }
    expect(across).toBeGreaterThan(20);
  });

  test('every principal is on one page, and the counts are those of the assessment', () => {
    const held = pages.flatMap((page) =>
      [...(files.get(page) ?? '').matchAll(/<details class="principal" id="([^"]+)"/g)].map(([, id]) => id),
    );
    expect(new Set(held).size).toBe(held.length);
    expect(held).toHaveLength(principals.length);
    const { summary } = JSON.parse(files.get('assessment.json') ?? '{}');
    for (const [name, value] of Object.entries(summary)) {
      expect((files.get('report.html') ?? '').replaceAll(',', '')).toContain(
        `data-count="${name}">${value}<`,
      );
    }
  });
});
