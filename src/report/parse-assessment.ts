import { UserError } from '../domain/errors.ts';
import { type Assessment, assessmentSchema } from './assessment-schema.ts';

/**
 * Reads `assessment.json` back. Throws `UserError` that names the first few wrong paths, e.g.
 * `principals[3].permissions[0].usage`.
 */
export function parseAssessment(text: string): Assessment {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError(
      `The assessment is not valid JSON (${error instanceof Error ? error.message : 'unreadable'}). Give the assessment.json that \`paredown run\` wrote.`,
    );
  }
  const version = (value as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (typeof version === 'number' && version !== 1) {
    throw new UserError(
      `The assessment has schemaVersion ${version}; this version of paredown reads 1. Use the paredown that wrote it.`,
    );
  }
  const parsed = assessmentSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const shown = parsed.error.issues.slice(0, 5).map(({ path, message }) => `${place(path)}: ${message}`);
  const more = parsed.error.issues.length - shown.length;
  throw new UserError(
    [
      'The assessment does not fit its schema (`paredown schema` prints it):',
      ...shown.map((line) => `  ${line}`),
      ...(more > 0 ? [`  and ${more} more`] : []),
    ].join('\n'),
  );
}

function place(path: readonly PropertyKey[]): string {
  const joined = path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
  return joined === '' ? '(top level)' : joined;
}
