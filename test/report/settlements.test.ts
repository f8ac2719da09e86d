import { expect, test } from 'vitest';
import type { Finding } from '../../src/domain/analysis.ts';
import type { VerifiedRecommendation } from '../../src/domain/recommendation.ts';
import { type Assessment, buildAssessment } from '../../src/report/index.ts';
import type { Decision } from '../../src/report/view/decision-queue.ts';
import { viewModel } from '../../src/report/view/view-model.ts';
import {
  arnOf,
  assessmentInput,
  finding,
  largeAssessment,
  permission,
  recommendation,
} from '../support/assessment-fixture.ts';
import { reportTexts } from '../support/report-texts.ts';

const AGENT = arnOf('triage-agent');
const unused = (name: string) =>
  finding({ type: 'UnusedSensitivePermissions', principalArn: arnOf(name), title: `Unused of ${name}` });
const never = (title: string, evidence: readonly string[]) =>
  finding({ type: 'NeverGranted', title, evidence });

function reviewOf(
  findings: readonly Finding[],
  change: (each: VerifiedRecommendation) => VerifiedRecommendation = (each) => each,
  others: readonly VerifiedRecommendation[] = [],
): Assessment {
  const input = assessmentInput();
  return buildAssessment({
    ...input,
    analysis: { ...input.analysis, findings },
    recommendations: [...input.recommendations.map(change), ...others],
  });
}

const queueOf = (assessment: Assessment): readonly Decision[] => {
  const { top, rest } = viewModel(assessment).queue;
  return [...top, ...rest];
};

/** What is said of each decision, by its title and whom it is about. */
const saidOf = (assessment: Assessment): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    queueOf(assessment)
      .filter(({ settles }) => settles.shown.length > 0)
      .map(({ title, who, settles }) => [
        `${title}, ${who}`,
        [...settles.shown.map(({ words, name }) => `${words} ${name}`), settles.more].filter(
          (words) => words !== '',
        ),
      ]),
  );

test('a proposal says which findings it settles and which it mends in part, and they say by which', () => {
  const assessment = reviewOf([
    unused('triage-agent'),
    never('Never', ['iam:CreateAccessKey', 'iam:PutRolePolicy']),
    never('Never, part', ['iam:PassRole: used, so the proposal keeps it', 'iam:PutRolePolicy']),
    unused('nightly-report'),
  ]);
  expect(saidOf(assessment)).toEqual({
    'Remove 8 actions, triage-agent': [
      'Settles Never',
      'Removes 1 of 2 permissions of Never, part',
      'Removes 8 of 9 permissions of Unused of triage-agent',
    ],
    'Never, triage-agent': ['Settled by the proposal for triage-agent'],
    'Never, part, triage-agent': ['1 of 2 permissions removed by the proposal for triage-agent'],
    'Unused of triage-agent, triage-agent': ['8 of 9 permissions removed by the proposal for triage-agent'],
    'Remove 1 action from a shared policy, 2 principals share it': [
      'Settles Unused of nightly-report (nightly-report)',
    ],
    'Unused of nightly-report, nightly-report': ['Settled by the proposal for read-secrets'],
  });
});

test('the links lead to the finding and to the proposal, and Markdown says the same', () => {
  const assessment = reviewOf([never('Never', ['iam:PutRolePolicy'])]);
  const queue = queueOf(assessment);
  const [proposal, found] = ['Remove 8 actions', 'Never'].map((title) =>
    queue.find((each) => each.title === title),
  );
  expect(proposal?.settles.shown[0]?.anchor).toBe(found?.anchor);
  expect(found?.settles.shown[0]?.anchor).toBe(proposal?.anchor);
  const files = reportTexts(assessment);
  expect(files.get('report.html')).toContain(`Settles <a href="#${found?.anchor}">Never</a>.`);
  expect(files.get('report.html')).toContain(
    `Settled by the proposal for <a href="#${proposal?.anchor}">triage-agent</a>.`,
  );
  expect(files.get('report.md')).toContain('It may be applied. Settles "Never". |');
});

