import { describe, expect, test } from 'vitest';
import { UNKNOWN_REASONS } from '../../src/domain/analysis.ts';
import { guardrailWords } from '../../src/report/guardrail-words.ts';
import { buildAssessment } from '../../src/report/index.ts';
import { calendarAxis, calendarRow } from '../../src/report/view/calendar.ts';
import { sparkline } from '../../src/report/view/charts.ts';
import { MadeViews, permissionsView } from '../../src/report/view/permission-view.ts';
import { policyDiff } from '../../src/report/view/policy-diff.ts';
import { principalSection } from '../../src/report/view/principal-view.ts';
import { viewModel } from '../../src/report/view/view-model.ts';
import { REASON_WORDS } from '../../src/report/words.ts';
import {
  assessmentInput,
  largeAssessment,
  permission,
  policy,
  richAssessment,
  WINDOW,
} from '../support/assessment-fixture.ts';

describe('decision queue', () => {
  test('is worst first: severity, then exposure, then agents', () => {
    const queue = viewModel(richAssessment()).queue.top.map(
      ({ severity, exposure, who, kind }) => `${severity} ${exposure} ${who}: ${kind}`,
    );
    expect(queue).toMatchInlineSnapshot(`
      [
        "critical 73.5 triage-agent: Proposal",
        "critical 73.5 triage-agent: Finding",
        "critical 73.5 triage-agent: Cannot be judged",
        "critical 50 2 principals share it: Proposal",
        "critical 28.6 deployer: Cannot be judged",
        "critical 0 legacy-bot: Cannot be judged",
        "high 50 billing-export: Proposal",
        "high 28.6 deployer: Proposal",
        "high 0 legacy-bot: Finding",
        "high  account 111122223333: Finding",
      ]
    `);
  });

  test('does not depend on the order it is given in', () => {
    const input = assessmentInput();
    const reversed = buildAssessment({
      ...input,
      analysis: {
        ...input.analysis,
        principals: [...input.analysis.principals].reverse(),
        findings: [...input.analysis.findings].reverse(),
      },
      recommendations: [...input.recommendations].reverse(),
    });
    expect(viewModel(reversed).queue).toEqual(viewModel(richAssessment()).queue);
  });

  test('folds what does not fit a page', () => {
    const { queue, agentsUnused } = viewModel(largeAssessment(60, 8));
    expect(queue.top).toHaveLength(25);
    expect(queue.top.length + queue.rest.length).toBe(120); // a proposal and a critical permission that cannot be judged, each
    expect(queue.restWords).toBe('95 more decisions');
    expect([agentsUnused.top.length, agentsUnused.rest.length]).toEqual([6, 14]);
  });

  test('leads only to places that exist', () => {
    const view = viewModel(richAssessment());
    const anchors = new Set([
      ...view.principals.map(({ anchor }) => anchor),
      ...view.principals.flatMap(({ findings, recommendations }) =>
        [...findings, ...recommendations].map(({ anchor }) => anchor),
      ),
      ...[...view.sharedRecommendations, ...view.accountFindings].map(({ anchor }) => anchor),
    ]);
    for (const { anchor } of [...view.queue.top, ...view.queue.rest]) expect(anchors).toContain(anchor);
  });
});

describe('principal sections', () => {
  const view = viewModel(richAssessment());
  const section = (name: string) => {
    const found = view.principals.find((principal) => principal.name === name);
    if (found === undefined) throw new Error(`no section ${name}`);
    return principalSection(found);
  };

  test('say exposure before and after the verified proposal, in the same measure', () => {
    // 7 critical, 3 high unused... weights 10, 5, 2: (6*10 + 3*5) of 102 now, ssm:SendCommand (5) of 102 after.
    expect(section('triage-agent').exposure).toMatchObject({ before: '73.5', after: '4.9', unknown: '14.7' });
    // A failed proposal changes nothing.
    expect(section('deployer').exposure).toMatchObject({ before: '28.6', after: '28.6' });
  });

  test('say once what all rows have in common', () => {
    const { unusedCommon, unused } = section('triage-agent').permissions;
    expect(unused).toHaveLength(9);
    expect(unusedCommon).toEqual({
      lastUsed: 'never seen',
      proof: '1',
      grantedBy: 'AdministratorAccess (AWS managed), statement 0',
    });
    expect(section('deployer').permissions.unusedCommon.proof).toBe('');
  });

  test('give every reason its words', () => {
    const [group] = section('legacy-bot').permissions.unknown;
    expect(group?.reasons.map(({ title }) => title)).toEqual(['No known event shows it', 'The log has gaps']);
  });

  test('show what is said of an ARN once when two principals have it', () => {
    const input = assessmentInput();
    const twins = input.analysis.principals.flatMap((each) =>
      each.name === 'deployer' ? [each, { ...each, uniqueId: 'AROANEW' }] : [each],
    );
    const [one] = input.collected.principals;
    const principals = one === undefined ? [] : [...input.collected.principals, one];
    const twice = viewModel(
      buildAssessment({
        ...input,
        collected: { ...input.collected, principals },
        analysis: { ...input.analysis, principals: twins },
      }),
    );
    const deployers = twice.principals.filter(({ name }) => name === 'deployer');
    expect(deployers.map(({ recommendations }) => recommendations.length)).toEqual([1, 0]);
    expect(new Set(deployers.map(({ anchor }) => anchor)).size).toBe(2);
  });

  test('put a shared proposal in one place and point to it', () => {
    expect(section('nightly-report')).toMatchObject({
      recommendations: [],
      shared: [{ status: 'verified' }],
    });
    expect(view.sharedRecommendations).toHaveLength(1);
  });
});

