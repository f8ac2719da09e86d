import { describe, expect, it } from 'vitest';
import type { CloudTrailTestimony } from '../../src/analyze/cloudtrail-witness.ts';
import type { LastAccessedTestimony } from '../../src/analyze/last-accessed-witness.ts';
import type { ActionUse } from '../../src/analyze/observed-use.ts';
import { decide, type VerdictEvidence } from '../../src/analyze/verdict.ts';

const WINDOW = { from: '2026-07-02T00:00:00Z', to: '2026-09-30T00:00:00Z' };

function cloudTrail(
  complete: boolean,
  saw: CloudTrailTestimony['report']['saw'] = 'nothing',
): CloudTrailTestimony {
  return {
    report: { witness: 'cloudtrail-management', saw, ...WINDOW, complete, detail: '' },
    reason: complete ? null : 'no-log-coverage',
  };
}

function lastAccessed(saw: 'use' | 'nothing', complete = true): LastAccessedTestimony {
  return {
    report: { witness: 'last-accessed-action', saw, ...WINDOW, complete, detail: '' },
    lastAccessed: saw === 'use' ? '2026-08-01T00:00:00Z' : null,
  };
}

function use(counts: Partial<ActionUse>): ActionUse {
  const seen = (counts.calls ?? 0) > 0;
  return {
    action: 's3:GetObject',
    calls: 0,
    denied: 0,
    possible: 0,
    ambiguous: 0,
    first: seen ? '2026-08-01T00:00:00Z' : null,
    last: seen ? '2026-08-02T00:00:00Z' : null,
    ...counts,
  };
}

const NOTHING: VerdictEvidence = {
  use: undefined,
  cloudTrail: cloudTrail(false),
  lastAccessed: null,
  hasLastAccessedReport: false,
  principalTooYoung: false,
  grantedTooRecently: false,
  maybeUnmappedCall: false,
  sourceFailed: false,
};

describe('decide', () => {
  it.each<[string, Partial<VerdictEvidence>, string, readonly string[]]>([
    ['a call proves use without any coverage', { use: use({ calls: 1, denied: 9 }) }, 'used', []],
    ['no evidence is not evidence of no use', {}, 'unknown', ['no-log-coverage']],
    ['a complete log that saw nothing proves non-use', { cloudTrail: cloudTrail(true) }, 'unused', []],
    ['last accessed alone proves non-use', { lastAccessed: lastAccessed('nothing') }, 'unused', []],
    [
      'a stale last-accessed report proves nothing',
      { lastAccessed: lastAccessed('nothing', false), hasLastAccessedReport: true },
      'unknown',
      ['no-log-coverage'],
    ],
    ['last accessed inside the window is use', { lastAccessed: lastAccessed('use') }, 'used', []],
    [
      'last accessed counts attempts: all of them denied is no use',
      { lastAccessed: lastAccessed('use'), cloudTrail: cloudTrail(true, 'denied'), use: use({ denied: 3 }) },
      'denied-only',
      [],
    ],
    [
      'a log with gaps does not show that all was denied',
      { lastAccessed: lastAccessed('use'), cloudTrail: cloudTrail(false, 'denied'), use: use({ denied: 3 }) },
      'used',
      [],
    ],
    [
      'denied attempts are no use',
      { use: use({ denied: 2 }), cloudTrail: cloudTrail(true) },
      'denied-only',
      [],
    ],
    [
      'what the request does not decide is kept',
      { use: use({ possible: 1 }), cloudTrail: cloudTrail(true), lastAccessed: lastAccessed('nothing') },
      'unknown',
      ['ambiguous-attribution'],
    ],
    [
      'calls under the same ARN and another id are kept',
      { use: use({ ambiguous: 4, denied: 1 }), cloudTrail: cloudTrail(true) },
      'unknown',
      ['ambiguous-attribution'],
    ],
    [
      'a principal younger than the window',
      { cloudTrail: cloudTrail(true), principalTooYoung: true },
      'unknown',
      ['principal-too-young'],
    ],
    [
      'a grant younger than the window',
      { lastAccessed: lastAccessed('nothing'), grantedTooRecently: true },
      'unknown',
      ['granted-too-recently'],
    ],
    [
      'an unexplained call in the service spoils the log',
      { cloudTrail: cloudTrail(true), maybeUnmappedCall: true },
      'unknown',
      ['event-not-mapped'],
    ],
    [
      'but not last accessed',
      { cloudTrail: cloudTrail(true), maybeUnmappedCall: true, lastAccessed: lastAccessed('nothing') },
      'unused',
      [],
    ],
    [
      'an action last accessed does not track',
      { hasLastAccessedReport: true },
      'unknown',
      ['no-log-coverage', 'not-tracked-by-last-accessed'],
    ],
    ['a failed source', { sourceFailed: true }, 'unknown', ['no-log-coverage', 'source-failed']],
  ])('%s', (_, evidence, usage, reasons) => {
    const verdict = decide({ ...NOTHING, ...evidence });
    expect({ usage: verdict.usage, reasons: verdict.reasons }).toEqual({ usage, reasons });
  });

  it('keeps the permission and shows the conflict when a complete log contradicts last accessed', () => {
    const verdict = decide({ ...NOTHING, cloudTrail: cloudTrail(true), lastAccessed: lastAccessed('use') });
    expect(verdict.usage).toBe('used');
    expect(verdict.conflict).toContain('CloudTrail covers the window and shows none');
    expect(verdict.lastUsed).toBe('2026-08-01T00:00:00Z');
  });

  it('shows the conflict when last accessed misses a settled call', () => {
    const verdict = decide({ ...NOTHING, use: use({ calls: 2 }), lastAccessed: lastAccessed('nothing') });
    expect(verdict.usage).toBe('used');
    expect(verdict.conflict).toContain('2 calls');
  });

  it('allows last accessed its lag of four hours', () => {
    const late = use({ calls: 1, first: '2026-09-29T22:00:00Z', last: '2026-09-29T22:00:00Z' });
    expect(decide({ ...NOTHING, use: late, lastAccessed: lastAccessed('nothing') }).conflict).toBeNull();
  });
});