test.each<[why: string, assessment: () => Assessment]>([
  ['the proposal failed', () => reviewOf([unused('deployer')])],
  [
    'another that it requires is not verified',
    () => reviewOf([unused('triage-agent')], (each) => ({ ...each, requires: [arnOf('deployer')] })),
  ],
  ['the evidence does not name all', () => reviewOf([never('Never', ['iam:PutRolePolicy', 'and 3 more'])])],
  ['the finding is about more than actions', () => reviewOf([finding({ evidence: ['iam:PutRolePolicy'] })])],
  ['the finding is of a type named like a property', () => reviewOf([finding({ type: 'constructor' })])],
  ['an exception keeps it', () => reviewOf([{ ...unused('triage-agent'), muted: 'Excepted: SEC-1' }])],
])('nothing is said to be settled where %s', (_why, assessment) => {
  expect(saidOf(assessment())).toEqual({});
});

test('two proposals that only together remove all of it settle it together', () => {
  const half = (id: string, removed: readonly string[]) =>
    recommendation({ id, principalArns: [AGENT], removed });
  const assessment = reviewOf([never('Never', ['iam:PutRolePolicy', 'ssm:SendCommand'])], (each) => each, [
    half('arn:aws:iam::111122223333:policy/run-commands', ['ssm:SendCommand']),
  ]);
  expect(saidOf(assessment)).toEqual({
    'Remove 8 actions, triage-agent': ['Settles, together with others, Never'],
    'Remove 1 action, triage-agent': ['Settles, together with others, Never'],
    'Never, triage-agent': [
      'Settled, together with others, by the proposal for run-commands',
      'Settled, together with others, by the proposal for triage-agent',
    ],
  });
});

test('of many findings a few are named and the rest counted', () => {
  const large = largeAssessment(8, 4);
  const actions = large.principals[0]?.permissions.map(({ action }) => action) ?? [];
  const [first] = large.recommendations;
  if (first === undefined) throw new Error('no proposal');
  const principalArns = large.principals.map(({ arn }) => arn);
  const shared = { ...first, id: 'arn:aws:iam::111122223333:policy/shared', principalArns, removed: actions };
  const findings = large.principals.map(({ name }) => unused(name));
  const proposal = queueOf({ ...large, findings, recommendations: [shared] }).find(
    ({ kind }) => kind === 'Proposal',
  );
  expect(proposal?.settles.shown).toHaveLength(5);
  expect(proposal?.settles.more).toBe('and 3 more');
});

test('what is said does not depend on the order of principals, findings and proposals', () => {
  const findings = [unused('triage-agent'), never('Never', ['iam:PutRolePolicy', 'ssm:SendCommand'])];
  const extra = recommendation({ id: `${AGENT}-2`, principalArns: [AGENT], removed: ['ssm:SendCommand'] });
  const assessment = reviewOf(findings, (each) => each, [extra]);
  const reversed = {
    ...assessment,
    principals: [...assessment.principals].reverse(),
    findings: [...assessment.findings].reverse(),
    recommendations: [...assessment.recommendations].reverse(),
  };
  expect(saidOf(reversed)).toEqual(saidOf(assessment));
  expect(Object.keys(saidOf(assessment))).not.toEqual([]);
});

test('a permission of another principal with the same ARN counts too', () => {
  const assessment = reviewOf([unused('nightly-report')]);
  const twins = assessment.principals.flatMap((each) =>
    each.name === 'nightly-report'
      ? [each, { ...each, uniqueId: 'AROANEW', permissions: [permission('iam:CreateUser', 'critical')] }]
      : [each],
  );
  expect(saidOf({ ...assessment, principals: twins })).toMatchObject({
    'Unused of nightly-report, nightly-report': [
      '1 of 2 permissions removed by the proposal for read-secrets',
    ],
  });
});
