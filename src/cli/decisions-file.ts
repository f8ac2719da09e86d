import { z } from 'zod';
import { UserError } from '../domain/errors.ts';
import { DECISIONS, type DecisionAnswer, type ReviewAnswers } from '../domain/review.ts';
import { parseStrictYaml } from './strict-yaml.ts';

const text = z.string('expected text').trim().min(1, 'must not be empty');
const day = z.iso.date('expected a day, yyyy-mm-dd');
/** Not answered yet: the scaffold writes null, and an emptied line reads as null. */
const open = <Value extends z.ZodType>(value: Value) => value.nullable();

const itemSchema = z.strictObject({
  key: text,
  kind: text.optional(),
  subject: text.optional(),
  severity: text.nullable().optional(),
  question: text.optional(),
  decision: open(z.enum(DECISIONS)),
  reviewer: open(text),
  role: open(text),
  date: open(day),
  reason: open(text),
});

const acknowledgementSchema = z.strictObject({ name: open(text), role: open(text), date: open(day) });

export const decisionsSchema = z.strictObject({
  asOf: text.optional(),
  managementAcknowledgement: acknowledgementSchema,
  items: z.array(itemSchema, 'expected a list').readonly(),
  superseded: z.array(itemSchema, 'expected a list').readonly().optional(),
});

export type DecisionsFile = z.infer<typeof decisionsSchema>;
export type DecisionsFileItem = DecisionsFile['items'][number];

/** What an answered item still lacks; nothing for one that is complete or not answered at all. */
export function missingParts(item: DecisionsFileItem): readonly string[] {
  const parts = ['decision', 'reviewer', 'role', 'date', 'reason'] as const;
  const missing = parts.filter((part) => item[part] === null);
  return missing.length === parts.length ? [] : missing;
}

export const isAnswered = ({ decision }: DecisionsFileItem): boolean => decision !== null;

/**
 * Reads the text of a decisions.yaml.
 * @throws UserError that names the file and line of every mistake at once
 */
export function parseDecisions(source: string, location: string): DecisionsFile {
  return parseStrictYaml(source, location, decisionsSchema, {
    '': Object.keys(decisionsSchema.shape),
    items: Object.keys(itemSchema.shape),
    superseded: Object.keys(itemSchema.shape),
    managementAcknowledgement: Object.keys(acknowledgementSchema.shape),
  });
}

/**
 * The complete answers of a decisions.yaml, for the report.
 * @throws UserError when one is answered in part
 */
export function answersOf(file: DecisionsFile, location: string): ReviewAnswers {
  const partly = file.items.filter((item) => missingParts(item).length > 0);
  if (partly.length > 0) {
    throw new UserError(
      `${location}: ${partly.map((item) => `${item.key} lacks ${missingParts(item).join(', ')}`).join('; ')}. See \`paredown review check\`.`,
    );
  }
  const { name, role, date } = file.managementAcknowledgement;
  return {
    items: file.items.flatMap(answer),
    managementAcknowledgement: name === null || role === null || date === null ? null : { name, role, date },
  };
}

function answer({
  key,
  decision,
  reviewer,
  role,
  date,
  reason,
}: DecisionsFileItem): readonly DecisionAnswer[] {
  return decision === null || reviewer === null || role === null || date === null || reason === null
    ? []
    : [{ key, decision, reviewer, role, date, reason }];
}
