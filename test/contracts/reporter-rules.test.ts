import { describe, expect, test } from 'vitest';
import { readTemplates } from '../../src/publish/template-files.ts';
import { buildAssessment } from '../../src/report/index.ts';
import type { Reporter } from '../../src/report/reporter.ts';
import { REPORTERS } from '../../src/report/reporters.ts';
import { viewModel } from '../../src/report/view/view-model.ts';
import { visibleAssessment } from '../../src/report/view/visible.ts';
import {
  assessmentInput,
  HOSTILE_STRINGS,
  hostileAssessment,
  richAssessment,
} from '../support/assessment-fixture.ts';
import { exceptedAssessment } from '../support/excepted-assessment.ts';
import { parseCsv } from '../support/parse-csv.ts';
import { wholeText } from '../support/report-texts.ts';

const templates = readTemplates();

function source(assessment: ReturnType<typeof richAssessment>) {
  const shown = visibleAssessment(assessment);
  return { assessment, shown, view: viewModel(shown), templates };
}

const texts = (reporter: Reporter, assessment: ReturnType<typeof richAssessment>) =>
  [...reporter(source(assessment))].map(([path, text]) => [path, wholeText(text)] as const);

const empty = () => {
  const input = assessmentInput();
  return buildAssessment({
    ...input,
    collected: { ...input.collected, principals: [], usage: null, inputs: [], unreadable: [] },
    analysis: { ...input.analysis, principals: [], excluded: [], findings: [] },
    recommendations: [],
    arguments: [],
  });
};
const CASES = { rich: richAssessment, hostile: hostileAssessment, excepted: exceptedAssessment, empty };

describe.each(Object.entries(REPORTERS))('reporter %s', (_name, reporter) => {
  test.each(Object.entries(CASES))('writes the same bytes twice and no debris (%s)', (_case, assessment) => {
    const files = texts(reporter, assessment());
    expect(texts(reporter, assessment())).toEqual(files);
    for (const [path, text] of files) {
      expect(path).toMatch(/^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/);
      expect(text.match(/.{0,40}(?:\bundefined\b|\[object Object\]|\bNaN\b)/)).toBeNull();
    }
  });

  test('writes nothing invisible, whatever a name holds', () => {
    for (const [path, text] of texts(reporter, hostileAssessment())) {
      const controls = text
        .replaceAll('\r\n', '\n')
        .match(/[^\n\u0020-\u007e\u00a0-\u200a\u2010-\u2027\u2030-\uffff]/gu);
      expect({ path, controls }).toEqual({ path, controls: null });
      expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b-\u200f]/);
    }
  });
});

describe('hostile names stay inert', () => {
  const files = (reporter: Reporter) => texts(reporter, hostileAssessment());
  const only = (reporter: Reporter): string => files(reporter)[0]?.[1] ?? '';

  test('HTML holds our tags and attributes and no others', () => {
    const text = only(REPORTERS.html);
    const [style] = text.match(/<style>[\s\S]*?<\/style>/) ?? [''];
    const [script] = text.match(/<script>[\s\S]*<\/script>/) ?? [''];
    expect(style.length).toBeGreaterThan(1000);
    expect(script.length).toBeGreaterThan(1000);
    const body = text
      .replace(style, '')
      .replace(script, '')
      .replace(/^<!doctype html>/, '');
    const tag = /<(?:\/([a-z][a-z0-9]*)|([a-z][a-z0-9]*)((?:\s+[a-zA-Z-]+(?:="[^"<>]*")?)*)\s*\/?)>/g;
    expect(body.replace(tag, '')).not.toMatch(/[<>]/);
    const links: string[] = [];
    for (const [, closing, name = closing, attributes = ''] of body.matchAll(tag)) {
      expect(name).not.toMatch(/^(img|script|style|iframe|object|embed|link|base|form)$/);
      expect(attributes).not.toMatch(/\s(on[a-z]+|style|src|srcdoc|action)\s*=/i);
      links.push(...[...attributes.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href));
    }
    expect(links.length).toBeGreaterThan(20);
    const ids = [...body.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const link of links) expect(ids).toContain(link.replace(/^#/, ''));
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).toContain('{{constructor}}{{{@root}}}'.replaceAll('=', '&#x3D;'));
  });

  test('Markdown holds no HTML, no link and no more table cells than its tables have', () => {
    const text = only(REPORTERS.markdown);
    const outside = text
      .replace(/^(`{3,})[\s\S]*?^\1$/gm, '')
      .replace(/(?<!\\)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, 'CODE');
    expect(outside).not.toMatch(/(?<!\\)<[a-z/!]/i);
    expect(outside).not.toMatch(/(?<!\\)\]\(|javascript:|https?:\/\/|@/);
    let columns = 0;
    for (const line of text.split('\n')) {
      if (!line.startsWith('|')) {
        columns = 0;
        continue;
      }
      const cells = line.split(/(?<!\\)\|/).length;
      if (columns !== 0) expect(line.split(/(?<!\\)\|/)).toHaveLength(columns);
      columns = cells;
    }
  });

  test('CSV holds no formula and as many fields as columns', () => {
    const [head = [], ...records] = parseCsv(only(REPORTERS.csv));
    expect(records.length).toBeGreaterThan(40);
    for (const record of records) {
      expect(record).toHaveLength(head.length);
      for (const field of record) expect(field).not.toMatch(/^[=+\-@\t\r]/);
    }
    expect(records.flat()).toContain(`'${HOSTILE_STRINGS.formula}`);
  });

  test('JSON reads back to the very strings', () => {
    expect(JSON.parse(only(REPORTERS.json))).toEqual(JSON.parse(JSON.stringify(hostileAssessment())));
    const after = files(REPORTERS.policies).find(([path]) => path.endsWith('.after.json'))?.[1] ?? '{}';
    const { Statement } = JSON.parse(after) as { Statement: { Sid: string }[] };
    expect(Statement.map(({ Sid }) => Sid)).toEqual(Object.values(HOSTILE_STRINGS));
  });
});
