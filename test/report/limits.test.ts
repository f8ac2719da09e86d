import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Assessment, buildAssessment } from '../../src/report/index.ts';
import {
  arnOf,
  assessmentInput,
  finding,
  hostileAssessment,
  principal,
  richAssessment,
} from '../support/assessment-fixture.ts';
import { reportTexts } from '../support/report-texts.ts';

/**
 * The objects of SARIF 2.1.0 that our log has, with what is required and what is allowed of each, as in the OASIS schema
 * (sarif-schema-2.1.0.json): every object there is closed, and `properties` is a bag.
 */
const bag = z.looseObject({});
const message = z.strictObject({ text: z.string().min(1) });
const region = z
  .strictObject({ startLine: z.int().min(1), endLine: z.int().min(1) })
  .refine(({ startLine, endLine }) => startLine <= endLine);
const level = z.enum(['none', 'note', 'warning', 'error']);
const sarifLog = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.array(
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string().min(1),
          semanticVersion: z.string(),
          rules: z.array(
            z.strictObject({
              id: z.string(),
              name: z.string(),
              shortDescription: message,
              defaultConfiguration: z.strictObject({ level }),
              properties: bag,
            }),
          ),
        }),
      }),
      columnKind: z.enum(['utf16CodeUnits', 'unicodeCodePoints']),
      results: z.array(
        z.strictObject({
          ruleId: z.string(),
          ruleIndex: z.int().min(0),
          level,
          message,
          locations: z
            .array(
              z.strictObject({
                physicalLocation: z.strictObject({
                  // A URI reference (RFC 3986) without a scheme: relative to the folder.
                  artifactLocation: z.strictObject({ uri: z.string().regex(/^[A-Za-z0-9._~/-]+$/) }),
                  region,
                }),
              }),
            )
            .min(1),
          partialFingerprints: z.record(z.string(), z.string()),
          properties: bag,
        }),
      ),
      properties: bag,
    }),
  ),
});

test.each([
  ['rich', richAssessment],
  ['hostile', hostileAssessment],
])('the SARIF log of the %s review has what the standard requires and nothing else', (_name, make) => {
  const text = reportTexts(make()).get('findings.sarif') ?? '';
  const [run] = sarifLog.parse(JSON.parse(text)).runs;
  const { rules } = run?.tool.driver ?? { rules: [] };
  const ids = rules.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(run?.results.length).toBeGreaterThan(0);
  for (const { ruleId, ruleIndex } of run?.results ?? []) expect(ids[ruleIndex]).toBe(ruleId);
});

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
