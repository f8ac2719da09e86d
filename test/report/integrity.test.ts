import { describe, expect, it } from 'vitest';
import type { LogIntegrity } from '../../src/domain/log-integrity.ts';
import type { Assessment } from '../../src/report/assessment-schema.ts';
import { integritySentence } from '../../src/report/integrity-words.ts';
import { coverageView } from '../../src/report/view/coverage-view.ts';
import { richAssessment } from '../support/assessment-fixture.ts';

const place = (over: Partial<LogIntegrity>): LogIntegrity => ({
  account: '111122223333',
  region: 'eu-west-1',
  status: 'verified',
  files: { verified: 0, matching: 0, unlisted: 0, changed: 0, missing: 0, unreadable: 0 },
  digests: { signed: 1, unsigned: 0, changed: 0, missing: 0, unreadable: 0 },
  problems: [],
  ...over,
});
const files = place({}).files;

function assessmentWith(integrity: readonly LogIntegrity[] | undefined): Assessment {
  const assessment = richAssessment();
  const { integrity: _, ...coverage } = assessment.coverage;
  return { ...assessment, coverage: integrity === undefined ? coverage : { ...coverage, integrity } };
}
const sentence = (integrity: readonly LogIntegrity[] | undefined): string | null =>
  integritySentence(assessmentWith(integrity).coverage);

describe('whether the log files are those that CloudTrail delivered', () => {
  it('is not said where there is no log', () => {
    expect(sentence(undefined)).toBeNull();
  });

  it('is said to be unknown without digest files', () => {
    expect(sentence([])).toMatch(/^Log files: not verified/);
  });

  it('counts over all places what is proved and how', () => {
    const both = [
      place({ files: { ...files, verified: 1200 } }),
      place({ region: 'us-east-1', files: { ...files, matching: 30, unlisted: 5 } }),
    ];
    expect(sentence(both)).toBe(
      "Log files: 1,230 of 1,235 have the SHA-256 that CloudTrail's digest files give, 1,200 of them by a signature that holds; 5 named by no digest file.",
    );
    expect(sentence([place({ files: { ...files, matching: 2 } })])).toMatch(/, no signature was checked\.$/);
  });

  it('names the first file that failed, and says how many', () => {
    const failed = place({
      status: 'failed',
      files: { ...files, verified: 1, changed: 1, missing: 2 },
      digests: { ...place({}).digests, missing: 1 },
      problems: [{ name: 'a.json', problem: 'log file was changed since its delivery' }],
    });
    expect(sentence([failed])).toMatch(
      /1 of 4 .*; 1 CHANGED; 2 MISSING; 1 digest file missing\. The first: a\.json, log file was changed since its delivery\.$/,
    );
    expect(coverageView(assessmentWith([failed])).integrityRows).toEqual([
      {
        place: '111122223333 eu-west-1',
        status: 'Failed: changed or missing',
        files: '1 verified, 1 changed, 2 missing',
        digests: '1 signed, 1 missing',
        problems: ['a.json: log file was changed since its delivery'],
      },
    ]);
  });
});
