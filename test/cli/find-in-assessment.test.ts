import { expect, test } from 'vitest';
import { findPermission } from '../../src/cli/find-in-assessment.ts';
import { richAssessment } from '../support/assessment-fixture.ts';

test('an action is found in any case of its ASCII letters, and of no others', () => {
  const [principal] = richAssessment().principals;
  const [permission] = principal?.permissions ?? [];
  if (principal === undefined || permission === undefined) throw new Error('the fixture has no permission');
  const named = {
    ...principal,
    permissions: [{ ...permission, action: 'kms:Decrypt' }],
    otherUnused: ['kinesis:PutRecord'],
  };
  expect(findPermission(named, 'KMS:decrypt')?.kind).toBe('judged');
  expect(findPermission(named, 'Kinesis:putrecord')?.kind).toBe('other-unused');
  // Unicode folds the Kelvin sign to k.
  expect(findPermission(named, '\u212ams:Decrypt')).toBeNull();
  expect(findPermission(named, '\u212ainesis:PutRecord')).toBeNull();
});
