import { describe, expect, test } from 'vitest';
import { type Assessment, buildAssessment } from '../../src/report/index.ts';
import { assessmentInput } from '../support/assessment-fixture.ts';
import { parseCsv } from '../support/parse-csv.ts';
import { reportTexts } from '../support/report-texts.ts';

/** Sessions, workspaces and what to switch on say the same in the HTML, the Markdown and the CSV. */
const account = '111122223333';

const calls = (action: string, made: number, denied: number) => ({
  action,
  severity: 'critical' as const,
  calls: made,
  denied,
});

function withSessions(): Assessment {
  const input = assessmentInput();
  const [first, ...rest] = input.analysis.principals;
  if (first === undefined) throw new Error('the fixture has no principals');
  const principal = {
    ...first,
    sessions: {
      kinds: [
        {
          kind: 'agent' as const,
          sessions: 3,
          calls: 1200,
          denied: 7,
          markers: [{ marker: 'cloudtrail:aws-mcp', calls: 1200 }],
          sensitive: [calls('iam:CreateUser', 0, 7), calls('iam:PassRole', 4, 0)],
        },
        {
          kind: 'person' as const,
          sessions: 1,
          calls: 30,
          denied: 0,
          markers: [],
          sensitive: [calls('kms:Decrypt', 9, 0)],
        },
      ],
      origins: [{ origin: 'arn:aws:iam::111122223333:role/first', hops: 2, calls: 1200 }],
      agentSessions: [
        {
          session: 'sess_1',
          sourceIdentity: 'ana',
          marker: 'session-name:agent',
          origin: null,
          first: '2026-11-01T00:00:00Z',
          last: '2026-11-02T00:00:00Z',
          calls: 12,
          denied: 7,
          sensitive: [calls('iam:CreateUser', 0, 7)],
        },
      ],
      agentSessionsMore: 2,
    },
  };
  const workspace = (name: string, production: boolean, used: boolean) => ({
    principalArn: first.principalArn,
    account,
    workspace: `arn:aws:aws-external-anthropic:us-east-1:${account}:workspace/${name}`,
    production,
    documentedNeed: production ? 'ana: deploys it' : null,
    access: [
      { capability: 'invoke', actions: ['aws-external-anthropic:CreateInference'], used },
      { capability: 'change memory', actions: ['aws-external-anthropic:UpdateMemoryStore'], used: false },
    ],
  });
  return buildAssessment({
    ...input,
    analysis: {
      ...input.analysis,
      principals: [principal, ...rest],
      workspaces: [workspace('wrkspc_prod', true, true), workspace('wrkspc_dev', false, false)],
      unjudged: [
        {
          reason: 'data-events-not-logged',
          account,
          resourceTypes: ['AWS::BedrockAgentCore::Memory', 'AWS::S3::Object'],
          permissions: 12,
          agents: 2,
        },
        { reason: 'no-log-coverage', account, resourceTypes: [], permissions: 40, agents: 1 },
      ],
    },
  });
}

const files = reportTexts(withSessions());
const text = (path: string): string => files.get(path) ?? '';
const html = text('report.html');
const markdown = text('report.md');
const [head = [], ...records] = parseCsv(text('findings.csv'));
const rows = records.map((record) =>
  Object.fromEntries(head.map((name, index) => [name, record[index] ?? ''])),
);
/** Cells of an HTML table, tags and fold marks out. */
const cells = (table: string): readonly (readonly string[])[] =>
  [...table.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, line = '']) =>
    [...line.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) =>
      cell.replace(/<[^>]*>/g, '').trim(),
    ),
  );
const region = (label: string): string =>
  new RegExp(`aria-label="${label}">(.*?)</table>`, 's').exec(html)?.[1] ?? '';
