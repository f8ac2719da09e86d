import { z } from 'zod';
import { UserError } from '../domain/errors.ts';
import type { PrincipalTests } from '../domain/policy-tests.ts';
import { principalTestsSchema } from './policy-tests-schema.ts';

/** @throws UserError when the text is no `tests.json` that this version writes */
export function parsePrincipalTests(text: string, location: string): PrincipalTests {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new UserError(`${location} is not JSON.`);
  }
  const file = z.looseObject({ schemaVersion: z.literal(1) }).safeParse(content);
  if (!file.success) throw new UserError(`${location} holds no tests of schemaVersion 1.`);
  const { schemaVersion: _, ...tests } = file.data;
  const parsed = principalTestsSchema.safeParse(tests);
  if (parsed.success) return parsed.data;
  throw new UserError(`${location} holds no tests: ${z.prettifyError(parsed.error)}`);
}
