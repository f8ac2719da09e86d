import { describe, expect, it } from 'vitest';
import { type Assessment, pullRequest } from '../../src/report/index.ts';
import type { PullRequestContext } from '../../src/report/pull-request-context.ts';
import {
  change,
  permission,
  recommendation,
  richAssessment,
  witness,
} from '../support/assessment-fixture.ts';

const ROLE = 'arn:aws:iam::111122223333:role/agents/deployer';
const FINGERPRINT = 'a'.repeat(64);
const MARKER = `<!-- paredown branch=paredown/111122223333/deployer-123456 fingerprint=${FINGERPRINT} -->\n`;

type Recommendation = Assessment['recommendations'][number];
type Permission = Assessment['principals'][number]['permissions'][number];

const context = (over: Partial<PullRequestContext> = {}): PullRequestContext => ({
  branch: 'paredown/111122223333/deployer-123456',
  base: 'main',
  fingerprint: FINGERPRINT,
  files: [{ path: 'policies/deploy.json', deleted: false }],
  sidecars: [],
  requires: [],
  limit: 65_536,
  rollback: false,
  ...over,
});

/** An assessment of one proposal for one role, or for many that share a policy. */
function assessmentOf(
  over: Partial<Recommendation> = {},
  permissions: readonly Permission[] = [],
  arns: readonly string[] = [ROLE],
): Assessment {
  const whole = richAssessment();
  const [first] = whole.principals;
  if (first === undefined) throw new Error('the fixture has no principal');
  const proposal = {
    ...recommendation({ id: ROLE, principalArns: arns, removed: permissions.map(({ action }) => action) }),
    ...over,
  };
  return {
    ...whole,
    principals: arns.map((arn) => ({ ...first, arn, permissions })),
    recommendations: [proposal as Recommendation],
  };
}

const manyPermissions = (count: number): readonly Permission[] =>
  Array.from({ length: count }, (_, index) =>
    permission(`s3:Action${String(index).padStart(5, '0')}`, 'high'),
  );

