import { describe, expect, test } from 'vitest';
import type { CoverageReport, Finding, Permission, PrincipalAnalysis } from '../../src/domain/analysis.ts';
import { UserError } from '../../src/domain/errors.ts';
import type { PolicyChange, VerifiedRecommendation } from '../../src/domain/recommendation.ts';
import type {
  Assessment,
  AssessmentChange,
  AssessmentFinding,
  AssessmentPermission,
  AssessmentPrincipal,
  AssessmentRecommendation,
} from '../../src/report/assessment-schema.ts';
import { applicableRemovals, exposureAfter } from '../../src/report/exposure-after.ts';
import { buildAssessment, parseAssessment } from '../../src/report/index.ts';
import {
  arnOf,
  assessmentInput,
  passed,
  permission,
  principal,
  recommendation,
  richAssessment,
} from '../support/assessment-fixture.ts';

describe('buildAssessment', () => {
  test('reads back as it was written', () => {
    const assessment = richAssessment();
    expect(parseAssessment(JSON.stringify(assessment))).toEqual(assessment);
  });

  test('refuses a population that does not add up', () => {
    const input = assessmentInput();
    const analysis = { ...input.analysis, excluded: input.analysis.excluded.slice(1) };
    expect(() => buildAssessment({ ...input, analysis })).toThrow('5 in scope + 1 excluded, of 7');
  });

  test('gives each principal its own callers, by unique id before ARN', () => {
    const input = assessmentInput();
    const usage = input.collected.usage;
    if (usage === null) throw new Error('the fixture has usage');
    const [session] = usage.sessions;
    if (session === undefined) throw new Error('the fixture has a session');
    const recreated = { ...session, principalId: 'AROAOLD', userAgentFamily: 'old', via: null };
    const withoutId = { ...session, principalId: null, userAgentFamily: 'no-id', via: null };
    const assessment = buildAssessment({
      ...input,
      collected: {
        ...input.collected,
        usage: { ...usage, sessions: [session, recreated, withoutId, session] },
      },
    });
    const callers = assessment.principals.find(({ name }) => name === 'triage-agent')?.callers;
    expect(callers).toEqual([
      { userAgentFamily: 'claude-code', via: 'aws-mcp.amazonaws.com', sessions: 2, calls: 30_000 },
      { userAgentFamily: 'no-id', via: null, sessions: 1, calls: 15_000 },
    ]);
  });
});

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;

test('the schema knows every field of the domain, so that nothing written is refused when read', () => {
  // Checked by the compiler: a field added to the domain alone makes its line an error.
  const same: {
    permission: Same<keyof Permission, keyof AssessmentPermission>;
    finding: Same<keyof Finding, keyof AssessmentFinding>;
    recommendation: Same<keyof VerifiedRecommendation, keyof AssessmentRecommendation>;
    change: Same<keyof PolicyChange, keyof AssessmentChange>;
    coverage: Same<
      keyof CoverageReport | 'unreadable' | 'excludedFiles' | 'leftovers' | 'accounting' | 'integrity',
      keyof Assessment['coverage']
    >;
    principal: Same<
      Exclude<keyof PrincipalAnalysis, 'principalArn'> | 'arn' | 'callers' | 'policies',
      keyof AssessmentPrincipal
    >;
  } = {
    permission: true,
    finding: true,
    recommendation: true,
    change: true,
    coverage: true,
    principal: true,
  };
  expect(Object.values(same)).not.toContain(false);
});

describe('parseAssessment', () => {
  const broken = (change: (value: Record<string, never>) => void): string => {
    const value = JSON.parse(JSON.stringify(richAssessment()));
    change(value);
    return JSON.stringify(value);
  };

  test.each([
    ['no JSON', '{', /not valid JSON/],
    ['another version', broken((value) => Object.assign(value, { schemaVersion: 2 })), /schemaVersion 2/],
    ['null', 'null', /\(top level\)/],
    [
      'a wrong usage',
      JSON.stringify(richAssessment()).replace('"usage":"unused"', '"usage":"idle"'),
      /principals\[0\]\.permissions\[0\]\.usage/,
    ],
    ['an unknown field', broken((value) => Object.assign(value, { extra: 1 })), /extra/],
  ])('names what is wrong: %s', (_what, text, message) => {
    expect(() => parseAssessment(text)).toThrow(UserError);
    expect(() => parseAssessment(text)).toThrow(message);
  });
});

describe('exposure after', () => {
  const role = principal('x', {
    permissions: [
      permission('iam:PutRolePolicy', 'critical'), // 10
      permission('s3:PutBucketPolicy', 'high'), // 5
      permission('bedrock:InvokeModel', 'medium', { usage: 'used' }), // 2
      permission('ec2:RunInstances', 'medium', { usage: 'unknown' }), // 2
      permission('ec2:DescribeHosts', 'low'), // 1
      permission('iam:CreateUser', 'critical', { granted: false, usage: 'denied-only' }),
      permission('s3:GetObject', null, { usage: 'used' }),
    ],
  });

  test('is what stays unused of what is granted today', () => {
    expect(exposureAfter(role, new Set())).toBe(80);
    expect(exposureAfter(role, new Set(['iam:PutRolePolicy']))).toBe(30);
    expect(
      exposureAfter(role, new Set(['iam:PutRolePolicy', 's3:PutBucketPolicy', 'ec2:DescribeHosts'])),
    ).toBe(0);
    expect(exposureAfter(principal('none'), new Set())).toBe(0);
  });

  test('counts only verified recommendations whose requirements are verified too', () => {
    const removed = (over: Parameters<typeof recommendation>[0][]) =>
      [...(applicableRemovals(over.map(recommendation)).get(arnOf('x')) ?? [])].sort();
    const principalArns = [arnOf('x')];
    const one = { id: 'one', principalArns, removed: ['a:A'], requires: ['two'] };
    const two = { id: 'two', principalArns, removed: ['b:B'], requires: ['one'] };
    expect(removed([one, two])).toEqual(['a:A', 'b:B']);
    expect(removed([one, { ...two, status: 'failed', verification: passed }])).toEqual([]);
    expect(
      removed([
        { ...one, requires: ['missing'] },
        { ...two, requires: [] },
      ]),
    ).toEqual(['b:B']);
    expect(removed([one, { ...two, requires: ['three'] }, { id: 'three', status: 'not-proposed' }])).toEqual(
      [],
    );
  });
});
