import { expect, it } from 'vitest';
import { foldCase } from '../../src/domain/fold-case.ts';

it('foldCase folds ASCII only', () => {
  expect(foldCase('S3:GetÀ\u0130')).toBe('s3:getÀ\u0130');
  expect(foldCase('\u212Ams:Decrypt')).toBe('\u212Ams:decrypt');
});
