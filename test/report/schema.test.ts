import { expect, test } from 'vitest';
import { assessmentJsonSchema } from '../../src/report/index.ts';

test('the published schema is the one the code checks with', async () => {
  await expect(`${JSON.stringify(assessmentJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
    '../../src/report/assessment.schema.json',
  );
});

test('it is strict and says so for other programs', () => {
  const schema = assessmentJsonSchema();
  expect(schema).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    additionalProperties: false,
    required: expect.arrayContaining([
      'schemaVersion',
      'coverage',
      'summary',
      'principals',
      'findings',
      'recommendations',
    ]),
  });
  expect(JSON.stringify(schema)).not.toContain('readOnly');
});
