import type { Severity } from '../domain/catalog.ts';
import type { FAIL_ON } from './options.ts';

const WORST_FIRST: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/**
 * The exit code of a judgement that was made and written: 4 when the evidence does not cover the window and nobody
 * said that is fine; else 3 when a finding that no exception covers is at least as severe as `failOn`;
 * else 0.
 */
export function exitCode(
  judged: {
    readonly coverage: { readonly verdict: 'complete' | 'partial' | 'insufficient' };
    readonly findings: readonly { readonly severity: Severity; readonly muted?: string | undefined }[];
  },
  settings: { readonly failOn: (typeof FAIL_ON)[number]; readonly allowPartial: boolean },
): 0 | 3 | 4 {
  if (judged.coverage.verdict !== 'complete' && !settings.allowPartial) return 4;
  const { failOn } = settings;
  if (failOn === 'none') return 0;
  const serious = WORST_FIRST.slice(0, WORST_FIRST.indexOf(failOn) + 1);
  return judged.findings.some(({ severity, muted }) => muted === undefined && serious.includes(severity))
    ? 3
    : 0;
}