describe('the text of a pull request', () => {
  it('has every part the design asks for, in its order', () => {
    const assessment = assessmentOf(
      {
        kept: [{ action: 's3:GetObject', guardrail: 'principal-too-young', reason: 'It is 3 days old.' }],
        changes: [change()],
      },
      [permission('iam:PassRole', 'critical'), permission('s3:ListBucket', null)],
    );
    const { title, body } = pullRequest(assessment, ROLE, context());
    expect(title).toBe('Remove 2 unused permissions from role deployer');
    const parts = [
      /^\*\*Verified: all four checks passed\.\*\* This removes 2 permissions from `arn:aws:iam::111122223333:role\/agents\/deployer` that 90 days of evidence show unused/,
      /; 1 unused permission stays, with reasons below\./,
      /\| No lost usage \| passed, 1,284 observed calls replayed \|/,
      /\n## Removed, and the evidence\n/,
      /\n\| `iam:PassRole` \| critical \| privilege escalation \| never seen \| E1 \| AdministratorAccess/,
      /\nNot sensitive, judged unused over the same window: `s3:ListBucket`\n/,
      /\n- E1\n {2}- CloudTrail management events: saw nothing, 2026-08-24 to 2026-11-22 \(the whole window\); /,
      /\n## Kept although unused\n\n- \*\*.*It is 3 days old\. `s3:GetObject`\n/,
      /\n## What could break\n/,
      /actions that AWS adds later may have to be granted by name/,
      /\n## What this changes\n\n- `policies\/deploy\.json`\n/,
      /\n## Evidence\n/,
      /\n## Roll back\n[\s\S]*paredown rollback arn:aws:iam::111122223333:role\/agents\/deployer/,
      /\n## Checklist\n\n- \[ \] /,
    ];
    let rest = body;
    for (const part of parts) {
      expect(rest).toMatch(part);
      rest = rest.slice(rest.search(part) + 1);
    }
    expect(body.endsWith(`\n${MARKER}`)).toBe(true);
  });

  it('says at the top that steps are left, and lists them', () => {
    const note = 'Detach A from B.';
    const { body } = pullRequest(assessmentOf(), ROLE, context({ sidecars: [{ note }] }));
    expect(body).toMatch(/^.* \*\*1 step is left to do by hand\*\*/);
    expect(body).toContain('- **By hand:** Detach A from B.\n');
    expect(body).toContain('- [ ] The steps marked "By hand" are planned.\n');
  });

  it('says of what goes by decision, and of what is unused, when it was used before the window', () => {
    const witness = {
      witness: 'last-accessed-action',
      saw: 'nothing',
      from: '2026-04-02T00:00:00Z',
      to: '2026-07-01T00:00:00Z',
      lastBefore: '2026-01-05T10:00:00Z',
      complete: true,
      detail: 'last attempt 2026-01-05T10:00:00Z, before the window',
    } as const;
    const assessment = assessmentOf(
      {
        decided: [
          {
            principalArn: ROLE,
            action: 'kms:Decrypt',
            usage: 'unknown',
            lastBefore: '2026-01-05T10:00:00Z',
            reason: 'Never for agents',
          },
        ],
      },
      [
        permission('iam:PassRole', 'critical', { witnesses: [witness] }),
        permission('kms:Decrypt', 'critical', { usage: 'unknown', witnesses: [witness] }),
      ],
    );
    const { body } = pullRequest(assessment, ROLE, context());
    expect(body).toContain(
      `- \`kms:Decrypt\` of \`${ROLE}\`: cannot be judged; last attempt 2026-01-05, before the window; on the never list: Never for agents\n`,
    );
    expect(body).toMatch(/\| `iam:PassRole` \|[^\n]*\| 2026-01-05, before the window \| E1 \|/);
    expect(body).not.toContain('never seen');
  });

  it('never calls unused what goes by decision', () => {
    const gone = permission('kms:Decrypt', 'critical', { usage: 'unknown' });
    const assessment = assessmentOf(
      {
        decided: [
          { principalArn: ROLE, action: 'kms:Decrypt', usage: 'unknown', reason: 'Never for agents' },
        ],
      },
      [permission('iam:PassRole', 'critical'), gone],
    );
    const { title, body } = pullRequest(assessment, ROLE, context());
    expect(title).toBe('Remove 2 permissions from role deployer');
    expect(body).toContain(
      `This removes 2 permissions from \`${ROLE}\`: 1 by decision, the others shown unused by 90 days of evidence.`,
    );
    expect(body).toContain(
      `### By decision, not by evidence\n\n- \`kms:Decrypt\` of \`${ROLE}\`: cannot be judged; on the never list: Never for agents\n`,
    );
  });

  it('taken back: says what comes back', () => {
    const assessment = assessmentOf({}, [permission('iam:PassRole', 'critical')]);
    const { title, body } = pullRequest(assessment, ROLE, context({ rollback: true }));
    expect(title).toBe('Restore 1 permission of deployer');
    expect(body).toMatch(/## Restored\n\n- `iam:PassRole`\n/);
    expect(body.endsWith(MARKER)).toBe(true);
  });
});

describe('longer than the forge takes', () => {
  it.each([65_536, 1_048_576])(
    'thousands of removals within %i characters: cut, counted, marker whole',
    (limit) => {
      const assessment = assessmentOf({}, manyPermissions(15_000));
      const { body } = pullRequest(assessment, ROLE, context({ limit }));
      expect(body.length).toBeLessThanOrEqual(limit);
      expect(body.length).toBeGreaterThan(limit * 0.95);
      const listed = body.match(/^\| `s3:Action/gm)?.length ?? 0;
      const more = Number(/\n_(\d+) more, see `report\.html` of the assessment\._\n/.exec(body)?.[1]);
      expect(listed + more).toBe(15_000);
      expect(body).toContain('\n## Checklist\n');
      expect(body.endsWith(`\n${MARKER}`)).toBe(true);
    },
  );

  it('running lists are cut by entries, and say how many', () => {
    const kept = manyPermissions(9000).map(({ action }) => ({
      action,
      guardrail: 'principal-too-young',
      reason: 'It is new.',
    }));
    const { body } = pullRequest(assessmentOf({ kept }), ROLE, context());
    expect(body.length).toBeLessThanOrEqual(65_536);
    const [, more] =
      /, `s3:Action\d+` and (\d+) more, see `report\.html` of the assessment\n/.exec(body) ?? [];
    expect((body.match(/`s3:Action/g)?.length ?? 0) + Number(more)).toBe(9000);
  });

  it('a policy shared by thousands: the first principals whole, the others counted', () => {
    const arns = Array.from({ length: 3000 }, (_, index) => `${ROLE}-${index}`);
    const assessment = assessmentOf({}, [permission('iam:PassRole', 'critical')], arns);
    const { body } = pullRequest(assessment, ROLE, context());
    expect(body.length).toBeLessThanOrEqual(65_536);
    const from = body.match(/^### From /gm)?.length ?? 0;
    const more = Number(
      /\n_The same for (\d+) more, see `report\.html` of the assessment\._\n/.exec(body)?.[1],
    );
    expect(from).toBeGreaterThan(10);
    expect(from + more).toBe(3000);
    expect(body).toContain('\n## Checklist\n');
    expect(body.endsWith(`\n${MARKER}`)).toBe(true);
  });

  it('words that nothing can be taken from end at a line', () => {
    const notes = Array.from({ length: 900 }, (_, index) => `Note ${index} ${'x'.repeat(100)}`);
    const { body } = pullRequest(assessmentOf({ notes }), ROLE, context());
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body).toMatch(/x{100}\n\n_The rest, see `report\.html` of the assessment\._\n\n<!-- paredown /);
    expect(body.endsWith(MARKER)).toBe(true);
  });
});

