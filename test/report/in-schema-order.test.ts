import { expect, test } from 'vitest';
import { assessmentSchema } from '../../src/report/assessment-schema.ts';
import { inSchemaOrder } from '../../src/report/in-schema-order.ts';
import { hostileAssessment, richAssessment } from '../support/assessment-fixture.ts';

/** The same value with the fields of every object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, item]) => [name, reversed(item)]),
  );
}

test.each([
  ['rich', richAssessment],
  ['hostile', hostileAssessment],
])('%s: the text is that of parsing, whatever the order before', (_name, make) => {
  // Policy documents keep the order they were read in.
  const { recommendations, ...rest } = make();
  const assessment = { ...(reversed(rest) as typeof rest), recommendations };
  expect(JSON.stringify(inSchemaOrder(assessmentSchema, assessment))).toBe(
    JSON.stringify(assessmentSchema.parse(assessment)),
  );
});

test('what many share stays shared', () => {
  const assessment = richAssessment();
  const [principal] = assessment.principals;
  if (principal === undefined) throw new Error('no principal');
  const [one, other] = inSchemaOrder(assessmentSchema, {
    ...assessment,
    principals: [principal, { ...principal, uniqueId: 'AROAOTHER' }],
  }).principals;
  expect(one?.permissions[0]).toBe(other?.permissions[0]);
});

test('a field the schema does not know is an error, not lost', () => {
  const assessment = { ...richAssessment(), surprise: 1 };
  expect(() => inSchemaOrder(assessmentSchema, assessment)).toThrow('no field surprise');
});