test('a permission that two principals have is laid out once, and what one alone has is not kept from format to format', () => {
  const [shared, ownA, ownB] = ['s3:PutObject', 'iam:PassRole', 'iam:CreateUser'].map((action) =>
    permission(action, 'high'),
  );
  if (shared === undefined || ownA === undefined || ownB === undefined) throw new Error('no permission');
  const holders = [{ permissions: [shared, ownA] }, { permissions: [shared, ownB] }];
  const made = new MadeViews();
  const [, formatTwo, formatThree] = [1, 2, 3].map(() =>
    holders.map((holder) => permissionsView(holder, made)),
  );
  const views = (format: typeof formatTwo, action: string) =>
    (format ?? []).flatMap(({ unused }) => unused.filter((each) => each.action === action));
  expect(new Set([...views(formatTwo, shared.action), ...views(formatThree, shared.action)]).size).toBe(1);
  for (const { action } of [ownA, ownB]) {
    const [[before], [after]] = [views(formatTwo, action), views(formatThree, action)];
    expect(after).toEqual(before);
    expect(after).not.toBe(before);
  }
});

describe('policyDiff', () => {
  test('marks both sides by sign and counts what it leaves out', () => {
    const { rows, added, removed } = policyDiff(policy(['a:A', 'b:B']), policy(['a:A', 'c:C']));
    expect({ added, removed }).toEqual({ added: 1, removed: 1 });
    const changed = rows.filter((row) => row.changed);
    expect(changed).toMatchObject([
      { left: { sign: '-', text: '        "b:B"' }, right: { sign: '+', text: '        "c:C"' } },
    ]);
    const skipped = rows.reduce((sum, row) => sum + Number(row.skipped.split(' ')[0] ?? 0), 0);
    const lines = JSON.stringify(policy(['a:A', 'b:B']), null, 2).split('\n').length;
    expect(rows.filter(({ left }) => left !== null).length + skipped).toBe(lines);
  });

  test('of a document that is created or deleted is all plus or all minus', () => {
    expect(
      policyDiff(null, policy(['a:A'])).rows.every(({ left, right }) => left === null && right?.sign === '+'),
    ).toBe(true);
    expect(
      policyDiff(policy(['a:A']), null).rows.every(({ left, right }) => right === null && left?.sign === '-'),
    ).toBe(true);
    expect(policyDiff(null, null)).toEqual({ rows: [], added: 0, removed: 0 });
  });
});

describe('charts', () => {
  test('draw one bar for each active day inside the window', () => {
    const days = [
      { day: '2026-08-23', calls: 9 },
      { day: '2026-08-24', calls: 4 },
      { day: '2026-11-21', calls: 100 },
      { day: '2026-11-22', calls: 9 },
    ];
    const { path, label, width } = sparkline(days, WINDOW);
    expect(path.match(/M/g)).toHaveLength(2);
    expect(path).toContain('M0 31');
    expect(path).toContain(`M${89 * 4} 31`);
    expect(width).toBe(90 * 4);
    expect(label).toBe('Calls on 2 of 90 days, at most 100 a day');
  });

  test('show of each day whether it was covered, in part or not, and say it in words', () => {
    const window = { start: '2026-08-30T00:00:00Z', end: '2026-09-06T12:00:00Z', days: 7.5 };
    // From the second day on; the fourth is missing, the sixth in part; the last half day ends with the window.
    const row = calendarRow(
      window,
      { from: '2026-08-31T00:00:00Z', to: '2026-09-06T11:59:59Z' },
      [
        { from: '2026-09-02T00:00:00Z', to: '2026-09-03T00:00:00Z' },
        { from: '2026-09-04T10:00:00Z', to: '2026-09-04T11:00:00Z' },
      ],
      '1 eu-west-1',
    );
    expect(row).toEqual({
      covered: 'M4 8h7M16 8h3M24 8h7',
      part: 'M20 8h3',
      missing: 'M0 8h3M12 8h3',
      share: '5 of 8 days',
      gap: '2026-08-30, 2026-09-02, 2026-09-04 (in part)',
      label: '1 eu-west-1: 5 of 8 days covered; not covered 2026-08-30, 2026-09-02, 2026-09-04 (in part)',
    });
    const axis = calendarAxis(window);
    expect(axis).toMatchObject({ days: 8, width: 32, dash: '3 1' });
    // Two columns are too few for August's name.
    expect(axis.months).toEqual([{ x: 8, label: 'Sep' }]);
  });

  test('of a whole window are one stroke', () => {
    const row = calendarRow(WINDOW, { from: WINDOW.start, to: WINDOW.end }, [], 'x');
    expect(row).toMatchObject({
      covered: 'M0 8h359',
      part: '',
      missing: '',
      gap: 'none',
      share: '90 of 90 days',
    });
  });
});

describe('words', () => {
  test.each(UNKNOWN_REASONS)('explain %s and what to do', (reason) => {
    for (const text of Object.values(REASON_WORDS[reason])) expect(text.length).toBeGreaterThan(10);
    expect(REASON_WORDS[reason].remedy).toMatch(/\.$/);
  });

  test('of an unknown guardrail are its name', () => {
    expect(guardrailWords('over-the-limit')).toEqual({ title: 'over the limit', remedy: '' });
    expect(guardrailWords('constructor').title).toBe('constructor');
    expect(guardrailWords('exception').remedy).not.toBe('');
  });
});
