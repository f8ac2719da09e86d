import { createHash } from 'node:crypto';
import { applyPatch, parsePatch } from 'diff';
import { describe, expect, test } from 'vitest';
import { readTemplates } from '../../src/publish/template-files.ts';
import type { AssessmentPermission } from '../../src/report/assessment-schema.ts';
import { report } from '../../src/report/index.ts';
import { hostileAssessment, largeAssessment, richAssessment } from '../support/assessment-fixture.ts';
import { parseCsv } from '../support/parse-csv.ts';
import { reportTexts } from '../support/report-texts.ts';

const files = reportTexts(richAssessment());
const text = (path: string): string => files.get(path) ?? '';

describe('the out folder', () => {
  test('has the files of the contract, and documents only of verified proposals', () => {
    expect([...files.keys()].sort()).toMatchInlineSnapshot(`
      [
        "assessment.json",
        "change.diff",
        "findings.csv",
        "findings.sarif",
        "ocsf.jsonl",
        "pack/README.md",
        "pack/controls.csv",
        "pack/manifest.json",
        "pack/statement.intoto.json",
        "policies/111122223333/shared-policies/read-secrets.after.json",
        "policies/111122223333/shared-policies/read-secrets.before.json",
        "policies/111122223333/triage-agent/AdministratorAccess.before.json",
        "policies/111122223333/triage-agent/paredown-triage-agent.after.json",
        "report.html",
        "report.md",
        "step-summary.md",
        "verification.json",
      ]
    `);
  });

  test('the manifest holds the hash and size of every other file but the statement over it', () => {
    const manifest = JSON.parse(text('pack/manifest.json'));
    expect(manifest.files.map(({ path }: { path: string }) => path)).toEqual(
      [...files.keys()]
        .filter((path) => path !== 'pack/manifest.json' && path !== 'pack/statement.intoto.json')
        .sort(),
    );
    for (const { path, sha256, size } of manifest.files) {
      const bytes = Buffer.from(text(path), 'utf8');
      expect({ sha256, size }).toEqual({
        sha256: createHash('sha256').update(bytes).digest('hex'),
        size: bytes.length,
      });
    }
    expect(manifest.inputs).toHaveLength(2);
  });

  test('the diff turns each before into its after', () => {
    const patches = parsePatch(text('change.diff'));
    expect(patches).toHaveLength(3);
    const base = 'policies/111122223333/shared-policies/read-secrets';
    const patch = patches.find(({ newFileName }) => newFileName === `b/${base}.json`);
    if (patch === undefined) throw new Error('no patch');
    expect(applyPatch(text(`${base}.before.json`), patch)).toBe(text(`${base}.after.json`));
    expect(text('change.diff')).not.toContain('deployer');
  });

  test('every path of hostile names is distinct on a file system that folds case', () => {
    const paths = [...reportTexts(hostileAssessment()).keys()].map((path) => path.toLowerCase());
    expect(new Set(paths).size).toBe(paths.length);
  });
});

describe('report.html', () => {
  const html = text('report.html');

  test('allows exactly its own style and script', () => {
    const csp = /http-equiv="Content-Security-Policy" content="([^"]*)"/
      .exec(html)?.[1]
      ?.replaceAll('&#x27;', "'")
      .replaceAll('&#x3D;', '=');
    const hash = (tag: string): string => {
      const body = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(html)?.[1] ?? '';
      return createHash('sha256').update(body).digest('base64');
    };
    expect(csp).toBe(
      `default-src 'none'; style-src 'sha256-${hash('style')}'; script-src 'sha256-${hash('script')}'; base-uri 'none'; form-action 'none'`,
    );
  });

  test('asks for nothing over a network', () => {
    expect(html).not.toMatch(/https?:|url\(|@import|fetch\(|\ssrc=/);
  });

  test('says what a reviewer asks, in order', () => {
    const places = [
      'Evidence is partial',
      '5 principals in scope + 2 excluded',
      'id="numbers"',
      'id="agents"',
      'id="decisions"',
      'id="principals"',
      'id="coverage"',
      'id="inputs"',
    ].map((part) => html.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('names the days that a witness did not see, also where nothing was missing of what it saw', () => {
    const rich = richAssessment();
    const [witness] = rich.coverage.witnesses;
    if (witness === undefined) throw new Error('no witness');
    const late = { ...witness, from: '2026-10-03T00:00:00Z', complete: true, gaps: [] };
    const page = reportTexts({ ...rich, coverage: { ...rich.coverage, witnesses: [late] } }).get(
      'report.html',
    );
    expect(page).toContain('class="small why-gap">2026-08-24 to 2026-10-02</td>');
  });

  test('shows the counterexample of a failed proposal', () => {
    expect(html).toMatch(/No lost usage: failed<\/b>. A call seen in the window would no longer be allowed/);
    expect(html).toContain('arn:aws:s3:::artifacts/releases/*');
  });

  test('is refused, not left blank, when a template is missing', () => {
    const templates = new Map([...readTemplates()].filter(([path]) => path !== 'report.css'));
    expect(() => report(richAssessment(), templates)).toThrow('report.css');
  });
});

describe('a review of more permissions than anybody reads', () => {
  // With one out of scope, and with what is used and not sensitive: both are rows of the tables and not of findings.csv.
  const large = largeAssessment(130, 160);
  const [first, ...others] = large.principals;
  if (first === undefined) throw new Error('no principal');
  const used = { ...first.permissions[0], action: 'sqs:SendMessage', usage: 'used', severity: null } as const;
  const outside = { ...first, arn: `${first.arn}-2`, uniqueId: 'AROAOUTSIDE', inScope: false };
  const principals = [
    { ...first, permissions: [...first.permissions, used as AssessmentPermission] },
    ...others,
    outside,
  ];
  const files = reportTexts({ ...large, principals });
  const counted = {
    all: principals.reduce((sum, { permissions }) => sum + permissions.length, 0),
    inCsv: parseCsv(files.get('findings.csv') ?? '').filter(([record]) => record === 'permission').length,
  };

  test('says truly how many there are, and which file has which of them', () => {
    expect(counted).toEqual({ all: 20_961, inCsv: 20_800 });
    const markdown = files.get('report.md') ?? '';
    expect(markdown).toContain(
      'The review judges 20,961 permissions, too many to read here: all are in `assessment.json`; the 20,800 that are sensitive and granted to principals in scope are rows of `findings.csv` too.',
    );
    expect(markdown).not.toContain('Unused action');
    expect(JSON.parse(files.get('assessment.json') ?? '').principals).toHaveLength(131);
    for (const [path, page] of files) {
      if (!/^report.*\.html$/.test(path) || !page.includes('<noscript>')) continue;
      expect(page).toContain(
        'Without it, read them in <code>assessment.json</code>; the 20,800 that are sensitive and granted to principals in scope are rows of <code>findings.csv</code> too.',
      );
    }
    expect(files.get('report.html')).toContain('<noscript>');
  });
});
