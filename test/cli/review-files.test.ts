import { describe, expect, test } from 'vitest';
import { checkDecisions } from '../../src/cli/check-decisions.ts';
import { answersOf, parseDecisions } from '../../src/cli/decisions-file.ts';
import { parseExceptions } from '../../src/cli/exceptions-file.ts';
import { redact } from '../../src/cli/redact.ts';
import { scaffoldDecisions } from '../../src/cli/scaffold-decisions.ts';
import { decisionItems } from '../../src/report/index.ts';
import { richAssessment } from '../support/assessment-fixture.ts';

const EXCEPTION = `exceptions:
  - account: '111122223333'
    principal: arn:aws:iam::111122223333:role/agents/triage
    action: s3:Put*
    statement: '0123456789ab'
    owner: data-team
    approver: mia.keller
    reason: Needed at the quarterly cut-over
    ticket: SEC-1
    granted: 2026-01-01
    expires: 2027-01-01
`;

describe('exceptions.yaml', () => {
  test('reads what is complete', () => {
    expect(parseExceptions(EXCEPTION, 'e.yaml')).toMatchObject([
      { action: 's3:Put*', statement: '0123456789ab', expires: '2027-01-01' },
    ]);
  });

  test.each<[what: string, from: RegExp, to: string, says: RegExp]>([
    ['a missing approver', / {4}approver.*\n/, '', /e\.yaml:2: exceptions\[0\]\.approver: is missing/],
    ['an empty reason', /reason: .*/, 'reason: " "', /reason: must not be empty/],
    ['a year and a day', /2027-01-01/, '2027-01-02', /e\.yaml:11: .*expires: is 366 days after/],
    ['an end before its beginning', /2027-01-01/, '2025-12-31', /must be after the day it was granted/],
    ['a day that is none', /2027-01-01/, '2026-02-30', /expected a day/],
    ['another account', /'111122223333'/, "'444455556666'", /is not the account of the principal/],
    ['a number for an account', /'111122223333'/, '111122223333', /put the account number in quotes/],
    ['a pattern of principals', /role\/agents\/triage/, 'role/*', /without wildcards/],
    ['no action', /s3:Put\*/, 's3', /expected an action or pattern/],
    ['a hash that is none', /'0123456789ab'/, "'xyz'", /12 hex digits/],
    ['an owner who approves', /mia\.keller/, 'data-team', /must not be the owner/],
    ['a key nobody knows', /ticket:/, 'tiket:', /unknown key "exceptions\[0\]\.tiket".*ticket/],
  ])('refuses %s', (_what, from, to, says) => {
    expect(() => parseExceptions(EXCEPTION.replace(from, to), 'e.yaml')).toThrow(says);
  });
});

