import { describe, expect, it } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import { FAIL_ON } from '../../src/cli/options.ts';

type Verdict = 'complete' | 'partial' | 'insufficient';

function judged(verdict: Verdict, ...severities: ('critical' | 'high' | 'medium' | 'low')[]) {
  return { coverage: { verdict }, findings: severities.map((severity) => ({ severity })) };
}

describe('exitCode', () => {
  it.each<[(typeof FAIL_ON)[number], 'critical' | 'high' | 'medium' | 'low', 0 | 3]>([
    ['none', 'critical', 0],
    ['critical', 'critical', 3],
    ['critical', 'high', 0],
    ['high', 'critical', 3],
    ['medium', 'low', 0],
    ['medium', 'medium', 3],
    ['low', 'low', 3],
  ])('--fail-on %s with a %s finding: %d', (failOn, severity, code) => {
    expect(exitCode(judged('complete', severity), { failOn, allowPartial: false })).toBe(code);
  });

  it('is 0 without findings whatever --fail-on says', () => {
    for (const failOn of FAIL_ON)
      expect(exitCode(judged('complete'), { failOn, allowPartial: false })).toBe(0);
  });

  it.each<Verdict>(['partial', 'insufficient'])('%s evidence is 4, and outranks findings', (verdict) => {
    expect(exitCode(judged(verdict, 'critical'), { failOn: 'low', allowPartial: false })).toBe(4);
    expect(exitCode(judged(verdict, 'critical'), { failOn: 'low', allowPartial: true })).toBe(3);
    expect(exitCode(judged(verdict), { failOn: 'low', allowPartial: true })).toBe(0);
  });
});
