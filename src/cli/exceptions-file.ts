import { z } from 'zod';
import type { ExceptionEntry } from '../domain/review.ts';
import { parseStrictYaml } from './strict-yaml.ts';

const DAY = 86_400_000;
const LONGEST_DAYS = 365;

const text = z.string('expected text').trim().min(1, 'must not be empty');
/** YAML without quotes gives text for a day too (1.2 core schema has no dates). */
const day = z.iso.date('expected a day, yyyy-mm-dd');

const entrySchema = z
  .strictObject({
    account: z
      .string('expected text: put the account number in quotes')
      .regex(/^\d{12}$/, 'expected the 12 digits of an account, in quotes'),
    principal: z
      .string('expected text')
      .regex(
        /^arn:[^:*?]+:iam::\d{12}:(role|user)\/[^*?]+$/,
        'expected the ARN of one role or user, without wildcards',
      ),
    action: z
      .string('expected text')
      .regex(
        /^(\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)$/,
        'expected an action or pattern, e.g. iam:PassRole or s3:Put*',
      ),
    statement: z
      .string('expected text: put the hash in quotes')
      .regex(
        /^[0-9a-f]{12}$/,
        'expected the 12 hex digits that `paredown explain <principal> <action>` prints, in quotes',
      ),
    owner: text,
    approver: text,
    reason: text,
    ticket: text,
    granted: day,
    expires: day,
  })
  .superRefine(({ account, principal, granted, expires, owner, approver }, context) => {
    const problem = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (principal.split(':')[4] !== account) problem('account', 'is not the account of the principal');
    const days = (Date.parse(expires) - Date.parse(granted)) / DAY;
    if (days <= 0) problem('expires', 'must be after the day it was granted');
    if (days > LONGEST_DAYS) {
      problem('expires', `is ${days} days after it was granted; ${LONGEST_DAYS} at most, then decide again`);
    }
    if (owner === approver) problem('approver', 'must not be the owner');
  });

const fileSchema = z.strictObject({
  exceptions: z.array(entrySchema, 'expected a list').readonly(),
});

/**
 * Reads the text of an exceptions.yaml: people's decisions to keep something. Strict, because what stands here keeps
 * permissions that evidence says nobody uses.
 * @throws UserError that names the file and line of every mistake at once
 */
export function parseExceptions(source: string, location: string): readonly ExceptionEntry[] {
  return parseStrictYaml(source, location, fileSchema, {
    '': Object.keys(fileSchema.shape),
    exceptions: Object.keys(entrySchema.shape),
  }).exceptions;
}