describe('decisions.yaml', () => {
  const assessment = richAssessment();
  const items = decisionItems(assessment);
  const fresh = scaffoldDecisions(items, assessment.asOf, null);

  const answer = (text: string, key: string, changes: Readonly<Record<string, string>> = {}): string => {
    const values = {
      decision: 'keep',
      reviewer: 'Mia Keller',
      role: 'Security',
      date: '2026-11-23',
      reason: 'ok',
      ...changes,
    };
    const [before = '', after = ''] = text.split(`key: ${key}\n`);
    return `${before}key: ${key}\n${Object.entries(values).reduce(
      (rest, [name, value]) => rest.replace(`${name}: null`, `${name}: ${value}`),
      after,
    )}`;
  };
  const first = items[0]?.key ?? '';

  test('asks every proposal, finding and principal once', () => {
    expect(new Set(items.map(({ key }) => key)).size).toBe(items.length);
    expect(new Set(items.map(({ kind }) => kind))).toEqual(new Set(['proposal', 'finding', 'principal']));
    expect(items.filter(({ kind }) => kind === 'finding')).toHaveLength(assessment.findings.length);
    expect(parseDecisions(fresh.text, 'd.yaml').items.map(({ key }) => key)).toEqual(
      items.map(({ key }) => key),
    );
    expect(answersOf(parseDecisions(fresh.text, 'd.yaml'), 'd.yaml')).toEqual({
      items: [],
      managementAcknowledgement: null,
    });
  });

  test('a second init leaves answers and comments, adds what is new, sets aside what is no longer asked', () => {
    const answered = answer(fresh.text, first).replace(
      `  - key: ${first}`,
      `  # talked to the owner\n  - key: ${first}`,
    );
    const [, second, ...rest] = items;
    const again = scaffoldDecisions(items, assessment.asOf, { text: answered, location: 'd.yaml' });
    expect(again).toMatchObject({ text: answered, added: 0, kept: 1, superseded: 0 });

    const other = { ...(second as (typeof items)[number]), key: 'finding/New/x/0000000000' };
    const changed = scaffoldDecisions([other, ...rest], assessment.asOf, {
      text: answered,
      location: 'd.yaml',
    });
    expect(changed).toMatchObject({ added: 1, kept: 0, superseded: 1 });
    const file = parseDecisions(changed.text, 'd.yaml');
    expect(file.superseded).toMatchObject([{ key: first, decision: 'keep', reviewer: 'Mia Keller' }]);
    expect(file.items.map(({ key }) => key)).not.toContain(second?.key);
    expect(file.items.map(({ key }) => key)).toContain(other.key);
    expect(changed.text).toContain('# talked to the owner');
  });

  test('check: what is open and what is wrong', () => {
    const check = (text: string) => checkDecisions(parseDecisions(text, 'd.yaml'), assessment, '2026-12-01');
    expect(check(fresh.text)).toMatchObject({
      answered: 0,
      asked: items.length,
      wrong: 0,
      problems: [],
      isAcknowledged: false,
    });
    expect(check(fresh.text).open).toHaveLength(items.length);

    const all = items
      .reduce((text, { key }) => answer(text, key), fresh.text)
      .replace('name: null', 'name: A')
      .replace('role: null', 'role: CISO')
      .replace('date: null', 'date: 2026-11-24');
    const complete = { asked: items.length, open: [], wrong: 0, problems: [], isAcknowledged: true };
    expect(check(all)).toEqual({ answered: items.length, ...complete });

    const wrong = (changes: Readonly<Record<string, string>>): string =>
      check(answer(fresh.text, first, changes)).problems.join('\n');
    expect(wrong({ date: '2026-12-02' })).toMatch(/2026-12-02 is in the future/);
    expect(wrong({ date: '2026-01-01' })).toMatch(/before the evidence ends/);
    expect(wrong({ reason: 'null' })).toMatch(/lacks reason/);
    expect(check(fresh.text.replace(first, 'proposal/other/1')).problems.join('\n')).toMatch(
      /does not ask it/,
    );

    // One item with two problems is one wrong item, and neither answered nor open.
    const twice = answer(fresh.text, first, { date: '2026-12-02', reason: 'null' });
    const counted = check(twice);
    expect(counted.problems).toHaveLength(2);
    expect({ ...counted, open: counted.open.length }).toMatchObject({
      asked: items.length,
      answered: 0,
      wrong: 1,
      open: items.length - 1,
    });
    // What is not asked is a problem, and no item.
    expect(check(all.replace(first, 'proposal/other/1'))).toMatchObject({
      answered: items.length - 1,
      wrong: 0,
    });
    const user = items.find(({ subject }) => subject.includes(':user/') || subject.includes(':role/'));
    const own = user?.subject.split('/').at(-1) ?? '';
    expect(
      check(answer(fresh.text, user?.key ?? '', { reviewer: `${own}@example.com` })).problems.join('\n'),
    ).toMatch(/reviews their own access/);
    const failed = items.find(
      ({ kind, subject }) =>
        kind === 'proposal' &&
        assessment.recommendations.some(({ id, status }) => id === subject && status === 'failed'),
    );
    expect(check(answer(fresh.text, failed?.key ?? '', { decision: 'revoke' })).problems.join('\n')).toMatch(
      /failed verification/,
    );
  });

  test('an answer in part is refused by the report', () => {
    const partly = answer(fresh.text, first, { reason: 'null' });
    expect(() => answersOf(parseDecisions(partly, 'd.yaml'), 'd.yaml')).toThrow(/lacks reason/);
  });
});

test('secrets are redacted from the arguments, paths are not', () => {
  expect(
    redact([
      'run',
      '--cloudtrail',
      './AWSLogs',
      'https://ana:hunter2@example.com/x',
      'https://b.s3.amazonaws.com/k?X-Amz-Signature=abc123&x=1',
      `ghp_${'a'.repeat(36)}`,
      'AKIAIOSFODNN7EXAMPLE',
    ]),
  ).toEqual([
    'run',
    '--cloudtrail',
    './AWSLogs',
    'https://ana:REDACTED@example.com/x',
    'https://b.s3.amazonaws.com/k?X-Amz-Signature=REDACTED&x=1',
    'REDACTED',
    'REDACTED',
  ]);
});
