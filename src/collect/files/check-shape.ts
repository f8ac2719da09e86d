import type { z } from 'zod';
import { UserError } from '../../domain/errors.ts';

/**
 * Checks a parsed JSON value against a schema.
 *
 * @throws UserError naming the file and the JSON path, e.g. `a.json: RoleDetailList[3].Arn: ...`.
 */
export function checkShape<T>(schema: z.ZodType<T>, value: unknown, location: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue === undefined ? '' : jsonPath(issue.path);
  throw new UserError(
    `${location}: ${place === '' ? 'the document' : place}: ${issue?.message ?? 'does not have the expected form'}`,
  );
}

function jsonPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}