describe('hostile names', () => {
  const EVIL =
    '`x` --> <!-- @octocat fixes #123 ![i](https://evil.example/x.png) | a\r\n\n# h\n- [ ] y <script>alert(1)</script> \u202e\u0000 $z$ ```\n~~~ [l](javascript:1) www.evil.example';
  const evilRole = `${ROLE}${EVIL}`;
  const evil = permission(`s3:${EVIL}`, 'high', {
    witnesses: [witness({ detail: EVIL })],
    grantedBy: [{ policyId: EVIL, policy: EVIL, kind: 'managed', statement: 0 }],
  });
  const assessment = assessmentOf(
    {
      id: evilRole,
      kept: [{ action: EVIL, guardrail: EVIL, reason: EVIL }],
      notes: [EVIL],
      requires: [EVIL],
      decided: [{ principalArn: evilRole, action: EVIL, usage: 'unknown', reason: EVIL }],
      changes: [change({ kind: 'replace', policyKind: 'managed', policyId: EVIL })],
      forPermissionSet: { Version: EVIL },
    },
    [evil, { ...evil, action: EVIL, sensitivity: [], severity: null }],
    [evilRole],
  );
  const evilContext = context({
    files: [{ path: EVIL, deleted: true }],
    sidecars: [{ note: EVIL }],
    requires: [{ id: EVIL, branch: EVIL }],
  });

  /** What is left for a forge to act on: no code spans, no fenced block, no marker. */
  const active = (body: string): string =>
    body
      .slice(0, body.lastIndexOf('<!-- paredown '))
      .replace(/^(`{3,})json\n[\s\S]*?\n\1\n/gm, '')
      .replace(/(?<!`)(`+)(?!`)[^\n]*?[^`]\1(?!`)/g, 'CODE')
      .replace(/\\[^\n]/g, '');

  it.each([false, true])('are text and nothing else in the body (rollback %s)', (rollback) => {
    const coverage = { ...assessment.coverage, notes: [EVIL] };
    const { body } = pullRequest({ ...assessment, coverage }, evilRole, { ...evilContext, rollback });
    const text = active(body);
    for (const sign of [
      '@',
      '<!--',
      '-->',
      '<script',
      '](',
      '://',
      'www.',
      '#123',
      '$',
      '~~~',
      '\u202e',
      '\u0000',
    ])
      expect(text, `${sign} in ${text}`).not.toContain(sign);
    expect(body).not.toMatch(/^# h/m);
    expect(body).not.toMatch(/^- \[ \] y/m);
    // Every row of a table has as many cells as its head.
    const cells = body
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) => line.replace(/\\\|/g, '').split('|').length);
    expect(new Set(cells)).toEqual(rollback ? new Set() : new Set([4, 8]));
    expect(body.match(/^<!-- /gm)).toHaveLength(1);
    expect(body.endsWith(MARKER)).toBe(true);
  });

  it.each([false, true])('are plain in the title (rollback %s)', (rollback) => {
    const { title } = pullRequest(assessment, evilRole, { ...evilContext, rollback });
    expect(title).toMatch(/^[A-Za-z0-9 _+=,.?-]+$/);
    expect(title.length).toBeLessThanOrEqual(240);
  });

  it.each(['@octocat', 'x'.repeat(500)])('a title of %s', (name) => {
    const id = `arn:aws:iam::111122223333:role/${name}`;
    const { title } = pullRequest(assessmentOf({ id }, [], [id]), id, context());
    expect(title).not.toContain('@');
    expect(title.length).toBeLessThanOrEqual(240);
  });
});

it('is the same for the same assessment', () => {
  const assessment = assessmentOf({}, manyPermissions(50));
  expect(pullRequest(assessment, ROLE, context())).toEqual(
    pullRequest(structuredClone(assessment), ROLE, context()),
  );
});
