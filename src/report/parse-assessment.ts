import type { z } from 'zod';
import { UserError } from '../domain/errors.ts';
import type { FileBytes } from '../domain/file-bytes.ts';
import { type Assessment, assessmentSchema, permissionSchema } from './assessment-schema.ts';
import { inSchemaOrder } from './in-schema-order.ts';
import { readJson } from './read-json.ts';
import { ROW_DEPTH } from './view/visible.ts';

/**
 * Reads `assessment.json` back, of any length. Throws `UserError` that names the first few wrong paths, e.g.
 * `principals[3].permissions[0].usage`.
 *
 * @param location begins the message: a command may have been given two assessments
 */
export function parseAssessment(source: string | FileBytes, location?: string): Assessment {
  const wrong = (problem: string, details?: readonly string[]): UserError =>
    new UserError(location === undefined ? problem : `${location}: ${problem}`, details);
  let value: unknown;
  try {
    value = readJson(typeof source === 'string' ? [Buffer.from(source, 'utf8')] : source.chunks(), ROW_DEPTH);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw wrong(
      `The assessment is not valid JSON (${error.message}). Give the assessment.json that \`paredown run\` wrote.`,
    );
  }
  const version = (value as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (typeof version === 'number' && version !== 1) {
    throw wrong(
      `The assessment has schemaVersion ${version}; this version of paredown reads 1. Use the paredown that wrote it.`,
    );
  }
  const issues = problems(value);
  if (issues.length === 0) return inSchemaOrder(assessmentSchema, value as Assessment);
  const shown = issues.slice(0, MOST_SHOWN).map(({ path, message }) => `${place(path)}: ${message}`);
  const more = issues.length - shown.length;
  throw wrong('The assessment does not fit its schema (`paredown schema` prints it):', [
    ...shown.map((line) => `  ${line}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ]);
}

const MOST_SHOWN = 5;

type Problem = Pick<z.core.$ZodIssue, 'path' | 'message'>;

/**
 * How a value breaks the schema; empty = it fits. Principals share most of their permissions as objects, so each is held
 * to the schema once, and the rest without them.
 */
function problems(value: unknown): readonly Problem[] {
  const known = new Map<unknown, readonly Problem[]>();
  const problemsOf = (permission: unknown): readonly Problem[] => {
    const found = known.get(permission) ?? permissionSchema.safeParse(permission).error?.issues ?? [];
    known.set(permission, found);
    return found;
  };
  const { principals } = Object(value) as { readonly principals?: unknown };
  if (!Array.isArray(principals)) return assessmentSchema.safeParse(value).error?.issues ?? [];
  const ofPermissions: Problem[] = [];
  const others = principals.map((principal: unknown, index) => {
    const { permissions } = Object(principal) as { readonly permissions?: unknown };
    if (!Array.isArray(permissions)) return principal;
    for (const [at, permission] of permissions.entries()) {
      for (const { path, message } of problemsOf(permission)) {
        ofPermissions.push({ path: ['principals', index, 'permissions', at, ...path], message });
      }
    }
    return { ...(principal as object), permissions: [] };
  });
  const rest = { ...(value as object), principals: others };
  return [...(assessmentSchema.safeParse(rest).error?.issues ?? []), ...ofPermissions];
}

function place(path: readonly PropertyKey[]): string {
  const joined = path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
  return joined === '' ? '(top level)' : joined;
}
