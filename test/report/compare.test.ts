import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/domain/canonical-json.ts';
import { readTemplates } from '../../src/publish/template-files.ts';
import type { Assessment, AssessmentPrincipal } from '../../src/report/assessment-schema.ts';
import { compare, comparisonFiles } from '../../src/report/index.ts';
import { sha256 } from '../../src/report/sha256.ts';
import { hostileAssessment, richAssessment } from '../support/assessment-fixture.ts';

const old = richAssessment();

/** The assessment with one principal changed. */
function changed(
  arn: string,
  change: (principal: AssessmentPrincipal) => AssessmentPrincipal | null,
): Assessment {
  return {
    ...old,
    principals: old.principals.flatMap((each) => (each.arn === arn ? (change(each) ?? []) : [each])),
  };
}

const verified = old.recommendations.find(
  ({ status, removed, changes }) =>
    status === 'verified' && removed.length > 0 && changes.some(({ after }) => after !== null),
);
if (verified === undefined) throw new Error('the fixture has no verified proposal');
const [arn = ''] = verified.principalArns;

test('nothing changed: nothing is told but the standing of proposals', () => {
  const { changes, principals, proposals } = compare(old, old);
  expect(changes).toMatchObject({
    newlyUnused: 0,
    newlyGranted: 0,
    remediated: 0,
    regressed: 0,
    principalsAdded: 0,
  });
  expect(changes.exposureNow).toBe(changes.exposureBefore);
  expect(principals).toEqual([]);
  expect(proposals.length).toBeGreaterThan(0);
  expect(proposals.map(({ outcome }) => outcome)).not.toContain('applied');
});

describe('a principal', () => {
  const subject = old.principals.find(
    ({ arn: each, inScope }) => each === arn && inScope,
  ) as AssessmentPrincipal;
  const unused = subject.permissions.filter(
    ({ granted, severity, usage }) => granted && severity !== null && usage === 'unused',
  );
  const lost = unused[0]?.action ?? '';

  test('that lost an unused permission is remediated; the other way round it was newly granted', () => {
    const without = changed(arn, (each) => ({
      ...each,
      exposure: { ...each.exposure, before: 0 },
      permissions: each.permissions.map((permission) =>
        permission.action === lost ? { ...permission, granted: false } : permission,
      ),
    }));
    expect(compare(old, without)).toMatchObject({
      changes: { remediated: 1, newlyGranted: 0, regressed: 0 },
      principals: [{ arn, remediated: [lost], regressed: false, status: 'stayed' }],
    });
    expect(compare(without, old)).toMatchObject({
      changes: { remediated: 0, newlyGranted: 1, regressed: 1 },
      principals: [{ arn, newlyGranted: [lost], newlyUnused: [], regressed: true }],
    });
  });

  test('that stopped using a permission has it newly unused', () => {
    const using = changed(arn, (each) => ({
      ...each,
      permissions: each.permissions.map((permission) =>
        permission.action === lost ? { ...permission, usage: 'used' as const } : permission,
      ),
    }));
    expect(compare(using, old).principals).toMatchObject([{ arn, newlyUnused: [lost], newlyGranted: [] }]);
  });

  test('that came, went or was recreated is told apart', () => {
    const gone = changed(arn, () => null);
    expect(compare(old, gone).principals).toMatchObject([{ arn, status: 'removed', exposureNow: null }]);
    expect(compare(gone, old).principals).toMatchObject([{ arn, status: 'added', exposureBefore: null }]);
    const recreated = changed(arn, (each) => ({ ...each, uniqueId: 'AROANEWNEWNEW' }));
    expect(compare(old, recreated)).toMatchObject({
      changes: { principalsAdded: 0, principalsRemoved: 0 },
      principals: [{ arn, status: 'recreated' }],
    });
  });
});

describe('a proposal', () => {
  /** The principals as they are once a change of the proposal is live. */
  const live = (apply: boolean): Assessment => ({
    ...old,
    principals: old.principals.map((principal) => ({
      ...principal,
      permissions: principal.permissions.map((permission) =>
        verified.principalArns.includes(principal.arn) && verified.removed.includes(permission.action)
          ? { ...permission, granted: false }
          : permission,
      ),
      policies: apply
        ? verified.changes.flatMap(({ kind, policyId, after }) =>
            kind === 'detach' || kind === 'delete' || after === null
              ? []
              : [{ policyId, sha256: sha256(canonicalJson(after)) }],
          )
        : [],
    })),
  });
  const outcome = (newer: Assessment) =>
    compare(old, newer).proposals.find(({ id }) => id === verified.id)?.outcome;

  test('is applied when what is live is what was proposed, else remediated, open or gone', () => {
    expect(outcome(live(true))).toBe('applied');
    expect(outcome(live(false))).toBe('remediated');
    expect(outcome(old)).toBe('open');
    expect(outcome({ ...old, principals: [] })).toBe('gone');
  });
});

test('another window and coverage are noted', () => {
  const other = { ...old, asOf: '2020-01-01T00:00:00Z', window: { ...old.window, days: 30 } };
  expect(compare(old, other).notes.join(' ')).toMatch(/later time.*windows differ/);
});

test('files are the same bytes, JSON reads back, hostile names stay inert', () => {
  const comparison = compare({ ...hostileAssessment(), principals: [] }, hostileAssessment());
  const files = comparisonFiles(comparison, readTemplates());
  expect([...comparisonFiles(comparison, readTemplates())]).toEqual([...files]);
  expect(JSON.parse(files.get('compare.json') ?? '')).toEqual(JSON.parse(JSON.stringify(comparison)));
  const html = files.get('compare.html') ?? '';
  expect(html).toContain('default-src &#x27;none&#x27;');
  expect(html).not.toMatch(/<script|<img/i);
  const outside = (files.get('compare.md') ?? '').replace(/(?<!\\)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, 'CODE');
  expect(outside).not.toMatch(/[<@]|javascript:|https?:/);
});