const markdownRows = (heading: string): readonly (readonly string[])[] =>
  (markdown.split(heading)[1]?.split(/\n#/)[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$|`/g, '').trim()));

describe('sessions by who drives them', () => {
  const kinds = (table: readonly (readonly string[])[]) =>
    table.slice(1).map(([kind = '', sessions, made, denied]) => [kind.toLowerCase(), sessions, made, denied]);

  test('are in the HTML and the Markdown with the same numbers', () => {
    const shown = kinds(cells(region('Sessions of [^"]+ by who drives them')));
    expect(shown).toEqual([
      ['agent', '3', '1,200', '7'],
      ['person', '1', '30', '0'],
    ]);
    expect(kinds(markdownRows('#### Sessions').slice(0, 3))).toEqual(shown);
  });

  test('are in the CSV, per action too, with the denied attempts', () => {
    const of = (record: string) =>
      rows
        .filter((row) => row.record === record)
        .map(({ status, subject, calls: made, denied }) => [status, subject, made, denied]);
    expect(of('session')).toEqual([
      ['agent', '*', '1200', '7'],
      ['agent', 'iam:CreateUser', '0', '7'],
      ['agent', 'iam:PassRole', '4', '0'],
      ['person', '*', '30', '0'],
      ['person', 'kms:Decrypt', '9', '0'],
    ]);
    expect(of('agent-session')).toEqual([['agent', 'iam:CreateUser', '0', '7']]);
    for (const words of ['iam:CreateUser: 7 denied', 'iam:PassRole: 4 calls', 'kms:Decrypt: 9 calls']) {
      expect(html).toContain(words);
      expect(markdown).toContain(words);
    }
  });
});

describe('the workspace matrix', () => {
  test('says the same in the HTML, the Markdown and the CSV', () => {
    const shown = cells(region('Workspace matrix'));
    const [, prod = [], dev = []] = shown;
    expect(prod.slice(1)).toEqual(['wrkspc_prod production', 'used', 'can', 'ana: deploys it']);
    expect(dev.slice(1)).toEqual(['wrkspc_dev', 'can', 'can', '']);
    const told = markdownRows('## Claude Platform workspaces');
    expect(told.slice(1).map((line) => line.slice(3, 5))).toEqual([
      ['used', 'can'],
      ['can', 'can'],
    ]);
    expect(
      rows
        .filter(({ record }) => record === 'workspace')
        .map(({ title, status, reasons }) => [title, status, reasons]),
    ).toEqual([
      ['invoke', 'used', 'production'],
      ['change memory', 'can', 'production'],
      ['invoke', 'can', ''],
      ['change memory', 'can', ''],
    ]);
  });
});

describe('what to switch on', () => {
  const selectors = (path: string): readonly string[] =>
    [
      ...(path.endsWith('.html') ? html.replaceAll('&quot;', '"') : markdown).matchAll(
        /\{"Name":"([^"]+)","FieldSelectors":\[\{"Field":"eventCategory","Equals":\["Data"\]\},\{"Field":"resources.type","Equals":\["([^"]+)"\]\}\]\}/g,
      ),
    ].map(([, name = '', type = '']) => {
      expect(name).toBe(type);
      return type;
    });

  test('names every selector, what helps at once first', () => {
    const types = ['AWS::BedrockAgentCore::Memory', 'AWS::S3::Object'];
    expect(selectors('report.html')).toEqual(types);
    expect(selectors('report.md')).toEqual(types);
    for (const shown of [html, markdown, text('step-summary.md')]) {
      const [events, gaps] = [
        '12 permissions, 2 agents, 111122223333',
        '40 permissions, 1 agent, 111122223333',
      ].map((words) => shown.indexOf(words));
      expect(events).toBeGreaterThan(0);
      expect(gaps).toBeGreaterThan(events ?? 0);
    }
  });

  test('comes before the decisions', () => {
    expect(html.indexOf('What to switch on')).toBeLessThan(html.indexOf('id="decisions"'));
    expect(markdown.indexOf('What to switch on')).toBeLessThan(markdown.indexOf('## Decisions'));
  });
});
